import { type Draft, fail } from "./draft.ts";
import { type Parameter, readPort } from "./parameters.ts";
import { decodePercent } from "./percent.ts";

/** A URL of the form `scheme://user:password@host:port/path?query`, cut up and not yet decoded. */
export interface UrlParts {
  /** In lower case. */
  readonly scheme: string;
  readonly user: string | undefined;
  readonly password: string | undefined;
  /** As `host:port` or a list of them. */
  readonly address: string;
  /** Without its first `/`; undefined without one. */
  readonly path: string | undefined;
  readonly query: string;
}

/**
 * Cuts a URL as SQLAlchemy and libpq do where they agree. Where a password holds a bare `/`, `?` or `@`, which RFC 3986
 * forbids and people paste, it is taken as part of the password: the other reading would show a piece of it as a
 * database's name. Undefined for what is no URL.
 */
export function splitUrl(text: string): UrlParts | undefined {
  const match = /^([a-z][\w+.-]*):\/\/(.*)$/is.exec(text);
  if (!match) return undefined;
  const rest = match[2] ?? "";
  const userEnd = endOfUserInfo(rest);
  const userInfo = userEnd === undefined ? undefined : rest.slice(0, userEnd);
  const [, address = "", path, query = ""] =
    /^([^/?]*)(?:\/([^?]*))?(?:\?(.*))?$/s.exec(userEnd === undefined ? rest : rest.slice(userEnd + 1)) ?? [];
  const colon = userInfo?.indexOf(":") ?? -1;
  return {
    scheme: (match[1] ?? "").toLowerCase(),
    user: colon === -1 ? userInfo : userInfo?.slice(0, colon),
    password: colon === -1 ? undefined : userInfo?.slice(colon + 1),
    address,
    path,
    query,
  };
}

/** Where the `@` after user and password is; undefined when there are none. */
function endOfUserInfo(rest: string): number | undefined {
  const authority = /^[^/?]*/.exec(rest)?.[0] ?? "";
  const at = authority.lastIndexOf("@");
  if (at !== -1) return at;
  // `host:5432/…?options=a@b` has a port; `user:pass/word@host` has none.
  const [, port] = /:(.*)$/s.exec(authority) ?? [];
  if (port === undefined || authority.startsWith("[")) return undefined;
  const bare = /^\d*$/.test(port) ? rest.split("?", 1)[0]?.indexOf("@") : rest.indexOf("@");
  return bare === undefined || bare === -1 ? undefined : bare;
}

/** The parameters of a query. In `form` spaces may be written as `+`; libpq takes a `+` as it is. */
export function readQuery(query: string, plus: "form" | "literal"): Parameter[] {
  const decode = (text: string) => decodePercent(plus === "form" ? text.replaceAll("+", " ") : text);
  return query
    .split("&")
    .filter((part) => part !== "")
    .map((part) => {
      const [name = "", ...value] = part.split("=");
      return [decode(name), decode(value.join("="))];
    });
}

/** Host, port, user, password and database of a URL. */
export function readAuthority(draft: Draft, parts: UrlParts): void {
  if (parts.user) draft.user = decodePercent(parts.user);
  if (parts.password !== undefined) draft.password = decodePercent(parts.password);
  if (parts.path) draft.database = decodePercent(parts.path);
  if (parts.address.includes(",")) fail(draft, { problem: "multiple-hosts" });
  const match = /^(?:\[(?<v6>[^\]]*)\]|(?<host>[^:]*))(?::(?<port>[^:]*))?$/.exec(parts.address);
  // An IPv6 address without brackets has no place for a port.
  const { v6, host, port = "" } = (match?.groups ?? { host: parts.address }) as Groups;
  readPort(draft, port);
  draft.host = decodePercent(v6 ?? host ?? "");
}

interface Groups {
  readonly v6?: string;
  readonly host?: string;
  readonly port?: string;
}
