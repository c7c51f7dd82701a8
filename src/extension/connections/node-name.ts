import type { ExplorerNode } from "./explorer-node.ts";

/** The name of what a catalog names; undefined for what Lanewise itself put into the tree. */
export function nodeName(node: ExplorerNode): string | undefined {
  switch (node.kind) {
    case "group":
      return node.path.at(-1);
    case "database":
      return node.name;
    case "namespace":
      return node.namespace.schema;
    case "relation":
      return node.relation.name;
    case "column":
      return node.column.name;
    case "index":
      return node.index.name;
    case "foreign-key":
      return node.key.name ?? node.key.columns.join(", ");
    default:
      return undefined;
  }
}
