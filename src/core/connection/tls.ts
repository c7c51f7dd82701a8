import type { ServerEngine } from "./engine.ts";

/**
 * How a session is encrypted and what of the server's certificate is checked, for all engines:
 * - `disable`: not encrypted. PostgreSQL `disable`, MySQL `DISABLED`, SQL Server `Encrypt=false`;
 * - `prefer`: encrypted if the server can, nothing checked. `prefer`, `PREFERRED`;
 * - `require`: encrypted, nothing checked. `require`, `REQUIRED`, `Encrypt=true;TrustServerCertificate=true`;
 * - `verify-ca`: signed by a trusted authority, whatever its name. `verify-ca`, `VERIFY_CA`;
 * - `verify-full`: its name too. `verify-full`, `VERIFY_IDENTITY`, `Encrypt=true;TrustServerCertificate=false`;
 * - `strict`: as `verify-full`, and encrypted from the first byte (TDS 8.0). SQL Server alone, `Encrypt=strict`.
 */
export type TlsMode = "disable" | "prefer" | "require" | "verify-ca" | "verify-full" | "strict";

export interface Tls {
  readonly mode: TlsMode;
  /** SHA-256 of the certificate that the user trusts for this connection: 64 hexadecimal digits in lower case. */
  readonly fingerprint?: string;
  /** PEM file of the authorities to trust instead of the system's. */
  readonly caFile?: string;
  /** PEM files by which the client shows who it is. */
  readonly certificateFile?: string;
  readonly keyFile?: string;
  /** The name that the certificate must carry, where it is another than the host: behind a tunnel, for one. */
  readonly serverName?: string;
}

/** What an engine knows, the weakest first. */
export const tlsModes: Readonly<Record<ServerEngine, readonly TlsMode[]>> = {
  mssql: ["disable", "require", "verify-full", "strict"],
  postgres: ["disable", "prefer", "require", "verify-ca", "verify-full"],
  mysql: ["disable", "prefer", "require", "verify-ca", "verify-full"],
};

/** What each engine's own clients do when they are told nothing. */
export const defaultTlsModes: Readonly<Record<ServerEngine, TlsMode>> = {
  mssql: "verify-full",
  postgres: "prefer",
  mysql: "prefer",
};

/**
 * A mode in the words of libpq (`sslmode`), MySQL (`ssl-mode`), MariaDB (`sslMode=trust`), .NET (`VerifyCA`) and
 * node-postgres (`no-verify`), in any case. Undefined for other words. PostgreSQL's `allow` encrypts only when the
 * server insists; `prefer` is at least as good.
 */
export function tlsModeOfWord(word: string): TlsMode | undefined {
  switch (word.toLowerCase().replaceAll(/[-_\s]/g, "")) {
    case "disable":
    case "disabled":
    case "none":
      return "disable";
    case "allow":
    case "prefer":
    case "preferred":
    case "prefered":
      return "prefer";
    case "require":
    case "required":
    case "trust":
    case "noverify":
      return "require";
    case "verifyca":
      return "verify-ca";
    case "verifyfull":
    case "verifyidentity":
      return "verify-full";
    default:
      return undefined;
  }
}

/** The word of MySQL's `ssl-mode`. */
export function mysqlSslMode(mode: TlsMode): string {
  const words: Readonly<Record<TlsMode, string>> = {
    disable: "DISABLED",
    prefer: "PREFERRED",
    require: "REQUIRED",
    "verify-ca": "VERIFY_CA",
    "verify-full": "VERIFY_IDENTITY",
    strict: "VERIFY_IDENTITY",
  };
  return words[mode];
}

export interface Encryption {
  readonly encrypt: "false" | "true" | "strict";
  readonly trustServerCertificate: boolean;
}

/** SQL Server's two settings. */
export function encryptionOf(mode: TlsMode): Encryption {
  if (mode === "disable") return { encrypt: "false", trustServerCertificate: false };
  if (mode === "strict") return { encrypt: "strict", trustServerCertificate: false };
  return { encrypt: "true", trustServerCertificate: mode === "require" || mode === "prefer" };
}

/** Undefined when neither is given. With `strict` no certificate is trusted blindly, whatever is asked. */
export function tlsModeOfEncryption(
  encrypt: Encryption["encrypt"] | undefined,
  trustServerCertificate: boolean | undefined,
): TlsMode | undefined {
  if (encrypt === "false") return "disable";
  if (encrypt === "strict") return "strict";
  if (trustServerCertificate) return "require";
  return encrypt === undefined ? undefined : "verify-full";
}
