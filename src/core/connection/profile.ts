import type { Engine } from "./engine.ts";
import type { Tls } from "./tls.ts";

/** How to reach a database, without its secret. */
export type ConnectionProfile = SqliteProfile | ServerProfile;

export type ServerProfile = MssqlProfile | PostgresProfile | MysqlProfile;

interface AnyProfile {
  readonly engine: Engine;
  /** For people. */
  readonly name: string;
  /** Writes are refused, and any load asks first. */
  readonly production?: boolean;
  /** Where it stands in the tree, the outermost group first. */
  readonly group?: readonly string[];
}

export interface SqliteProfile extends AnyProfile {
  readonly engine: "sqlite";
  /** Absolute. */
  readonly path: string;
}

interface AnyServerProfile extends AnyProfile {
  /**
   * A name, an address (IPv6 without brackets), or the absolute path of a Unix socket: for PostgreSQL of the folder
   * that holds it, for MySQL of the socket itself.
   */
  readonly host: string;
  /** Without it the engine's own (`defaultPorts`), or what the named instance listens on. */
  readonly port?: number;
  /** Without it the user's default. */
  readonly database?: string;
  readonly user?: string;
  readonly authentication: "password" | "entra";
  /** Without it `defaultTlsModes`. */
  readonly tls?: Tls;
  readonly connectTimeoutSeconds?: number;
  /** By which the server's own views show our sessions. */
  readonly applicationName?: string;
}

export interface MssqlProfile extends AnyServerProfile {
  readonly engine: "mssql";
  /** Never together with a port, which would win. */
  readonly instance?: string;
  /** `ApplicationIntent=ReadOnly`: an availability group may answer from a secondary replica. */
  readonly readOnlyIntent?: boolean;
}

export interface PostgresProfile extends AnyServerProfile {
  readonly engine: "postgres";
  readonly authentication: "password";
}

export interface MysqlProfile extends AnyServerProfile {
  readonly engine: "mysql";
  readonly authentication: "password";
  readonly charset?: string;
}

export function isSocket(host: string): boolean {
  return host.startsWith("/");
}

/** Where a profile leads, for a log or a tooltip. */
export function profileLocation(profile: ConnectionProfile): string {
  return profile.engine === "sqlite" ? profile.path : defaultName(profile);
}

/** A name for a profile that has none yet: `shop@db.example.com:5433`, `christmas.db`. */
export function defaultName(profile: {
  readonly path?: string;
  readonly host?: string;
  readonly instance?: string;
  readonly port?: number;
  readonly database?: string;
}): string {
  const { path, host = "", instance, port, database } = profile;
  if (path !== undefined) return path.split(/[\\/]/).at(-1) || path;
  const address = port !== undefined && host.includes(":") ? `[${host}]` : host;
  const server = `${address}${instance === undefined ? "" : `\\${instance}`}${port === undefined ? "" : `:${port}`}`;
  return database === undefined ? server : `${database}@${server}`;
}
