import type { Namespace } from "../../../src/core/connection/catalog.ts";
import type { Engine } from "../../../src/core/connection/engine.ts";
import type { ServerProfile } from "../../../src/core/connection/profile.ts";
import type { TlsMode } from "../../../src/core/connection/tls.ts";
import type { Reach } from "../../../src/workers/drivers/driver.ts";
import type { DatabaseServer, PrivateServer, ServerOptions } from "../servers/database-server.ts";

/** A value of one type, and how it comes back. */
export interface TypeCase {
  readonly type: string;
  /** As SQL. */
  readonly value: string;
  /** In a preview. */
  readonly text: string | null | { asymmetricMatch(value: unknown): boolean };
  /** In a row that a lane keeps; absent: as in the preview. */
  readonly kept?: unknown;
}

export interface WayOut {
  readonly sql: string;
}

/** What the one suite needs to know of an engine, whichever server runs it. */
export interface EngineUnderTest {
  /** For people: of the product, where one engine has several. */
  readonly name: string;
  readonly engine: Exclude<Engine, "sqlite">;
  start(options?: ServerOptions): Promise<PrivateServer>;
  /** The client library alone, to make and change what a test needs. */
  connect(server: DatabaseServer): Promise<Administrator>;
  /** Where a table without a qualified name lives. */
  namespace(server: DatabaseServer): Namespace;
  /** On a server of somebody's, whose settings may differ from a private one's. */
  setDatabaseUp?(database: string): readonly string[];
  dropDatabase(database: string): string;
  /** With rows of a whole number and a text. */
  series(rows: number): string;
  sleep(seconds: number): string;
  /** Computes longer than any test runs, without waiting. */
  readonly endless: string;
  /** Fails where the parameter `:of` is 0, and has one row where it is 1. */
  readonly failsAtZero: string;
  /** Makes the view `slow_view`, whose rows take half a minute. */
  readonly slowView: string;
  readonly types: readonly TypeCase[];
  /** Modes of TLS that check nothing of a certificate. */
  readonly unverifiedModes: readonly TlsMode[];
  /** For a user who may not use the connections that are kept back for administrators. */
  limitedReach(server: DatabaseServer): Promise<Reach>;
  /** A name with all that can go wrong in one. */
  readonly hostileName: string;
  /** A column that counts up by itself cannot be taken for granted; the key is given. */
  readonly identifierType: string;
  /** Statements that only read and must be taken. */
  readonly reads: readonly string[];
  /** Statements that the first lock refuses. */
  readonly refused: readonly WayOut[];
  /** Statements that the first lock takes, and the session refuses. */
  readonly refusedBySession: readonly WayOut[];
  /** Statements that the session runs, and undoes when it closes. */
  readonly undoneBySession?: readonly WayOut[];
  /** Statements that end the transaction around a session's operations, where there is one. */
  readonly endsTransaction?: readonly WayOut[];
  /** Statements that both locks take, and that make the session writable for what comes after. */
  readonly switchesOff: readonly WayOut[];
  /** Statements that nothing stops, by what the documentation calls them. */
  readonly escapes: readonly { readonly name: string; readonly sql: string }[];
  /** Makes the functions, procedures and sequences that the statements above name. */
  readonly sideEffects: readonly string[];
  /** One question whose answer holds all that those statements would change. */
  readonly witness: string;
  /** Statements after which the server knows how many rows tables have. */
  readonly gatherStatistics: readonly string[];
  readonly longTextType: string;
  readonly settings: readonly string[];
  readonly version: RegExp;
  /** Whether there is a Unix socket to connect through: its path or folder. */
  socketHost?(server: PrivateServer): string;
}

export interface Administrator {
  query(sql: string): Promise<readonly (readonly unknown[])[]>;
  end(): Promise<void>;
}

export function reachOf(
  server: DatabaseServer,
  change: Partial<ServerProfile> & { password?: string } = {},
): Reach {
  const { password = server.password, ...profile } = change;
  return {
    profile: {
      ...{ engine: server.engine, name: "test", host: server.host, port: server.port, user: server.user },
      ...{ database: server.database, authentication: "password", connectTimeoutSeconds: 10 },
      ...(server.engine === "mssql" && server.certificate === undefined ? { tls: { mode: "disable" } } : {}),
      ...profile,
    } as ServerProfile,
    secret: { kind: "password", password },
  };
}
