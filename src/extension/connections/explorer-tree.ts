import type { Milliseconds } from "../../core/benchmark/units.ts";
import type { CatalogAnswers, CatalogQuestion } from "../../protocol/catalog.ts";
import { Listeners } from "../listeners.ts";
import type { CatalogSessions } from "./catalog-sessions.ts";
import { ConnectionNodes, connectionId, ROOT } from "./connection-nodes.ts";
import type { ConnectionStore } from "./connection-store.ts";
import {
  databaseLevel,
  detailsLevel,
  namespaceLevel,
  partsLevel,
  relationFolders,
  relationNode,
} from "./explorer-levels.ts";
import type { ConnectionNode, ExplorerNode } from "./explorer-node.ts";
import { nodeName } from "./node-name.ts";

export interface ExplorerTreeDeps {
  readonly store: Pick<ConnectionStore, "all" | "get" | "refused">;
  readonly sessions: Pick<CatalogSessions, "ask">;
  /** Children that take longer are awaited behind a node that says so: nothing else in the tree waits for them. */
  readonly patienceMs?: Milliseconds;
  readonly pageSize?: number;
  readonly onError: (error: unknown) => void;
}

const PATIENCE_MS = 150;
const PAGE_SIZE = 500;

/** The children of one node, as far as they are known. */
interface Level {
  nodes: readonly ExplorerNode[];
  /** Of the nodes, those that are shown. */
  shown: number;
  /** What the next page of the catalog is asked with. */
  next: string | undefined;
  loading: Promise<void> | undefined;
  /** The tree shows that it is read, and is to hear of its end. */
  isAwaited: boolean;
  readonly abort: AbortController;
}

type CatalogParent = Extract<ExplorerNode, { kind: "connection" | "folder" | "relation" }>;

interface LevelPage {
  readonly nodes: readonly ExplorerNode[];
  readonly next: string | undefined;
}

/** What the view shows, without VS Code: levels that are read when they are asked for, and kept until a refresh. */
export class ExplorerTree {
  /** Hears the node whose children are others; undefined: all. */
  readonly changes: Listeners<ExplorerNode | undefined>;
  readonly #deps: ExplorerTreeDeps;
  readonly #patienceMs: Milliseconds;
  readonly #pageSize: number;
  readonly #levels = new Map<string, Level>();
  readonly #filters = new Map<string, string>();
  readonly #top: ConnectionNodes;

  constructor(deps: ExplorerTreeDeps) {
    this.#deps = deps;
    this.#patienceMs = deps.patienceMs ?? PATIENCE_MS;
    this.#pageSize = deps.pageSize ?? PAGE_SIZE;
    this.#top = new ConnectionNodes(deps.store, (id) => this.#forget(id));
    this.changes = new Listeners(deps.onError);
  }

