import { defaultName } from "../profile.ts";
import { type ConnectionNote, invalid, type ParsedConnection } from "./parsed-connection.ts";
import { decodePercent } from "./percent.ts";
import { readQuery } from "./url.ts";

/**
 * `sqlite:///relative.db`, `sqlite:////absolute.db`, `sqlite:///C:/on-windows.db` and SQLite's own `file:` names behind
 * it (docs.sqlalchemy.org/dialects/sqlite, sqlite.org/uri.html).
 */
export function parseSqliteUrl(text: string): ParsedConnection {
  const [, written = "", query = ""] = /^[\w+.-]+:\/\/\/?([^?]*)(?:\?(.*))?$/s.exec(text) ?? [];
  // `sqlite://relative.db` is a slip that SQLAlchemy refuses; what is meant is plain.
  const notes: ConnectionNote[] = [];
  for (const [name, value] of readQuery(query, "form")) {
    if (name === "mode" && value === "memory") return invalid({ problem: "sqlite-in-memory" });
    if (name !== "uri") notes.push({ note: "unknown-parameter", name, value });
  }
  return sqliteProfile(decodePercent(written), notes);
}

export function sqliteProfile(written: string, notes: ConnectionNote[] = []): ParsedConnection {
  const path = written.replace(/^file:(?:\/\/(?=\/))?/, "").trim();
  if (path === "" || path === ":memory:") return invalid({ problem: "sqlite-in-memory" });
  if (/\p{Cc}/u.test(path)) return invalid({ problem: "control-character", name: "path" });
  const isAbsolute = /^(?:[/\\]|[a-z]:[/\\])/i.test(path);
  if (!isAbsolute) notes.push({ note: "relative-path", path });
  return {
    status: "parsed",
    profile: { engine: "sqlite", name: defaultName({ path }), path },
    password: undefined,
    notes,
  };
}
