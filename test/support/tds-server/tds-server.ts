import { existsSync } from "node:fs";
import { type AddressInfo, createServer, type Server } from "node:net";
import path from "node:path";
import Database from "better-sqlite3";
import { createDatabaseFile } from "./engine/run-definition.ts";
import type { Answer, Question, SessionRow } from "./engine/session-link.ts";
import { bundleSession } from "./server/bundle-session.ts";
import { Connection } from "./server/connection.ts";
import { MAXIMUM_CONNECTIONS, systemDatabases, type TdsServerOptions } from "./server/options.ts";
import type { ServerSettings } from "./server/settings.ts";

export interface TdsServer {
  readonly host: string;
  readonly port: number;
  /** The sessions that are logged in, as `sys.dm_exec_sessions` has them. */
  readonly sessions: () => readonly SessionRow[];
  /** Ends a session as KILL does; false if there is none. */
  readonly kill: (spid: number) => boolean;
  readonly close: () => Promise<void>;
}

/** Numbers below belong to the system. */
const FIRST_SPID = 51;

/**
 * A stand-in for SQL Server: TDS 7.4 over a real socket, T-SQL over SQLite. Its README says what it can and what it
 * cannot.
 */
export async function startTdsServer(options: TdsServerOptions): Promise<TdsServer> {
  const settings = withDefaults(options);
  for (const name of settings.databases) {
    if (!existsSync(path.join(settings.folder, `${name.toLowerCase()}.db`)))
      createDatabaseFile(settings.folder, name);
  }
  const keepers = settings.databases.map((name) =>
    keepOpen(path.join(settings.folder, `${name.toLowerCase()}.db`)),
  );
  const connections = new Set<Connection>();
  const ending = new Set<Promise<void>>();
  const rows = () => [...connections].flatMap((connection) => connection.row() ?? []);
  const kill = (spid: number) => {
    const found = [...connections].find((connection) => connection.spid === spid);
    found?.kill();
    return found !== undefined;
  };
  const answer = (question: Question): Answer =>
    question.kind === "sessions" ? { sessions: rows() } : { wasKilled: kill(question.spid) };
  const takeSpid = () => {
    const taken = new Set([...connections].map(({ spid }) => spid));
    let spid = FIRST_SPID;
    while (taken.has(spid)) spid++;
    return spid - FIRST_SPID < settings.maximumConnections ? spid : undefined;
  };
  const onClose = (connection: Connection) => {
    connections.delete(connection);
    const end = connection.end().finally(() => ending.delete(end));
    ending.add(end);
  };
  const server = createServer((socket) =>
    connections.add(new Connection(socket, { settings, takeSpid, answer, onClose })),
  );
  const host = options.host ?? "127.0.0.1";
  await listen(server, options.port ?? 0, host);
  const { port } = server.address() as AddressInfo;
  return {
    host,
    port,
    sessions: rows,
    kill,
    close: async () => {
      server.close();
      for (const connection of connections) connection.destroy();
      await Promise.all([...connections].map((connection) => connection.end()));
      await Promise.all(ending);
      for (const keeper of keepers) keeper.close();
    },
  };
}

/** While one link is open, the last session to leave does not take the write-ahead log away from the next to come. */
function keepOpen(file: string): Database.Database {
  const db = new Database(file);
  db.pragma("schema_version");
  return db;
}

function listen(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, () => resolve());
  });
}

function withDefaults(options: TdsServerOptions): ServerSettings {
  const productVersion = options.productVersion ?? "16.0.1000.6";
  const [major = 16, minor = 0, build = 0] = productVersion.split(".").map(Number);
  const { certificate } = options;
  return {
    folder: options.folder,
    sessionProgram: bundleSession(options.folder),
    databases: [...systemDatabases, ...(options.databases ?? [])],
    logins: options.logins,
    encryption: options.encryption ?? (certificate ? "off" : "not-supported"),
    certificate,
    maximumConnections: options.maximumConnections ?? MAXIMUM_CONNECTIONS,
    silentAt: options.silentAt,
    serverName: options.serverName ?? "LANEWISE-STAND-IN",
    productVersion,
    version: [major, minor, build],
    maximumPacketSize: options.maximumPacketSize ?? 32_767,
    onProtocolError: options.onProtocolError ?? (() => {}),
  };
}
