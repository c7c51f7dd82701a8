import type { Column, ForeignKey, Index, Namespace, Relation } from "../../core/connection/catalog.ts";
import type { CatalogProblem } from "../../node/catalog-reply.ts";
import type { RefusedProfile } from "./shared-profiles.ts";

/** What the tree shows. `id` says where it stands, and is the same after a refresh. */
export type ExplorerNode =
  | GroupNode
  | ConnectionNode
  | DatabaseNode
  | NamespaceNode
  | FolderNode
  | RelationNode
  | PartsNode
  | ColumnNode
  | IndexNode
  | ForeignKeyNode
  | LoadingNode
  | MoreNode
  | ErrorNode
  | EmptyNode
  | RefusedNode;

interface AnyNode {
  readonly id: string;
  readonly parent: ExplorerNode | undefined;
}

/** Below a connection. */
interface CatalogNode extends AnyNode {
  readonly parent: ExplorerNode;
  readonly connection: string;
}

export interface GroupNode extends AnyNode {
  readonly kind: "group";
  /** The outermost first. */
  readonly path: readonly string[];
}

export interface ConnectionNode extends AnyNode {
  readonly kind: "connection";
  readonly connection: string;
}

/** `name` undefined: the engine's own schemas. */
export interface DatabaseNode extends CatalogNode {
  readonly kind: "database";
  readonly name: string | undefined;
  readonly namespaces: readonly Namespace[];
}

export interface NamespaceNode extends CatalogNode {
  readonly kind: "namespace";
  readonly namespace: Namespace;
}

export interface FolderNode extends CatalogNode {
  readonly kind: "folder";
  readonly namespace: Namespace;
  readonly of: Relation["kind"];
}

export interface RelationNode extends CatalogNode {
  readonly kind: "relation";
  readonly relation: Relation;
}

export interface PartsNode extends CatalogNode {
  readonly kind: "parts";
  readonly parts:
    | { readonly of: "indexes"; readonly items: readonly Index[] }
    | { readonly of: "foreign-keys"; readonly items: readonly ForeignKey[] };
}

export interface ColumnNode extends CatalogNode {
  readonly kind: "column";
  readonly column: Column;
}

export interface IndexNode extends CatalogNode {
  readonly kind: "index";
  readonly index: Index;
}

export interface ForeignKeyNode extends CatalogNode {
  readonly kind: "foreign-key";
  readonly key: ForeignKey;
}

export interface LoadingNode extends AnyNode {
  readonly kind: "loading";
  readonly parent: ExplorerNode;
}

/** There is more than is shown. */
export interface MoreNode extends AnyNode {
  readonly kind: "more";
  readonly parent: ExplorerNode;
  readonly shown: number;
}

export interface ErrorNode extends CatalogNode {
  readonly kind: "error";
  readonly problem: CatalogProblem;
}

/** Says that there is nothing, or nothing that the filter lets through. */
export interface EmptyNode extends AnyNode {
  readonly kind: "empty";
  readonly filter: string | undefined;
}

/** Entries of the setting that cannot be used. */
export interface RefusedNode extends AnyNode {
  readonly kind: "refused";
  readonly refused: readonly RefusedProfile[];
}

/** The connection that a node belongs to. */
export function connectionOf(node: ExplorerNode): string | undefined {
  if ("connection" in node) return node.connection;
  return node.parent && connectionOf(node.parent);
}

/** An id that no other child has, whatever the names hold. */
export function childId(parent: string, kind: string, name: string): string {
  return `${parent}/${kind}:${name.length}:${name}`;
}
