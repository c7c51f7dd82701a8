import { afterAll, beforeAll, describe } from "vitest";
import type { DatabaseServer, PrivateServer } from "../servers/database-server.ts";
import { describeWithPrivateServers, describeWithServer } from "../servers/describe-with-server.ts";
import { realServer } from "../servers/real-server.ts";
import type { ServerKind } from "../servers/server-programs.mjs";
import type { EngineUnderTest } from "./engine-under-test.ts";
import { mariadbUnderTest } from "./mariadb-under-test.ts";
import { mssqlUnderTest } from "./mssql-under-test.ts";
import { postgresUnderTest } from "./postgres-under-test.ts";

/** With programs of the system; the stand-in for SQL Server is always there. */
const installed: Readonly<Record<ServerKind, EngineUnderTest>> = {
  postgres: postgresUnderTest,
  mariadb: mariadbUnderTest,
};

const kinds = Object.keys(installed) as ServerKind[];

/** The same tests on every engine, each with a server that it shares with no other file. */
export function describeEngines(
  title: string,
  body: (engine: EngineUnderTest, server: () => DatabaseServer) => void,
): void {
  for (const kind of kinds) {
    const engine = installed[kind];
    describeWithServer(`${engine.name}: ${title}`, kind, (server) => body(engine, server));
  }
  describe(`${mssqlUnderTest.name}: ${title}`, () => {
    const real = realServer("mssql");
    let started: PrivateServer | undefined;
    beforeAll(async () => {
      if (real === undefined) started = await mssqlUnderTest.start();
    });
    afterAll(() => started?.stop());
    body(mssqlUnderTest, () => {
      const server = real ?? started;
      if (server === undefined) throw new Error("The server is there when a test runs, not before.");
      return server;
    });
  });
}

/** The same tests on every engine, which start servers of their own, to kill them or to set them up. */
export function describeEnginesWithPrivateServers(
  title: string,
  body: (engine: EngineUnderTest) => void,
): void {
  for (const kind of kinds) {
    const engine = installed[kind];
    describeWithPrivateServers(`${engine.name}: ${title}`, [kind], () => body(engine));
  }
  describe(`${mssqlUnderTest.name}: ${title}`, () => body(mssqlUnderTest));
}
