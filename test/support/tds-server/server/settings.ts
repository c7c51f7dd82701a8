import type { ServerEncryption } from "../wire/prelogin.ts";
import type { ServerLogin, TdsServerOptions } from "./options.ts";

/** The options with their defaults. */
export interface ServerSettings {
  readonly folder: string;
  /** The file that a session's thread runs. */
  readonly sessionProgram: string;
  /** With the system's, in the order of their ids. */
  readonly databases: readonly string[];
  readonly logins: readonly ServerLogin[];
  readonly encryption: ServerEncryption;
  readonly certificate: TdsServerOptions["certificate"];
  readonly maximumConnections: number;
  readonly silentAt: TdsServerOptions["silentAt"];
  readonly serverName: string;
  readonly productVersion: string;
  readonly version: readonly [number, number, number];
  readonly maximumPacketSize: number;
  readonly onProtocolError: (detail: string) => void;
}
