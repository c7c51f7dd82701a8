import path from "node:path";
import pg from "pg";
import { CatalogSessions } from "../src/extension/connections/catalog-sessions.ts";
import type { Connection } from "../src/extension/connections/connection.ts";
import type { ExplorerNode } from "../src/extension/connections/explorer-node.ts";
import { ExplorerTree } from "../src/extension/connections/explorer-tree.ts";
import { nodeName } from "../src/extension/connections/node-name.ts";
import { relationsSql } from "../src/workers/drivers/postgres/catalog-queries.ts";
import { type Figure, pairedRatio } from "./measure.ts";
import { type BenchServer, loginOf, reachOf, withPostgres } from "./server-bench.ts";

const PAIRS = 101;
const TABLES = 20_000;
/** What the tree asks for at a time. */
const PAGE = 500;

/** Expanding a schema with many tables, to its first page: through the catalog's process and the tree's levels. */
export async function measureCatalogTree(): Promise<Figure[]> {
  const tables = [
    "CREATE SCHEMA many",
    // In parts: each table takes a lock until its transaction ends.
    ...Array.from({ length: TABLES / PAGE }, (_, part) => manyTables(part * PAGE)),
  ];
  return [await withPostgres(tables, measure)];
}

function manyTables(from: number): string {
  return `DO $$ BEGIN FOR n IN ${from}..${from + PAGE - 1} LOOP
    EXECUTE format('CREATE TABLE many.t%s (id int PRIMARY KEY, name text)', lpad(n::text, 6, '0'));
  END LOOP; END $$`;
}

async function measure({ server }: BenchServer): Promise<Figure> {
  const client = new pg.Client({ ...loginOf(server), ssl: false });
  await client.connect();
  const values = ["many", ["r", "p", "f"], null, null, PAGE + 1];
  const query = { text: relationsSql('"C"'), values, rowMode: "array" };
  const bare = () => timed(async () => (await client.query<[string]>(query)).rows.length, PAGE + 1);

  const throwIt = (error: unknown) => {
    throw error;
  };
  const { profile, secret } = reachOf(server);
  const connection: Connection = { id: "bench", profile, origin: "user", keeping: "stored" };
  const sessions = new CatalogSessions({
    file: path.join(import.meta.dirname, "../dist/catalog-worker.js"),
    secrets: {
      get: async () => ({ status: "known", secret }),
      askAgain: async () => ({ status: "abandoned" }),
      keep: async () => {},
    },
    timeoutMs: () => 30_000,
    onError: throwIt,
  });
  const store = { all: [connection], get: () => connection, refused: [] };
  const tree = new ExplorerTree({ store, sessions, onError: throwIt });
  const top = await childOf(tree, undefined, ({ kind }) => kind === "connection");
  const schema = await childOf(tree, top, (node) => nodeName(node) === "many");
  const ours = () => {
    tree.refresh(schema);
    return timed(async () => {
      const folder = await childOf(tree, schema, (node) => node.kind === "folder" && node.of === "table");
      // Behind the page's tables stands what shows more of them.
      return (await shownBelow(tree, folder)).length;
    }, PAGE + 1);
  };
  const value = 1 / (await pairedRatio(PAIRS, bare, ours));
  await client.end();
  sessions.dispose();
  return {
    name: `expanding a schema with ${TABLES.toLocaleString("en")} tables to its first page against the bare catalog query`,
    ...{ value, unit: "×", bar: 1.5, kind: "at-most" },
    how: `PostgreSQL; ${PAGE} tables a page; the session is open, as it is for bare pg with the same query in this process; our time ÷ its time, median of ${PAIRS} pairs in turn`,
  };
}

/** The children, as soon as they are known. */
async function shownBelow(
  tree: ExplorerTree,
  node: ExplorerNode | undefined,
): Promise<readonly ExplorerNode[]> {
  for (;;) {
    let listener: { dispose(): unknown } | undefined;
    const told = new Promise((resolve) => {
      listener = tree.changes.add(resolve);
    });
    const nodes = await tree.children(node);
    const isKnown = !nodes.some(({ kind }) => kind === "loading");
    if (!isKnown) await told;
    listener?.dispose();
    if (isKnown) return nodes;
  }
}

async function childOf(
  tree: ExplorerTree,
  node: ExplorerNode | undefined,
  isIt: (child: ExplorerNode) => boolean,
): Promise<ExplorerNode> {
  const nodes = await shownBelow(tree, node);
  const child = nodes.find(isIt);
  if (!child) throw new Error(JSON.stringify(nodes));
  return child;
}

async function timed(count: () => Promise<number>, expected: number): Promise<number> {
  const began = performance.now();
  const found = await count();
  const took = performance.now() - began;
  if (found !== expected) throw new Error(`found ${found}`);
  return took;
}
