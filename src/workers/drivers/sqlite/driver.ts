import type { Failure } from "../../../core/benchmark/outcome.ts";
import type { ConnectStep } from "../../../core/connection/catalog.ts";
import type { ConnectionProfile, SqliteProfile } from "../../../core/connection/profile.ts";
import { now } from "../../clock.ts";
import type { Attempt, Driver } from "../driver.ts";
import { checkNode } from "./addon.ts";
import { openCatalog } from "./catalog.ts";
import { inspectSqlite, openSqlite } from "./session.ts";
import { checkFile } from "./sqlite-failure.ts";

/** A file: nobody counts its sessions, and there is nobody to log in to. */
export const sqliteDriver: Driver = {
  inspect: async (order) => answer(() => inspectSqlite({ ...order, profile: sqliteProfile(order.profile) })),
  open: async (order) => answer(() => openSqlite({ ...order, profile: sqliteProfile(order.profile) })),
  browse: async ({ profile }) => answer(() => openCatalog(sqliteProfile(profile).path)),
  test: async ({ profile }, onStep) => answer(() => testSteps(sqliteProfile(profile).path, onStep)),
  load: async () => ({ ok: true, value: { limit: undefined, inUse: undefined } }),
};

/** better-sqlite3 crashes a process whose Node is too old. */
function answer<T>(act: () => Attempt<T>): Attempt<T> {
  const tooOld = checkNode();
  return tooOld ? { ok: false, failure: tooOld } : act();
}

function testSteps(file: string, onStep: (step: ConnectStep) => void): Attempt<readonly ConnectStep[]> {
  const steps: ConnectStep[] = [];
  const step = (name: ConnectStep["step"], since: number, detail: string | undefined) => {
    const done: ConnectStep = { step: name, ms: now() - since, detail };
    steps.push(done);
    onStep(done);
  };
  const begin = now();
  const missing: Failure | undefined = checkFile(file);
  if (missing) return { ok: false, failure: missing };
  step("resolve", begin, file);
  const before = now();
  const catalog = openCatalog(file);
  if (!catalog.ok) return catalog;
  step("database", before, undefined);
  step("version", now(), catalog.value.version);
  void catalog.value.close();
  return { ok: true, value: steps };
}

function sqliteProfile(profile: ConnectionProfile): SqliteProfile {
  if (profile.engine !== "sqlite")
    throw new Error(`SQLite's driver was given a profile of ${profile.engine}`);
  return profile;
}
