import { assertNever } from "../../core/assert-never.ts";
import type { Column, ForeignKey, Index } from "../../core/connection/catalog.ts";
import type { ConnectionProfile } from "../../core/connection/profile.ts";
import { engineNames } from "../../core/text/engine-names.ts";
import { formatCount } from "../../core/text/format-number.ts";
import { type Text, text } from "../../core/text/text.ts";
import { catalogProblemText } from "./catalog-problem-text.ts";
import type { ConnectionState } from "./catalog-sessions.ts";
import type { Connection } from "./connection.ts";

/** What stands behind the names in the tree. */

export interface ConnectionFacts {
  readonly connection: Connection;
  readonly state: ConnectionState;
  readonly isActive: boolean;
}

/** `✓ active`, `production`, `connected`: the state is always said. */
export function connectionMarks({ connection, state, isActive }: ConnectionFacts): readonly Text[] {
  return [
    ...(isActive ? [text("✓ active")] : []),
    ...(connection.profile.production ? [text("production")] : []),
    stateText(state),
    ...(state.state === "failed" ? [catalogProblemText(state.problem).what] : []),
  ];
}

function stateText(state: ConnectionState): Text {
  switch (state.state) {
    case "not-connected":
      return text("not connected");
    case "connecting":
      return text("connecting…");
    case "connected":
      return text("connected");
    case "failed":
      return text("failed");
    default:
      return assertNever(state);
  }
}

/** `PostgreSQL at db.example.com:5433, database shop, user ada`. */
export function placeText(profile: ConnectionProfile): Text {
  const engine = engineNames[profile.engine];
  if (profile.engine === "sqlite") return text("{engine}, {path}", { engine, path: profile.path });
  const { host, port, database, user } = profile;
  const instance = profile.engine === "mssql" && profile.instance ? `\\${profile.instance}` : "";
  const address = `${host}${instance}${port === undefined ? "" : `:${port}`}`;
  const inside = [...(database === undefined ? [] : [database]), ...(user === undefined ? [] : [user])];
  return text("{engine} at {place}", { engine, place: [address, ...inside].join(", ") });
}

/** Undefined where the engine does not know. */
export function rowsText(estimatedRows: number | undefined): Text | undefined {
  if (estimatedRows === undefined) return undefined;
  return estimatedRows === 1
    ? text("about 1 row")
    : text("about {rows} rows", { rows: formatCount(estimatedRows) });
}

export function columnTexts({ type, nullable, keyPosition }: Column): readonly Text[] {
  return [
    text("{type}", { type: type === "" ? "any" : type }),
    ...(keyPosition === undefined ? [] : [keyText(keyPosition)]),
    nullable ? text("nullable") : text("not null"),
  ];
}

function keyText(position: number): Text {
  return position === 1 ? text("primary key") : text("primary key, {position}", { position });
}

export function indexTexts({ unique, columns }: Index): readonly Text[] {
  return [...(unique ? [text("unique")] : []), text("{columns}", { columns: columns.join(", ") })];
}

/** `→ customers (id)`. */
export function foreignKeyText({ target }: ForeignKey): Text {
  return text("→ {table} ({columns})", { table: target.name, columns: target.columns.join(", ") });
}
