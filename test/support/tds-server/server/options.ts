import type { ServerEncryption } from "../wire/prelogin.ts";

export interface ServerLogin {
  readonly name: string;
  readonly password: string;
  /** The database of a client that names none; `master` without it. */
  readonly database?: string;
}

export interface TdsServerOptions {
  /** A folder of the caller's, which holds one SQLite file per database. Databases that are there are kept. */
  readonly folder: string;
  /** 0 or nothing: any free port. */
  readonly port?: number;
  readonly host?: string;
  /** Beside master, tempdb, model and msdb. */
  readonly databases?: readonly string[];
  readonly logins: readonly ServerLogin[];
  /**
   * `off`: only the login is encrypted, unless the client wants more; `required`: all of it ("force encryption"). Needs
   * a certificate except for `not-supported`, which is the default without one.
   */
  readonly encryption?: ServerEncryption;
  readonly certificate?: { readonly key: string; readonly certificate: string };
  /** As `user connections`; 32767 is the real server's limit. */
  readonly maximumConnections?: number;
  /** A server that stops answering: at the first packet, or when the login comes. */
  readonly silentAt?: "prelogin" | "login";
  readonly serverName?: string;
  /** As SERVERPROPERTY('ProductVersion') says. */
  readonly productVersion?: string;
  /** The greatest packet that the server agrees to; 32767 is TDS's own limit. */
  readonly maximumPacketSize?: number;
  /** Told why a connection ends whose client breaks the protocol. */
  readonly onProtocolError?: (detail: string) => void;
}

export const systemDatabases = ["master", "tempdb", "model", "msdb"];
export const MAXIMUM_CONNECTIONS = 32_767;
