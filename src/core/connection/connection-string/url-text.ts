import { isSocket } from "../profile.ts";
import { encodePercent } from "./percent.ts";

export interface UrlFields {
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

/** `host:port`, `[address]:port`; a zone of an address is encoded (RFC 6874), a socket whole. */
export function addressText(host: string, port: number | undefined): string {
  const name = host.includes(":") && !isSocket(host) ? `[${host.replaceAll("%", "%25")}]` : encodeHost(host);
  return port === undefined ? name : `${name}:${port}`;
}

function encodeHost(host: string): string {
  return encodePercent(host);
}

/** Paths stay legible: a `/` needs no code in a query. */
export function queryText(query: readonly Field[]): string {
  const written = query
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name}=${encodePercent(String(value)).replaceAll("%2F", "/")}`);
  return written.length === 0 ? "" : `?${written.join("&")}`;
}
