import library from "pg/package.json" with { type: "json" };
import type { ConnectionProfile, PostgresProfile } from "../../../core/connection/profile.ts";
import type { Attempt, Driver, Reach } from "../driver.ts";
import { stepTeller } from "../server/steps.ts";
import { applySettings } from "./apply-settings.ts";
import { openCatalog } from "./catalog.ts";
import { connectPostgres, type PostgresLink, type PostgresReach } from "./connect.ts";
import { checkValues, compileBothWays, prepareWork } from "./prepare.ts";
import { PostgresSession } from "./session.ts";
import { readLoad, readSettings } from "./settings.ts";
import { postgresFailure } from "./sqlstate.ts";
import { watchPostgres } from "./watch.ts";

export const postgresDriver: Driver = {
  inspect: (order) =>
    withLink(order, async (link) => {
      await applySettings(link.client, order.session.postgres);
      const refused = await compileBothWays(link, order);
      if (refused) return { ok: false, failure: refused };
      const prepared = await prepareWork(link, order);
      if (!prepared.ok) return prepared;
      const unfit = await checkValues(link, prepared.value);
      if (unfit) return { ok: false, failure: unfit };
      const settings = await readSettings(link);
      return { ok: true, value: { settings, engineVersion: link.version, driver: `pg ${library.version}` } };
    }),

  async open(order) {
    const connected = await connectPostgres(postgresReach(order));
    if (!connected.ok) return connected;
    const link = connected.value;
    try {
      await applySettings(link.client, order.session.postgres);
      const prepared = await prepareWork(link, order);
      if (prepared.ok) return { ok: true, value: new PostgresSession(link, prepared.value) };
      await link.close();
      return prepared;
    } catch (error) {
      await link.close();
      return { ok: false, failure: postgresFailure(link.context, error) };
    }
  },

  async browse(order) {
    const connected = await connectPostgres(postgresReach(order));
    return connected.ok ? { ok: true, value: openCatalog(connected.value, order) } : connected;
  },

  async test(reach, onStep) {
    const { steps, tell } = stepTeller(onStep);
    const connected = await connectPostgres(postgresReach(reach), tell);
    if (!connected.ok) return connected;
    await connected.value.close();
    return { ok: true, value: steps };
  },

  async watch(reach) {
    const connected = await connectPostgres(postgresReach(reach));
    return connected.ok ? { ok: true, value: watchPostgres(connected.value) } : connected;
  },

  load: (reach) => withLink(reach, async ({ client }) => ({ ok: true, value: await readLoad(client) })),
};

async function withLink<T>(
  reach: Reach,
  act: (link: PostgresLink) => Promise<Attempt<T>>,
): Promise<Attempt<T>> {
  const connected = await connectPostgres(postgresReach(reach));
  if (!connected.ok) return connected;
  const link = connected.value;
  try {
    return await act(link);
  } catch (error) {
    return { ok: false, failure: postgresFailure(link.context, error) };
  } finally {
    await link.close();
  }
}

function postgresReach(reach: Reach): PostgresReach {
  return { ...reach, profile: postgresProfile(reach.profile) };
}

function postgresProfile(profile: ConnectionProfile): PostgresProfile {
  if (profile.engine !== "postgres")
    throw new Error(`PostgreSQL's driver was given a profile of ${profile.engine}`);
  return profile;
}
