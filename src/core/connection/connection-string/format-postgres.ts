import { isSocket, type PostgresProfile } from "../profile.ts";
import type { Notation } from "./notation.ts";
import { type Field, urlText } from "./url-text.ts";

export function formatPostgres(
  profile: PostgresProfile,
  notation: Notation,
  password: string | undefined,
): string | undefined {
  const { user, database } = profile;
  const { host, hostaddr } = hostsOf(profile);
  const port = profile.port;
  switch (notation) {
    case "libpq-keywords":
      return keywordsText([
        ["host", host],
        ["hostaddr", hostaddr],
        ["port", port],
        ["dbname", database],
        ["user", user],
        ["password", password],
        ...parametersOf(profile),
      ]);
    case "libpq-url":
      return urlText({
        ...{ scheme: "postgresql", user, password, host, port, database },
        query: [["hostaddr", hostaddr], ...parametersOf(profile)],
      });
    case "sqlalchemy": {
      // It decodes no host, so that a socket has to be a parameter.
      const socket = isSocket(host) ? host : undefined;
      return urlText({
        ...{ scheme: "postgresql+psycopg2", user, password, host: socket ? "" : host, database },
        port: socket ? undefined : port,
        query: [
          ["host", socket],
          ["port", socket ? port : undefined],
          ["hostaddr", hostaddr],
          ...parametersOf(profile),
        ],
      });
    }
    case "jdbc":
      return jdbcText(profile, password);
    default:
      return undefined;
  }
}

/** libpq checks the certificate against `host`, and with `hostaddr` connects elsewhere: to an address only. */
function hostsOf({ host, tls }: PostgresProfile): {
  readonly host: string;
  readonly hostaddr: string | undefined;
} {
  const isAddress = /^[\d.]+$|:/.test(host) && !isSocket(host);
  return tls?.serverName !== undefined && isAddress
    ? { host: tls.serverName, hostaddr: host }
    : { host, hostaddr: undefined };
}

function parametersOf({ tls, connectTimeoutSeconds, applicationName }: PostgresProfile): Field[] {
  return [
    ["sslmode", tls?.mode],
    ["sslrootcert", tls?.caFile],
    ["sslcert", tls?.certificateFile],
    ["sslkey", tls?.keyFile],
    ["connect_timeout", connectTimeoutSeconds],
    ["application_name", applicationName],
  ];
}

function jdbcText(profile: PostgresProfile, password: string | undefined): string | undefined {
  const { host, port, database, user, tls, connectTimeoutSeconds, applicationName } = profile;
  if (isSocket(host)) return undefined;
  return urlText({
    ...{ scheme: "jdbc:postgresql", host, port, database },
    query: [
      ["user", user],
      ["password", password],
      ["sslmode", tls?.mode],
      ["sslrootcert", tls?.caFile],
      ["sslcert", tls?.certificateFile],
      ["sslkey", tls?.keyFile],
      ["connectTimeout", connectTimeoutSeconds],
      ["ApplicationName", applicationName],
    ],
  });
}

function keywordsText(fields: readonly Field[]): string {
  return fields
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name}=${quoteKeywordValue(String(value))}`)
    .join(" ");
}

function quoteKeywordValue(value: string): string {
  return /^$|[\s'\\]/.test(value) ? `'${value.replaceAll(/['\\]/g, "\\$&")}'` : value;
}
