import { isSocket } from "../profile.ts";
import { encodePercent } from "./percent.ts";

interface UrlFields {
  readonly scheme: string;
  readonly user?: string | undefined;
  readonly password?: string | undefined;
  /** Empty for none. */
  readonly host: string;
  readonly port?: number | undefined;
  readonly database?: string | undefined;
  readonly query: readonly Field[];
}

/** A parameter; undefined: left out. */
export type Field = readonly [name: string, value: string | number | undefined];

export function urlText({ scheme, user, password, host, port, database, query }: UrlFields): string {
  const secret = password === undefined ? "" : `:${encodePercent(password)}`;
  const userInfo = user === undefined && secret === "" ? "" : `${encodePercent(user ?? "")}${secret}@`;
  const path = database === undefined ? "" : encodePercent(database);
  return `${scheme}://${userInfo}${addressText(host, port)}/${path}${queryText(query)}`;
}

/** `host:port`, `[address]:port`, a socket encoded. Names stay legible: SQLAlchemy decodes no host. */
function addressText(host: string, port: number | undefined): string {
  const escaped = host.replaceAll("%", "%25");
  const name = isSocket(host) ? encodePercent(host) : host.includes(":") ? `[${escaped}]` : escaped;
  return port === undefined ? name : `${name}:${port}`;
}

/** Paths stay legible: a `/` needs no code in a query. */
function queryText(query: readonly Field[]): string {
  const written = query
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name}=${encodePercent(String(value)).replaceAll("%2F", "/")}`);
  return written.length === 0 ? "" : `?${written.join("&")}`;
}
