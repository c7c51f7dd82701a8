import type { Relation } from "../../core/connection/catalog.ts";
import { type Text, text } from "../../core/text/text.ts";
import type { Dialogs } from "../dialogs.ts";
import { catalogProblemText } from "./catalog-problem-text.ts";
import type { CatalogSessions } from "./catalog-sessions.ts";
import type { Connection } from "./connection.ts";
import type { ConnectionStore } from "./connection-store.ts";
import { connectionOf, type ExplorerNode } from "./explorer-node.ts";
import { placeText } from "./node-text.ts";
import { ACTIVE } from "./target-words.ts";

export interface TargetsDeps {
  readonly store: Pick<ConnectionStore, "all" | "get">;
  readonly sessions: Pick<CatalogSessions, "ask">;
  readonly activeId: () => string | undefined;
  readonly dialogs: Dialogs;
  readonly t: (text: Text) => string;
}

export interface RelationTarget {
  readonly connection: Connection;
  readonly relation: Relation;
}

/** Tables offered at a time; the rest is reached by the tree and its filter. */
const OFFERED = 5000;

/** Finds what a command is about: the node it was called on, or what the user picks from a list. */
export class Targets {
  readonly #deps: TargetsDeps;

  constructor(deps: TargetsDeps) {
    this.#deps = deps;
  }

  /** Undefined: called from the palette. */
  node(argument: unknown): ExplorerNode | undefined {
    return isNode(argument) ? argument : undefined;
  }

  async connection(argument: unknown, title: Text): Promise<Connection | undefined> {
    const node = this.node(argument);
    const id = argument === ACTIVE ? this.#deps.activeId() : node && connectionOf(node);
    if (id !== undefined) return this.#deps.store.get(id);
    return node ? undefined : this.pickConnection(title);
  }

  /** The active one first. */
  async pickConnection(title: Text): Promise<Connection | undefined> {
    const { store, dialogs, activeId, t } = this.#deps;
    const active = activeId();
    const known = [...store.all].sort((a, b) => Number(b.id === active) - Number(a.id === active));
    if (known.length === 0) {
      dialogs.say("info", text("There is no connection yet. Add one in the view Connections."));
      return undefined;
    }
    return dialogs.pickFromList({
      title,
      placeholder: text("Choose a connection"),
      items: known.map((connection) => ({
        label: `$(${connection.id === active ? "check" : "database"}) ${connection.profile.name}`,
        description: (connection.profile.group ?? []).join(" / "),
        detail: t(placeText(connection.profile)),
        value: connection,
      })),
    });
  }

  async relation(argument: unknown, title: Text): Promise<RelationTarget | undefined> {
    const node = this.node(argument);
    if (node?.kind === "relation") {
      const connection = this.#deps.store.get(node.connection);
      return connection && { connection, relation: node.relation };
    }
    if (node) return undefined;
    const connection = await this.pickConnection(title);
    return connection && this.#pickRelation(connection, title);
  }

  async #pickRelation(connection: Connection, title: Text): Promise<RelationTarget | undefined> {
    const { sessions, dialogs } = this.#deps;
    const relations = await readRelations(sessions, connection);
    if ("problem" in relations) {
      const { what, remedy } = catalogProblemText(relations.problem);
      dialogs.say("error", [what, remedy]);
      return undefined;
    }
    const relation = await dialogs.pickFromList({
      title,
      placeholder: text("Choose a table or view of {name}", { name: connection.profile.name }),
      items: relations.found.map((one) => ({
        label: `$(${one.kind === "table" ? "table" : "eye"}) ${one.name}`,
        description: [one.namespace.database, one.namespace.schema]
          .filter((name) => name !== undefined)
          .join("."),
        value: one,
      })),
    });
    return relation && { connection, relation };
  }
}

async function readRelations(sessions: Pick<CatalogSessions, "ask">, connection: Connection) {
  const namespaces = await sessions.ask(connection, { ask: "namespaces" });
  if (!namespaces.ok) return { problem: namespaces.problem };
  const found: Relation[] = [];
  for (const namespace of namespaces.value.filter(({ isSystem }) => !isSystem)) {
    for (const kind of ["table", "view"] as const) {
      const limit = OFFERED - found.length;
      if (limit <= 0) return { found };
      const page = { limit, after: undefined, filter: undefined };
      const reply = await sessions.ask(connection, { ask: "relations", namespace, kind, page });
      if (!reply.ok) return { problem: reply.problem };
      found.push(...reply.value.items);
    }
  }
  return { found };
}

function isNode(argument: unknown): argument is ExplorerNode {
  return typeof argument === "object" && argument !== null && "kind" in argument && "id" in argument;
}
