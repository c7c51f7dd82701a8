import process from "node:process";
import { afterAll, beforeAll, describe } from "vitest";
import type { DatabaseServer, PrivateServer } from "./database-server.ts";
import { startMariadb } from "./mariadb.ts";
import { startPostgres } from "./postgres.ts";
import { realServer } from "./real-server.ts";
import { locateServerPrograms, type ServerKind } from "./server-programs.mjs";

/** Starting the first of a checkout makes its data directory. */
const startTimeoutMs = 60_000;

/** The server that tests run against, and how to start a private one. */
const kinds = {
  postgres: { engine: "postgres", start: startPostgres },
  mariadb: { engine: "mysql", start: startMariadb },
} as const;

/**
 * Tests that share one server: the real one that the environment names, else a private one of the given kind.
 * @param body gets the server, which is there when the tests run
 */
export function describeWithServer(
  name: string,
  kind: ServerKind,
  body: (server: () => DatabaseServer) => void,
): void {
  const real = realServer(kinds[kind].engine);
  describe.skipIf(real === undefined && isSkipped([kind], name))(name, () => {
    let started: PrivateServer | undefined;
    beforeAll(async () => {
      if (real === undefined) started = await kinds[kind].start();
    }, startTimeoutMs);
    afterAll(() => started?.stop());
    body(() => {
      const server = real ?? started;
      if (server === undefined) throw new Error("The server is there when a test runs, not before.");
      return server;
    });
  });
}

/** Tests that start private servers themselves, to kill them or to set them up in their own way. */
export function describeWithPrivateServers(
  name: string,
  needed: readonly ServerKind[],
  body: () => void,
): void {
  describe.skipIf(isSkipped(needed, name))(name, { timeout: startTimeoutMs }, body);
}

/** Where a server is missing. In CI its tests run nevertheless, and fail: nobody is there to notice a skip. */
function isSkipped(needed: readonly ServerKind[], name: string): boolean {
  const missing = needed.filter((kind) => locateServerPrograms(kind) === undefined);
  if (missing.length === 0 || process.env["CI"]) return false;
  console.warn(`Skipped, because ${missing.join(" and ")} cannot be found: ${name}`);
  return true;
}
