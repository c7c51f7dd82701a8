import process from "node:process";
import type { DatabaseServer } from "./database-server.ts";

const variables = {
  postgres: { name: "LANEWISE_TEST_POSTGRES_URL", port: 5432 },
  mysql: { name: "LANEWISE_TEST_MYSQL_URL", port: 3306 },
  mssql: { name: "LANEWISE_TEST_MSSQL_URL", port: 1433 },
} as const;

/**
 * The server that the environment names for an engine, as `engine://user:password@host:port/database`.
 * @throws when what it names is no such URL
 */
export function realServer(
  engine: DatabaseServer["engine"],
  environment: Readonly<NodeJS.ProcessEnv> = process.env,
): DatabaseServer | undefined {
  const variable = variables[engine];
  const url = environment[variable.name];
  if (!url) return undefined;
  if (!URL.canParse(url)) throw new Error(`${variable.name} is not a URL.`);
  const { hostname, port, username, password, pathname } = new URL(url);
  return {
    ...{ engine, url, port: port === "" ? variable.port : Number(port) },
    // IPv6 addresses have brackets in URLs and nowhere else.
    host: hostname.replace(/^\[(.*)\]$/, "$1"),
    user: decodeURIComponent(username),
    password: decodeURIComponent(password),
    database: decodeURIComponent(pathname.slice(1)),
    certificate: undefined,
  };
}