  /** Never takes long, and never rejects: what is not known yet is a node that says so. */
  async children(node: ExplorerNode | undefined): Promise<readonly ExplorerNode[]> {
    if (node === undefined || node.kind === "group") return this.#top.below(node, this.#filters.get(ROOT));
    const known = this.#levels.get(node.id);
    const level = known ?? this.#begin(node);
    if (level.loading !== undefined) await Promise.race([level.loading, sleep(this.#patienceMs)]);
    return this.#shown(node, level);
  }

  filterOf(node: ExplorerNode | undefined): string | undefined {
    return this.#filters.get(node?.id ?? ROOT);
  }

  /** Only children whose names hold the text are shown; an empty one shows all. */
  filter(node: ExplorerNode | undefined, text: string): void {
    const id = node?.id ?? ROOT;
    if (text === "") this.#filters.delete(id);
    else this.#filters.set(id, text);
    this.refresh(node);
  }

  /** Forgets what is known below the node. */
  refresh(node: ExplorerNode | undefined): void {
    if (node) this.#forget(node.id);
    else for (const id of [...this.#levels.keys()]) this.#forget(id);
    this.changes.tell(node);
  }

  /** Of a connection whose catalog may be another. */
  refreshConnection(id: string): void {
    this.#forget(connectionId(id));
    this.changes.tell(this.nodeOf(id));
  }

  /** Draws the connection anew; what is known below it stays. */
  touch(id: string): void {
    const node = this.nodeOf(id);
    if (node) this.changes.tell(node);
  }

  /** Resolves when the next children of the node are known; gives the first of them. */
  async showMore(node: ExplorerNode): Promise<ExplorerNode | undefined> {
    const level = this.#levels.get(node.id);
    if (!level || level.loading !== undefined) return undefined;
    const before = level.shown;
    if (level.nodes.length <= before && level.next !== undefined) {
      level.loading = this.#load(node, level, level.next);
      this.changes.tell(node);
      await level.loading;
      // The page may be short of what was asked for, and another level in its place.
      if (this.#levels.get(node.id) !== level) return undefined;
    }
    level.shown = Math.min(level.nodes.length, before + this.#pageSize);
    this.changes.tell(node);
    return level.nodes[before];
  }

  /** Ends the reading of the node's children. */
  cancel(node: ExplorerNode): void {
    this.#levels.get(node.id)?.abort.abort();
  }

  /** Undefined: there is none, or it was not drawn yet. */
  nodeOf(connection: string): ConnectionNode | undefined {
    return this.#top.nodeOf(connection);
  }

  /** As `nodeOf`, also where it was not drawn yet. */
  findConnection(id: string): ConnectionNode | undefined {
    return this.#top.find(id);
  }

  #shown(node: ExplorerNode, level: Level): readonly ExplorerNode[] {
    const shown = level.nodes.slice(0, level.shown);
    if (level.loading !== undefined) {
      level.isAwaited = true;
      return [...shown, { kind: "loading", id: `${node.id}/loading`, parent: node }];
    }
    if (level.nodes.length > level.shown || level.next !== undefined)
      return [...shown, { kind: "more", id: `${node.id}/more`, parent: node, shown: level.shown }];
    if (shown.length > 0) return shown;
    return [{ kind: "empty", id: `${node.id}/empty`, parent: node, filter: this.filterOf(node) }];
  }

  #begin(node: ExplorerNode): Level {
    const level: Level = {
      nodes: [],
      shown: 0,
      next: undefined,
      loading: undefined,
      isAwaited: false,
      abort: new AbortController(),
    };
    this.#levels.set(node.id, level);
    level.loading = this.#load(node, level, undefined);
    return level;
  }

  async #load(node: ExplorerNode, level: Level, after: string | undefined): Promise<void> {
    const page = await this.#read(node, level.abort.signal, after).catch((error: unknown) => {
      this.#deps.onError(error);
      return { nodes: [], next: undefined };
    });
    level.nodes = [...level.nodes, ...page.nodes];
    level.next = page.next;
    if (after === undefined) level.shown = Math.min(level.nodes.length, this.#pageSize);
    level.loading = undefined;
    if (level.isAwaited && this.#levels.get(node.id) === level) this.changes.tell(node);
    level.isAwaited = false;
  }

  async #read(node: ExplorerNode, signal: AbortSignal, after: string | undefined): Promise<LevelPage> {
    switch (node.kind) {
      case "connection":
        return this.#ask(node, signal, { ask: "namespaces" }, (namespaces) => ({
          nodes: this.#filtered(node, namespaceLevel(node, namespaces)),
          next: undefined,
        }));
      case "database":
        return whole(this.#filtered(node, databaseLevel(node)));
      case "namespace":
        return whole(relationFolders(node, node.connection, node.namespace));
      case "folder": {
        const { namespace, of: kind } = node;
        const page = { limit: this.#pageSize, after, filter: this.filterOf(node) };
        return this.#ask(node, signal, { ask: "relations", namespace, kind, page }, ({ items, next }) => ({
          nodes: items.map((relation) => relationNode(node, relation)),
          next,
        }));
      }
      case "relation":
        return this.#ask(node, signal, { ask: "details", relation: node.relation }, (details) =>
          whole(this.#filtered(node, detailsLevel(node, details))),
        );
      case "parts":
        return whole(partsLevel(node));
      default:
        return whole([]);
    }
  }

  async #ask<Q extends CatalogQuestion>(
    node: CatalogParent,
    signal: AbortSignal,
    question: Q,
    pageOf: (answer: CatalogAnswers[Q["ask"]]) => LevelPage,
  ): Promise<LevelPage> {
    const connection = this.#deps.store.get(node.connection);
    if (!connection) return whole([]);
    const reply = await this.#deps.sessions.ask(connection, question, signal);
    if (reply.ok) return pageOf(reply.value);
    const id = `${node.id}/error`;
    return whole([{ kind: "error", id, parent: node, connection: node.connection, problem: reply.problem }]);
  }

  #filtered(node: ExplorerNode, nodes: readonly ExplorerNode[]): readonly ExplorerNode[] {
    const filter = this.filterOf(node)?.toLowerCase();
    return filter === undefined
      ? nodes
      : nodes.filter((child) => nodeName(child)?.toLowerCase().includes(filter) ?? true);
  }

  #forget(id: string): void {
    for (const [known, level] of this.#levels) {
      if (known !== id && !known.startsWith(`${id}/`)) continue;
      level.abort.abort();
      this.#levels.delete(known);
    }
  }
}

function whole(nodes: readonly ExplorerNode[]): LevelPage {
  return { nodes, next: undefined };
}

function sleep(ms: Milliseconds): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
