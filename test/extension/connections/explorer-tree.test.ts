import { describe, expect, it, vi } from "vitest";
import type { Namespace, Relation } from "../../../src/core/connection/catalog.ts";
import type { ConnectionProfile } from "../../../src/core/connection/profile.ts";
import type { Connection } from "../../../src/extension/connections/connection.ts";
import type { ExplorerNode } from "../../../src/extension/connections/explorer-node.ts";
import { ExplorerTree, type ExplorerTreeDeps } from "../../../src/extension/connections/explorer-tree.ts";
import { nodeName } from "../../../src/extension/connections/node-name.ts";
import type { CatalogReply } from "../../../src/node/catalog-reply.ts";
import type { CatalogAnswer, CatalogQuestion } from "../../../src/protocol/catalog.ts";

const main: Namespace = { database: undefined, schema: "main", isSystem: false };

function aConnection(id: string, changes: Partial<ConnectionProfile> = {}): Connection {
  const profile = { engine: "sqlite", name: id, path: `/${id}.db`, ...changes } as ConnectionProfile;
  return { id, profile, origin: "user", keeping: "stored" };
}

type Answers = (question: CatalogQuestion, connection: Connection) => unknown;

const ok = (value: unknown) => ({ ok: true, value }) as CatalogReply<CatalogAnswer>;

function aTree(connections: readonly Connection[], answers: Answers = shopAnswers, pageSize = 500) {
  const asked: CatalogQuestion[] = [];
  const told: (string | undefined)[] = [];
  const sessions = {
    ask: async (connection: Connection, question: CatalogQuestion, signal?: AbortSignal) => {
      asked.push(question);
      const aborted = new Promise((resolve) => {
        signal?.addEventListener("abort", () =>
          resolve({ ok: false, problem: { problem: "cancelled" } } satisfies CatalogReply<never>),
        );
      });
      return Promise.race([answers(question, connection), aborted]);
    },
  } as unknown as ExplorerTreeDeps["sessions"];
  const store = {
    all: connections,
    get: (id: string) => connections.find((one) => one.id === id),
    refused: [],
  };
  const onError = (error: unknown) => expect.fail(String(error));
  const tree = new ExplorerTree({ store, sessions, patienceMs: 20, pageSize, onError });
  tree.changes.add((node) => told.push(node?.id));
  return { tree, asked, told };
}

function tables(count: number, from = 0): Relation[] {
  return Array.from({ length: count }, (_, at) => ({
    namespace: main,
    name: `t${from + at}`,
    kind: "table" as const,
    estimatedRows: 7,
  }));
}

/** Of a database with 1,200 tables and one view. */
function shopAnswers(question: CatalogQuestion): unknown {
  switch (question.ask) {
    case "namespaces":
      return ok([main]);
    case "relations": {
      if (question.kind === "view") return ok({ items: [], next: undefined });
      const { limit, after, filter } = question.page;
      const all = tables(1200).filter(({ name }) => name.includes(filter ?? ""));
      const from = Number(after ?? 0);
      return ok({
        items: all.slice(from, from + limit),
        next: from + limit < all.length ? String(from + limit) : undefined,
      });
    }
    case "details":
      return ok({
        columns: [{ name: "id", type: "INTEGER", nullable: false, keyPosition: 1 }],
        indexes: [{ name: "by_name", unique: true, columns: ["name"] }],
        foreignKeys: [],
      });
    case "preview":
      return expect.fail("The tree shows no rows.");
  }
}

const kinds = (nodes: readonly ExplorerNode[]) => nodes.map(({ kind }) => kind);

/** Walks down by what the nodes are: a kind, or a name. */
async function walk(tree: ExplorerTree, ...steps: readonly string[]): Promise<ExplorerNode | undefined> {
  let node: ExplorerNode | undefined;
  for (const step of steps) {
    const nodes: readonly ExplorerNode[] = await tree.children(node);
    node = nodes.find(
      (one) => one.kind === step || nodeName(one) === step || ("of" in one && one.of === step),
    );
    expect(node, `${step} among ${kinds(nodes)}`).toBeDefined();
  }
  return node;
}

