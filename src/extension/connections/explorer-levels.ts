import type { Namespace, Relation, RelationDetails } from "../../core/connection/catalog.ts";
import {
  type ConnectionNode,
  childId,
  type DatabaseNode,
  type ExplorerNode,
  type FolderNode,
  type NamespaceNode,
  type PartsNode,
  type RelationNode,
} from "./explorer-node.ts";

/** Nodes from what a catalog tells. */

export function namespaceLevel(
  parent: ConnectionNode,
  namespaces: readonly Namespace[],
): readonly ExplorerNode[] {
  const [only, ...others] = namespaces;
  // A file: its one schema says nothing.
  if (only && others.length === 0 && only.database === undefined && only.schema === "main")
    return relationFolders(parent, parent.connection, only);
  const own = namespaces.filter(({ isSystem }) => !isSystem);
  const system = namespaces.filter(({ isSystem }) => isSystem);
  const databases = new Map(own.map(({ database }) => [database, database]));
  const nodes: ExplorerNode[] = [];
  for (const database of databases.keys()) {
    const inside = own.filter((namespace) => namespace.database === database);
    if (database === undefined)
      nodes.push(...inside.map((namespace) => namespaceNode(parent, parent.connection, namespace)));
    else nodes.push(databaseNode(parent, database, inside));
  }
  if (system.length > 0) nodes.push(databaseNode(parent, undefined, system));
  return nodes;
}

function databaseNode(
  parent: ConnectionNode,
  name: string | undefined,
  namespaces: readonly Namespace[],
): DatabaseNode {
  const { id, connection } = parent;
  const kind = name === undefined ? "system" : "database";
  return { kind: "database", id: childId(id, kind, name ?? ""), parent, connection, name, namespaces };
}

export function databaseLevel(parent: DatabaseNode): readonly ExplorerNode[] {
  return parent.namespaces.map((namespace) => namespaceNode(parent, parent.connection, namespace));
}

function namespaceNode(parent: ExplorerNode, connection: string, namespace: Namespace): NamespaceNode {
  const name = JSON.stringify([namespace.database, namespace.schema]);
  return {
    kind: "namespace",
    id: childId(parent.id, "namespace", name),
    parent,
    connection,
    namespace,
  };
}

export function relationFolders(
  parent: ExplorerNode,
  connection: string,
  namespace: Namespace,
): readonly FolderNode[] {
  return (["table", "view"] as const).map((of) => ({
    kind: "folder",
    id: childId(parent.id, "folder", of),
    parent,
    connection,
    namespace,
    of,
  }));
}

export function relationNode(parent: FolderNode, relation: Relation): RelationNode {
  const { id, connection } = parent;
  return { kind: "relation", id: childId(id, "relation", relation.name), parent, connection, relation };
}

/** Columns first: they are what is looked for. */
export function detailsLevel(parent: RelationNode, details: RelationDetails): readonly ExplorerNode[] {
  const { id, connection } = parent;
  const { columns, indexes, foreignKeys } = details;
  const parts = (given: PartsNode["parts"]): PartsNode[] =>
    given.items.length === 0
      ? []
      : [{ kind: "parts", id: childId(id, "parts", given.of), parent, connection, parts: given }];
  return [
    ...columns.map((column) => ({
      kind: "column" as const,
      id: childId(id, "column", column.name),
      parent,
      connection,
      column,
    })),
    ...parts({ of: "indexes", items: indexes }),
    ...parts({ of: "foreign-keys", items: foreignKeys }),
  ];
}

export function partsLevel(parent: PartsNode): readonly ExplorerNode[] {
  const { id, connection, parts } = parent;
  const place = (at: number) => childId(id, "part", String(at));
  return parts.of === "indexes"
    ? parts.items.map((index, at) => ({ kind: "index", id: place(at), parent, connection, index }))
    : parts.items.map((key, at) => ({ kind: "foreign-key", id: place(at), parent, connection, key }));
}
