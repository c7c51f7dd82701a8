import library from "tedious/package.json" with { type: "json" };
import type { ConnectionProfile, MssqlProfile } from "../../../core/connection/profile.ts";
import type { Attempt, Driver, Reach } from "../driver.ts";
import { stepTeller } from "../server/steps.ts";
import { openCatalog } from "./catalog.ts";
import { compileBothWays } from "./compile.ts";
import { connectMssql, type MssqlLink, type MssqlReach } from "./connect.ts";
import { mssqlFailure } from "./mssql-failure.ts";
import { openOperations } from "./session.ts";
import { readLoad, readSettings } from "./settings.ts";

export const mssqlDriver: Driver = {
  inspect: (order) =>
    withLink(order, async (link) => {
      const refused = await compileBothWays(link, order);
      if (refused) return { ok: false, failure: refused };
      const settings = await readSettings(link);
      return {
        ok: true,
        value: { settings, engineVersion: link.version, driver: `tedious ${library.version}` },
      };
    }),

  async open(order) {
    const connected = await connectMssql(mssqlReach(order));
    if (!connected.ok) return connected;
    const session = await openOperations(connected.value, order);
    if (!session.ok) await connected.value.close();
    return session;
  },

  async browse(order) {
    const connected = await connectMssql(mssqlReach(order));
    return connected.ok ? { ok: true, value: openCatalog(connected.value, order) } : connected;
  },

  async test(reach, onStep) {
    const { steps, tell } = stepTeller(onStep);
    const connected = await connectMssql(mssqlReach(reach), tell);
    if (!connected.ok) return connected;
    await connected.value.close();
    return { ok: true, value: steps };
  },

  load: (reach) => withLink(reach, async (link) => ({ ok: true, value: await readLoad(link) })),
};

async function withLink<T>(reach: Reach, act: (link: MssqlLink) => Promise<Attempt<T>>): Promise<Attempt<T>> {
  const connected = await connectMssql(mssqlReach(reach));
  if (!connected.ok) return connected;
  const link = connected.value;
  try {
    return await act(link);
  } catch (error) {
    return { ok: false, failure: mssqlFailure(link.context, error) };
  } finally {
    await link.close();
  }
}

function mssqlReach(reach: Reach): MssqlReach {
  return { ...reach, profile: mssqlProfile(reach.profile) };
}

function mssqlProfile(profile: ConnectionProfile): MssqlProfile {
  if (profile.engine !== "mssql")
    throw new Error(`SQL Server's driver was given a profile of ${profile.engine}`);
  return profile;
}
