import { randomBytes } from "node:crypto";
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
    describeWithServer(`${engine.name}: ${title}`, kind, (server) => inOwnDatabase(engine, server, body));
  }
  describe(`${mssqlUnderTest.name}: ${title}`, () => {
    const real = realServer("mssql");
    let started: PrivateServer | undefined;
    beforeAll(async () => {
      if (real === undefined) started = await mssqlUnderTest.start();
    });
    afterAll(() => started?.stop());
    const server = () => {
      const found = real ?? started;
      if (found === undefined) throw new Error("The server is there when a test runs, not before.");
      return found;
    };
    inOwnDatabase(mssqlUnderTest, server, body);
  });
}

/** A private server starts empty. On a real one the tests of a file get a database that they leave no trace in. */
function inOwnDatabase(
  engine: EngineUnderTest,
  server: () => DatabaseServer,
  body: (engine: EngineUnderTest, server: () => DatabaseServer) => void,
): void {
  if (realServer(engine.engine) === undefined) {
    body(engine, server);
    return;
  }
  const database = `lanewise_${randomBytes(6).toString("hex")}`;
  const asAdministrator = async (statements: readonly string[]) => {
    const admin = await engine.connect(server());
    for (const statement of statements) await admin.query(statement);
    await admin.end();
  };
  beforeAll(() =>
    asAdministrator([`CREATE DATABASE ${database}`, ...(engine.setDatabaseUp?.(database) ?? [])]),
  );
  afterAll(() => asAdministrator([engine.dropDatabase(database)]));
  body(engine, () => ({ ...server(), database }));
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
