import path from "node:path";
import { createConnection } from "mysql2/promise";
import pg from "pg";
import type { DatabaseServer, PrivateServer } from "./database-server.ts";

/** A connection through the client library alone, with nothing of Lanewise in between. */
export interface WireClient {
  /** @returns each row's values */
  query(sql: string): Promise<readonly (readonly unknown[])[]>;
  end(): Promise<void>;
}

export interface Way {
  /** Instead of the network: through the server's Unix socket. */
  readonly through?: PrivateServer;
  /** The certificate to trust. */
  readonly certificate?: string;
}

export async function connectPostgres(server: DatabaseServer, way: Way = {}): Promise<WireClient> {
  const { user, password, database, port } = server;
  const client = new pg.Client({
    ...{ user, password, database, port },
    host: way.through === undefined ? server.host : path.dirname(way.through.socketPath),
    ssl: way.certificate === undefined ? false : { ca: way.certificate },
  });
  // A server that dies is told here as well; unheard, it would end the process.
  client.on("error", () => {});
  await client.connect();
  return {
    query: async (sql) => (await client.query({ text: sql, rowMode: "array" })).rows,
    end: () => client.end(),
  };
}

export async function connectMariadb(server: DatabaseServer, way: Way = {}): Promise<WireClient> {
  const { user, password, database, host, port } = server;
  const connection = await createConnection({
    ...{ user, password, database, rowsAsArray: true },
    ...(way.through === undefined ? { host, port } : { socketPath: way.through.socketPath }),
    ...(way.certificate === undefined ? {} : { ssl: { ca: way.certificate } }),
  });
  connection.on("error", () => {});
  return {
    query: async (sql) => (await connection.query<unknown[] & never>(sql))[0],
    end: () => connection.end(),
  };
}
