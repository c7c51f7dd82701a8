import { isSocket, type MysqlProfile } from "../profile.ts";
import { mysqlSslMode, type Tls } from "../tls.ts";
import type { Notation } from "./notation.ts";
import { type Field, urlText } from "./url-text.ts";

export function formatMysql(
  profile: MysqlProfile,
  notation: Notation,
  password: string | undefined,
): string | undefined {
  const { host, port, user, database } = profile;
  const socket = isSocket(host) ? host : undefined;
  const address = { user, password, host: socket ? "localhost" : host, port, database };
  switch (notation) {
    case "mysql-url":
      return urlText({ scheme: "mysql", ...address, query: urlParameters(profile, socket) });
    case "sqlalchemy":
      return urlText({ scheme: "mysql+pymysql", ...address, query: pymysqlParameters(profile, socket) });
    case "jdbc":
      return socket ? undefined : jdbcText(profile, password);
    default:
      return undefined;
  }
}

/** As MySQL's shell names them. */
function urlParameters(profile: MysqlProfile, socket: string | undefined): Field[] {
  const { tls, connectTimeoutSeconds, applicationName, charset } = profile;
  return [
    ["socket", socket],
    ["ssl-mode", tls && mysqlSslMode(tls.mode)],
    ["ssl-ca", tls?.caFile],
    ["ssl-cert", tls?.certificateFile],
    ["ssl-key", tls?.keyFile],
    ["connect-timeout", connectTimeoutSeconds],
    ["program-name", applicationName],
    ["charset", charset],
  ];
}

function pymysqlParameters(profile: MysqlProfile, socket: string | undefined): Field[] {
  const { tls, connectTimeoutSeconds, applicationName, charset } = profile;
  return [
    ["unix_socket", socket],
    ...(tls ? pymysqlSwitches(tls) : []),
    ["ssl_ca", tls?.caFile],
    ["ssl_cert", tls?.certificateFile],
    ["ssl_key", tls?.keyFile],
    ["connect_timeout", connectTimeoutSeconds],
    ["program_name", applicationName],
    ["charset", charset],
  ];
}

/**
 * PyMySQL has switches instead of a mode. SQLAlchemy moves `ssl_ca` and `ssl_check_hostname` into the driver's `ssl`
 * argument, which any `ssl_verify_…` beside it would replace; so the two never stand together. There is no word for
 * `prefer`, and a certificate of the client alone means `require`.
 */
function pymysqlSwitches({ mode, caFile, certificateFile, keyFile }: Tls): Field[] {
  if (mode === "disable") return [["ssl_disabled", "true"]];
  if (mode === "prefer") return [];
  const showsCertificate = certificateFile !== undefined || keyFile !== undefined;
  if (mode === "require") return showsCertificate && !caFile ? [] : [["ssl_verify_cert", "false"]];
  const checksName = mode !== "verify-ca";
  if (caFile !== undefined) return [["ssl_check_hostname", String(checksName)]];
  return [
    ["ssl_verify_cert", "true"],
    ["ssl_verify_identity", checksName ? "true" : undefined],
  ];
}

/** Connector/J. The server's character set is its own business there. */
function jdbcText(profile: MysqlProfile, password: string | undefined): string {
  const { host, port, database, user, tls, connectTimeoutSeconds } = profile;
  return urlText({
    ...{ scheme: "jdbc:mysql", host, port, database },
    query: [
      ["user", user],
      ["password", password],
      ["sslMode", tls && mysqlSslMode(tls.mode)],
      ["connectTimeout", connectTimeoutSeconds && connectTimeoutSeconds * 1000],
    ],
  });
}
