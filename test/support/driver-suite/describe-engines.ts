import type { DatabaseServer } from "../servers/database-server.ts";
import { describeWithPrivateServers, describeWithServer } from "../servers/describe-with-server.ts";
import type { ServerKind } from "../servers/server-programs.mjs";
import type { EngineUnderTest } from "./engine-under-test.ts";
import { mariadbUnderTest } from "./mariadb-under-test.ts";
import { postgresUnderTest } from "./postgres-under-test.ts";

const engines: Readonly<Record<ServerKind, EngineUnderTest>> = {
  postgres: postgresUnderTest,
  mariadb: mariadbUnderTest,
};

const kinds = Object.keys(engines) as ServerKind[];

/** The same tests on every engine, each with a server that it shares with no other file. */
export function describeEngines(
  title: string,
  body: (engine: EngineUnderTest, server: () => DatabaseServer) => void,
): void {
  for (const kind of kinds) {
    const engine = engines[kind];
    describeWithServer(`${engine.name}: ${title}`, kind, (server) => body(engine, server));
  }
}

/** The same tests on every engine, which start servers of their own, to kill them or to set them up. */
export function describeEnginesWithPrivateServers(
  title: string,
  body: (engine: EngineUnderTest) => void,
): void {
  for (const kind of kinds) {
    const engine = engines[kind];
    describeWithPrivateServers(`${engine.name}: ${title}`, [kind], () => body(engine));
  }
}
