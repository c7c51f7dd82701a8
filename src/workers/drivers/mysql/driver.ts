import library from "mysql2/package.json" with { type: "json" };
import type { ConnectionProfile, MysqlProfile } from "../../../core/connection/profile.ts";
import type { Attempt, BrowseOrder, CatalogSession, Driver, Reach } from "../driver.ts";
import { stepTeller } from "../server/steps.ts";
import { applySettings } from "./apply-settings.ts";
import { openCatalog } from "./catalog.ts";
import { connectMysql, type MysqlLink, type MysqlReach } from "./connect.ts";
import { mysqlFailure } from "./mysql-failure.ts";
import { compileBothWays, prepareWork } from "./prepare.ts";
import { MysqlSession } from "./session.ts";
import { readLoad, readSettings } from "./settings.ts";
import { watchMysql } from "./watch.ts";

export const mysqlDriver: Driver = {
  inspect: (order) =>
    withLink(order, async (link) => {
      await applySettings(link, order.session.mysql);
      const refused = await compileBothWays(link, order);
      if (refused) return { ok: false, failure: refused };
      await limitRows(link, order.workload.rowLimit);
      const settings = await readSettings(link);
      return {
        ok: true,
        value: { settings, engineVersion: link.version, driver: `mysql2 ${library.version}` },
      };
    }),

  async open(order) {
    const connected = await connectMysql(mysqlReach(order));
    if (!connected.ok) return connected;
    const link = connected.value;
    try {
      await applySettings(link, order.session.mysql);
      await limitRows(link, order.workload.rowLimit);
      const prepared = await prepareWork(link, order);
      if (prepared.ok) return { ok: true, value: new MysqlSession(link, prepared.value) };
      await link.close();
      return prepared;
    } catch (error) {
      return { ok: false, failure: mysqlFailure(link.context, error) };
    }
  },

  browse: (order) => openCatalogOn(order),

  async test(reach, onStep) {
    const { steps, tell } = stepTeller(onStep);
    const connected = await connectMysql(mysqlReach(reach), tell);
    if (!connected.ok) return connected;
    await connected.value.close();
    return { ok: true, value: steps };
  },

  async watch(reach) {
    const connected = await connectMysql(mysqlReach(reach));
    return connected.ok ? { ok: true, value: watchMysql(connected.value) } : connected;
  },

  load: (reach) => withLink(reach, async ({ rows }) => ({ ok: true, value: await readLoad(rows) })),
};

/** The server stops there. A statement with a LIMIT of its own is not held to it: `MysqlSession` stops that one. */
async function limitRows({ rows }: MysqlLink, rowLimit: number | null): Promise<void> {
  if (rowLimit !== null) await rows("SET SESSION sql_select_limit = ?", [rowLimit]);
}

/** mysql2 writes values with backslashes, which a server's mode may take for letters. */
async function openCatalogOn(order: BrowseOrder): Promise<Attempt<CatalogSession>> {
  const connected = await connectMysql(mysqlReach(order));
  if (!connected.ok) return connected;
  const link = connected.value;
  try {
    await link.rows("SET SESSION sql_mode = REPLACE(@@SESSION.sql_mode, 'NO_BACKSLASH_ESCAPES', '')");
    return { ok: true, value: openCatalog(link, order) };
  } catch (error) {
    await link.close();
    return { ok: false, failure: mysqlFailure(link.context, error) };
  }
}

async function withLink<T>(reach: Reach, act: (link: MysqlLink) => Promise<Attempt<T>>): Promise<Attempt<T>> {
  const connected = await connectMysql(mysqlReach(reach));
  if (!connected.ok) return connected;
  const link = connected.value;
  try {
    return await act(link);
  } catch (error) {
    return { ok: false, failure: mysqlFailure(link.context, error) };
  } finally {
    await link.close();
  }
}

function mysqlReach(reach: Reach): MysqlReach {
  return { ...reach, profile: mysqlProfile(reach.profile) };
}

function mysqlProfile(profile: ConnectionProfile): MysqlProfile {
  if (profile.engine !== "mysql") throw new Error(`MySQL's driver was given a profile of ${profile.engine}`);
  return profile;
}