describe("ExplorerTree", () => {
  it("shows groups before connections, both by name, to any depth", async () => {
    const { tree } = aTree([
      aConnection("zebra"),
      aConnection("apple"),
      aConnection("deep", { group: ["work", "staging"] }),
    ]);
    const top = await tree.children(undefined);
    expect(top.map((node) => (node.kind === "connection" ? node.connection : nodeName(node)))).toEqual([
      "work",
      "apple",
      "zebra",
    ]);
    expect(await walk(tree, "work", "staging", "connection")).toMatchObject({ connection: "deep" });
  });

  it("gives VS Code the same nodes again, which knows them by identity", async () => {
    const { tree } = aTree([aConnection("a", { group: ["g"] })]);
    const once = await walk(tree, "g", "connection");
    expect(await walk(tree, "g", "connection")).toBe(once);
    expect(tree.nodeOf("a")).toBe(once);
    expect(aTree([aConnection("a", { group: ["g"] })]).tree.findConnection("a")).toEqual(once);
  });

  it("leads from a file to tables, columns and indexes, and asks only for what is opened", async () => {
    const { tree, asked } = aTree([aConnection("a")]);
    const connection = await walk(tree, "connection");
    expect(asked).toEqual([]);
    expect(kinds(await tree.children(connection))).toEqual(["folder", "folder"]);
    const relation = await walk(tree, "connection", "table", "relation");
    expect(kinds(await tree.children(relation))).toEqual(["column", "parts"]);
    expect(await walk(tree, "connection", "table", "relation", "parts", "index")).toMatchObject({
      index: { name: "by_name" },
    });
    expect(asked.map(({ ask }) => ask)).toEqual(["namespaces", "relations", "details"]);
  });

  it("shows 500 tables, and the next 500 when they are asked for", async () => {
    const { tree, asked } = aTree([aConnection("a")]);
    const folder = await walk(tree, "connection", "table");
    const first = await tree.children(folder);
    expect([first.length, first.at(-1)?.kind]).toEqual([501, "more"]);
    expect(await tree.showMore(folder as ExplorerNode)).toMatchObject({ relation: { name: "t500" } });
    expect((await tree.children(folder)).length).toBe(1001);
    await tree.showMore(folder as ExplorerNode);
    const all = await tree.children(folder);
    expect([all.length, all.at(-1)?.kind]).toEqual([1200, "relation"]);
    expect(asked.filter(({ ask }) => ask === "relations")).toHaveLength(3);
  });

  it("pages what comes at once, too", async () => {
    const many: readonly Namespace[] = Array.from({ length: 7 }, (_, at) => ({
      database: undefined,
      schema: `s${at}`,
      isSystem: false,
    }));
    const { tree } = aTree([aConnection("a")], () => ok(many), 5);
    const connection = await walk(tree, "connection");
    expect(await tree.children(connection)).toHaveLength(6);
    expect(await tree.showMore(connection as ExplorerNode)).toMatchObject({ namespace: { schema: "s5" } });
    expect(await tree.children(connection)).toHaveLength(7);
  });

  it("groups schemas by their database, and puts the engine's own apart", async () => {
    const namespaces: readonly Namespace[] = [
      { database: "shop", schema: "dbo", isSystem: false },
      { database: "shop", schema: "audit", isSystem: false },
      { database: "shop", schema: "sys", isSystem: true },
    ];
    const { tree } = aTree([aConnection("a")], () => ok(namespaces));
    const level = await tree.children(await walk(tree, "connection"));
    expect(level).toMatchObject([
      { kind: "database", name: "shop" },
      { kind: "database", name: undefined },
    ]);
    expect(kinds(await tree.children(level[0]))).toEqual(["namespace", "namespace"]);
  });

  it("does not wait for what takes long, tells when it is there, and holds up nobody else", async () => {
    let answer: (reply: unknown) => void = () => {};
    const slow: Answers = (question, { id }) =>
      id === "slow" ? new Promise((resolve) => (answer = resolve)) : shopAnswers(question);
    const { tree, told } = aTree([aConnection("slow"), aConnection("quick")], slow);
    const [quick, stuck] = await tree.children(undefined);
    expect(kinds(await tree.children(stuck))).toEqual(["loading"]);
    expect(kinds(await tree.children(quick))).toEqual(["folder", "folder"]);
    expect(told).toEqual([]);
    answer(ok([main]));
    await vi.waitUntil(() => told.length === 1);
    expect(told).toEqual([stuck?.id]);
    expect(kinds(await tree.children(stuck))).toEqual(["folder", "folder"]);
  });

  it("cancels what takes long, and says so", async () => {
    const { tree, told } = aTree([aConnection("a")], () => new Promise(() => {}));
    const node = await walk(tree, "connection");
    expect(kinds(await tree.children(node))).toEqual(["loading"]);
    tree.cancel(node as ExplorerNode);
    await vi.waitUntil(() => told.length === 1);
    expect(await tree.children(node)).toMatchObject([{ kind: "error", problem: { problem: "cancelled" } }]);
  });

  it("shows what went wrong, and asks again after a refresh", async () => {
    let isDown = true;
    const failure = { reason: "cannot-connect", detail: "refused", data: {} };
    const { tree } = aTree([aConnection("a")], (question) =>
      isDown ? { ok: false, problem: { problem: "failed", failure } } : shopAnswers(question),
    );
    const node = await walk(tree, "connection");
    expect(await tree.children(node)).toMatchObject([{ kind: "error", connection: "a" }]);
    isDown = false;
    expect(kinds(await tree.children(node))).toEqual(["error"]);
    tree.refresh(node);
    expect(kinds(await tree.children(node))).toEqual(["folder", "folder"]);
  });

  it("lets the database filter tables, and filters columns and connections itself", async () => {
    const { tree, asked } = aTree([aConnection("apple"), aConnection("pear")]);
    const folder = await walk(tree, "connection", "table");
    tree.filter(folder, "t119");
    expect((await tree.children(folder)).map(nodeName)).toEqual([
      "t119",
      ...Array.from({ length: 10 }, (_, at) => `t119${at}`),
    ]);
    expect(asked.at(-1)).toMatchObject({ page: { filter: "t119" } });
    tree.filter(folder, "nothing");
    expect(await tree.children(folder)).toMatchObject([{ kind: "empty", filter: "nothing" }]);
    tree.filter(undefined, "PEAR");
    expect(await tree.children(undefined)).toMatchObject([{ connection: "pear" }]);
    // Not an empty list, for which VS Code shows how to begin.
    tree.filter(undefined, "plum");
    expect(await tree.children(undefined)).toMatchObject([{ kind: "empty", filter: "plum" }]);
  });

  it("forgets an answer that comes after a refresh", async () => {
    const waiting: ((reply: unknown) => void)[] = [];
    const { tree } = aTree([aConnection("a")], () => new Promise((resolve) => waiting.push(resolve)));
    const node = await walk(tree, "connection");
    await tree.children(node);
    tree.refresh(node);
    const again = tree.children(node);
    await vi.waitUntil(() => waiting.length === 2);
    waiting[1]?.(ok([{ database: undefined, schema: "new", isSystem: false }]));
    expect(await again).toMatchObject([{ kind: "namespace", namespace: { schema: "new" } }]);
    waiting[0]?.(ok([main]));
    expect(await tree.children(node)).toMatchObject([{ kind: "namespace" }]);
  });

  it("gives nodes of hostile names ids of their own", async () => {
    const names = ["a", "a/column:2:id", "a/", "", "💾"];
    const relations = names.map((name) => ({ ...(tables(1)[0] as Relation), name }));
    const { tree } = aTree([aConnection("a")], (question) =>
      question.ask === "relations" ? ok({ items: relations, next: undefined }) : shopAnswers(question),
    );
    const nodes = await tree.children(await walk(tree, "connection", "table"));
    const below = await Promise.all(nodes.map((node) => tree.children(node)));
    const ids = [...nodes, ...below.flat()].map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });
});
