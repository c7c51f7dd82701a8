import { type ScopeColumn, same } from "../sql/scope.ts";
import { readTypeText } from "../sql/sql-type.ts";
import { type FoundTable, quoteName } from "../sql/translator.ts";
import type { Place } from "./catalog-store.ts";
import { catalogViews } from "./catalog-views.ts";
import { informationViews } from "./information-views.ts";
import type { Session } from "./session.ts";
import type { SessionRow } from "./session-link.ts";
import { sessionViews } from "./session-views.ts";

/** What a view is made from. */
export interface ViewSource {
  /** The database's prefix in SQLite, without its dot. */
  readonly prefix: string;
  readonly database: string;
  readonly databases: readonly string[];
  readonly maximumConnections: number;
  /** Asked of the server only by the views that show sessions. */
  readonly sessions: () => readonly SessionRow[];
  readonly ownSpid: number;
}

export interface SystemView {
  /** `name type` and `?` for a column that may be NULL, in the order of the query's columns. */
  readonly columns: string;
  readonly sql: (source: ViewSource) => string;
}

const schemas: Readonly<Record<string, Readonly<Record<string, SystemView>>>> = {
  sys: { ...catalogViews, ...sessionViews },
  information_schema: informationViews,
};

/** A catalog view, or undefined where the name means something else. */
export function systemView(session: Session, place: Place): FoundTable | undefined {
  const views = schemas[place.schema.toLowerCase()];
  const name = Object.keys(views ?? {}).find((one) => same(one, place.name));
  const view = name === undefined ? undefined : views?.[name];
  if (!view) return undefined;
  const database = session.attach(place.database);
  const source: ViewSource = {
    prefix: quoteName(database.toLowerCase()),
    database,
    databases: session.databases(),
    maximumConnections: session.start.maximumConnections,
    ownSpid: session.start.spid,
    sessions: () => {
      session.isVolatile = true;
      const answer = session.link.ask({ kind: "sessions" });
      return "sessions" in answer ? answer.sessions : [];
    },
  };
  const columns = view.columns.split(/,\s*(?![^(]*\))/).map(readColumn);
  const list = columns.map(({ sql }) => quoteName(sql)).join(", ");
  return {
    kind: "system",
    columns,
    sql: `WITH "view"(${list}) AS (${view.sql(source)}) SELECT * FROM "view"`,
  };
}

function readColumn(text: string): ScopeColumn {
  const [name = "", type = ""] = text.trim().split(" ");
  const isNullable = type.endsWith("?");
  return { name, type: readTypeText(isNullable ? type.slice(0, -1) : type), isNullable, sql: name };
}
