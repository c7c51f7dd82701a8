import library from "tedious/package.json" with { type: "json" };
import type { ConnectionProfile, MssqlProfile } from "../../../core/connection/profile.ts";
import type { Attempt, Driver, Reach, SessionOrder } from "../driver.ts";
import { stepTeller } from "../server/steps.ts";
import { applySettings } from "./apply-settings.ts";
import { openCatalog } from "./catalog.ts";
import { compileBothWays } from "./compile.ts";
import { connectMssql, type MssqlLink, type MssqlReach } from "./connect.ts";
import { issueAtOnce } from "./issue-at-once.ts";
import { mssqlFailure } from "./mssql-failure.ts";
import { openOperations } from "./session.ts";
import { readLoad, readSettings } from "./settings.ts";

export const mssqlDriver: Driver = {
  inspect: (order) =>
    withLink(order, async (link) => {
      await applySettings(link.connection, order.session.mssql);
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

  overlap: (reach, requests) =>
    withLink(reach, async ({ connection }) => ({ ok: true, value: await issueAtOnce(connection, requests) })),

  load: (reach) => withLink(reach, async (link) => ({ ok: true, value: await readLoad(link) })),
};

/** A lane's order has the packet size, too. */
type AnyOrder = Reach & Partial<Pick<SessionOrder, "session">>;

async function withLink<T>(
  reach: AnyOrder,
  act: (link: MssqlLink) => Promise<Attempt<T>>,
): Promise<Attempt<T>> {
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

function mssqlReach(reach: AnyOrder): MssqlReach {
  const { packetSize } = reach.session?.mssql ?? {};
  const profile = mssqlProfile(reach.profile);
  return { ...reach, profile, ...(packetSize === undefined ? {} : { packetSize }) };
}

function mssqlProfile(profile: ConnectionProfile): MssqlProfile {
  if (profile.engine !== "mssql")
    throw new Error(`SQL Server's driver was given a profile of ${profile.engine}`);
  return profile;
}
