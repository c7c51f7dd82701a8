import type { Connection } from "./connection.ts";
import type { ConnectionStore } from "./connection-store.ts";
import { type ConnectionNode, childId, type ExplorerNode, type GroupNode } from "./explorer-node.ts";

export const ROOT = "root";

/** The groups and connections of the tree. VS Code knows nodes by their identity, so they are kept. */
export class ConnectionNodes {
  readonly #store: Pick<ConnectionStore, "all" | "get" | "refused">;
  readonly #onMoved: (id: string) => void;
  readonly #groups = new Map<string, GroupNode>();
  readonly #connections = new Map<string, ConnectionNode>();

  /** `onMoved`: a node took the place of one with this id, which what lies below it knows as its parent. */
  constructor(store: Pick<ConnectionStore, "all" | "get" | "refused">, onMoved: (id: string) => void) {
    this.#store = store;
    this.#onMoved = onMoved;
  }

  /** Groups first, both by name. */
  below(group: GroupNode | undefined, filter: string | undefined): readonly ExplorerNode[] {
    const path = group?.path ?? [];
    const inside = this.#store.all.filter(
      ({ profile }) => startsWith(profile.group ?? [], path) && matches(profile, filter),
    );
    const groups = new Set(inside.flatMap(({ profile }) => profile.group?.[path.length] ?? []));
    const nodes: ExplorerNode[] = [...groups]
      .sort((a, b) => a.localeCompare(b))
      .map((name) => this.#group(group, [...path, name]));
    const here = inside.filter(({ profile }) => (profile.group ?? []).length === path.length);
    for (const { id } of here.sort((a, b) => a.profile.name.localeCompare(b.profile.name)))
      nodes.push(this.#connection(group, id));
    return group ? nodes : [...nodes, ...this.#besides(nodes.length === 0, filter)];
  }

  nodeOf(id: string): ConnectionNode | undefined {
    return this.#connections.get(id);
  }

  /** Also where the groups around it were not drawn yet. */
  find(id: string): ConnectionNode | undefined {
    const connection = this.#store.get(id);
    if (!connection) return undefined;
    let parent: GroupNode | undefined;
    const { group = [] } = connection.profile;
    for (const depth of group.keys()) parent = this.#group(parent, group.slice(0, depth + 1));
    return this.#connection(parent, id);
  }

  /** An empty list would show what helps where there is no connection at all. */
  #besides(isEmpty: boolean, filter: string | undefined): readonly ExplorerNode[] {
    const { refused } = this.#store;
    const nodes: ExplorerNode[] = [];
    if (refused.length > 0) nodes.push({ kind: "refused", id: "refused", parent: undefined, refused });
    if (isEmpty && filter !== undefined)
      nodes.push({ kind: "empty", id: "empty", parent: undefined, filter });
    return nodes;
  }

  #group(parent: GroupNode | undefined, path: readonly string[]): GroupNode {
    const id = childId(parent?.id ?? ROOT, "group", path.at(-1) ?? "");
    const known = this.#groups.get(id);
    if (known) return known;
    const node: GroupNode = { kind: "group", id, parent, path };
    this.#groups.set(id, node);
    return node;
  }

  #connection(parent: GroupNode | undefined, connection: string): ConnectionNode {
    const known = this.#connections.get(connection);
    if (known && known.parent === parent) return known;
    const id = connectionId(connection);
    if (known) this.#onMoved(id);
    const node: ConnectionNode = { kind: "connection", id, parent, connection };
    this.#connections.set(connection, node);
    return node;
  }
}

export function connectionId(connection: string): string {
  return childId(ROOT, "connection", connection);
}

function matches({ group = [], name }: Connection["profile"], filter = ""): boolean {
  return [...group, name].some((one) => one.toLowerCase().includes(filter.toLowerCase()));
}

function startsWith(group: readonly string[], path: readonly string[]): boolean {
  return path.every((name, depth) => group[depth] === name);
}
