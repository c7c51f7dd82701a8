import { describe, expect, it } from "vitest";
import type { Relation } from "../../../src/core/connection/catalog.ts";
import type { ConnectionProfile } from "../../../src/core/connection/profile.ts";
import { english } from "../../../src/core/text/text.ts";
import { BrowseActions, type BrowseActionsDeps } from "../../../src/extension/connections/browse-actions.ts";
import type { Connection } from "../../../src/extension/connections/connection.ts";
import type { ExplorerNode } from "../../../src/extension/connections/explorer-node.ts";
import { ExplorerTree } from "../../../src/extension/connections/explorer-tree.ts";
import { nodeName } from "../../../src/extension/connections/node-name.ts";
import { Targets } from "../../../src/extension/connections/targets.ts";
import type { CatalogProblem } from "../../../src/node/catalog-reply.ts";
import type { CatalogQuestion } from "../../../src/protocol/catalog.ts";
import { type FakeAnswers, fakeDialogs, fakeOffers } from "../fakes.ts";

const namespace = { database: undefined, schema: "public", isSystem: false };
const relation: Relation = { namespace, name: 'odd "name', kind: "table", estimatedRows: undefined };

const profiles: Readonly<Record<string, ConnectionProfile>> = {
  shop: { engine: "postgres", name: "shop", host: "db", authentication: "password" },
  files: { engine: "mysql", name: "files", host: "db", authentication: "password" },
};

interface Circumstances {
  readonly answers?: FakeAnswers;
  readonly entered?: string;
  readonly problem?: CatalogProblem;
  readonly selected?: ReturnType<BrowseActionsDeps["selectedSql"]>;
}

function someActions({ answers = {}, entered, problem, selected }: Circumstances = {}) {
  const done: string[] = [];
  const connections = Object.entries(profiles).map(
    ([id, profile]): Connection => ({ id, profile, origin: "user", keeping: "stored" }),
  );
  const store = {
    all: connections,
    refused: [],
    get: (id: string) => connections.find((one) => one.id === id),
  };
  const value = (question: CatalogQuestion) => {
    if (question.ask === "namespaces") return [namespace];
    if (question.ask === "relations")
      return { items: question.kind === "table" ? [relation] : [], next: undefined };
    return { columns: [{ name: "id" }, { name: "na`me" }], indexes: [], foreignKeys: [] };
  };
  const sessions = {
    ask: async (_connection: Connection, question: CatalogQuestion) =>
      problem ? { ok: false, problem } : { ok: true, value: value(question) },
    connect: async () => (problem ? { ok: false, problem } : { ok: true, value: undefined }),
    test: async () =>
      problem
        ? { ok: false, problem }
        : { ok: true, value: [{ step: "version", ms: 12, detail: "PostgreSQL 17.5" }] },
    disconnect: (id: string) => done.push(`disconnect ${id}`),
    stateOf: (id: string) => ({ state: id === "shop" ? "connecting" : "connected" }),
  } as unknown as BrowseActionsDeps["sessions"];
  const dialogs = fakeDialogs(answers);
  const tree = new ExplorerTree({ store, sessions, onError: (error) => expect.fail(String(error)) });
  const actions = new BrowseActions({
    ...{ sessions, tree, dialogs, offers: fakeOffers().offers },
    targets: new Targets({ store, sessions, activeId: () => "shop", dialogs, t: english }),
    prompts: {
      confirm: async () => true,
      enterText: async () => entered,
      copy: async (text) => void done.push(`copy ${text}`),
    },
    nameOf: (node) => nodeName(node) ?? "",
    edit: (id) => done.push(`edit ${id}`),
    reveal: async (node) => void done.push(`reveal ${node.kind}`),
    withProgress: (_title, task) => task(new AbortController().signal),
    preview: async (target) => void done.push(`preview ${target.relation.name}`),
    benchmark: async ({ id }, sql) => void done.push(`benchmark ${id}: ${sql}`),
    selectedSql: () => selected ?? { ok: true, sql: "SELECT 1" },
  });
  return { actions, tree, dialogs, done };
}

function nodeIn(connection: string): Extract<ExplorerNode, { kind: "relation" }> {
  const top = { kind: "connection", id: connection, parent: undefined, connection } as const;
  return { kind: "relation", id: `${connection}/r`, parent: top, connection, relation };
}

const down: CatalogProblem = {
  problem: "failed",
  failure: { reason: "cannot-connect", detail: "connection refused", data: {} },
};

describe("BrowseActions", () => {
  it("copies a name, and a SELECT with all columns in the quotes of its engine", async () => {
    const { actions, done } = someActions();
    await actions.copyName(nodeIn("shop"));
    await actions.copySelect(nodeIn("shop"));
    await actions.copySelect(nodeIn("files"));
    expect(done).toEqual([
      'copy odd "name',
      'copy SELECT "id", "na`me"\nFROM "public"."odd ""name"',
      'copy SELECT `id`, `na``me`\nFROM `public`.`odd "name`',
    ]);
  });

  it("gives an editor the quoted name of a table", () => {
    const { actions } = someActions();
    const connection: Connection = {
      id: "shop",
      profile: profiles["shop"] as ConnectionProfile,
      origin: "user",
      keeping: "stored",
    };
    expect(actions.textOf(nodeIn("shop"), connection)).toBe('"public"."odd ""name"');
  });

  it("measures the reading of a table, and selected SQL on the connection that was chosen", async () => {
    const { actions, done } = someActions();
    await actions.benchmarkTable(nodeIn("shop"));
    await actions.benchmarkSqlHere(nodeIn("files").parent);
    expect(done).toEqual([
      'benchmark shop: SELECT * FROM "public"."odd ""name"',
      "benchmark files: SELECT 1",
    ]);
    const none = someActions({ selected: { ok: false, problem: { message: "Select SQL.", args: {} } } });
    await none.actions.benchmarkSqlHere(nodeIn("files").parent);
    expect([none.done, none.dialogs.said[0]?.text]).toEqual([[], "Select SQL."]);
  });

  it("lets the user pick the connection and the table where it is called for none", async () => {
    const { actions, done, dialogs } = someActions({ answers: { pick: "odd" } });
    await actions.preview(undefined);
    expect(dialogs.lists).toHaveLength(1);
    expect(done).toEqual([]);
    const picked = someActions({ answers: { pick: "" } });
    await picked.actions.preview(undefined);
    expect(picked.done).toEqual(['preview odd "name']);
    expect(picked.dialogs.lists[0]?.map(({ label }) => label)).toEqual([
      "$(check) shop",
      "$(database) files",
    ]);
  });

  it("says why a connection does not open, and offers to edit it", async () => {
    const { actions, dialogs, done } = someActions({ problem: down });
    await actions.connect(nodeIn("shop").parent);
    expect(dialogs.said).toMatchObject([{ kind: "error", choices: ["Edit", "Show Log"] }]);
    expect(dialogs.said[0]?.text).toContain("(connection refused)");
    await dialogs.said[0]?.press("Edit");
    expect(done).toEqual(["edit shop"]);
    const cancelled = someActions({ problem: { problem: "cancelled" } });
    await cancelled.actions.connect(nodeIn("shop").parent);
    expect(cancelled.dialogs.said).toEqual([]);
  });

  it("names the setting when an answer took too long", async () => {
    const { actions, dialogs } = someActions({ problem: { problem: "timed-out", limitMs: 30_000 } });
    await actions.test(nodeIn("shop").parent);
    expect(dialogs.said[0]?.text).toContain("No answer within 30.0 s.");
    expect(dialogs.said[0]?.text).toContain("lanewise.explorer.timeout");
  });

  it("tells the steps of a test with their times", async () => {
    const { actions, dialogs } = someActions();
    await actions.test(nodeIn("shop").parent);
    expect(dialogs.said[0]?.text).toBe("shop answers. PostgreSQL 17.5 (12 ms).");
  });

  it("offers to try again and to edit on a node that says what went wrong", async () => {
    const { actions, dialogs, tree } = someActions();
    const refreshed: (string | undefined)[] = [];
    tree.changes.add((node) => refreshed.push(node?.id));
    const parent = nodeIn("shop").parent;
    actions.showProblem({ kind: "error", id: "e", parent, connection: "shop", problem: down });
    expect(dialogs.said[0]?.choices).toEqual(["Retry", "Edit", "Show Log"]);
    await dialogs.said[0]?.press("Retry");
    expect(refreshed).toEqual(["shop"]);
  });

  it("ends an opening with what waits for it, and no session that is open", () => {
    const { actions, done } = someActions();
    for (const id of ["shop", "files"])
      actions.cancelLoading({ kind: "loading", id: "l", parent: nodeIn(id).parent as ExplorerNode });
    expect(done).toEqual(["disconnect shop"]);
  });

  it("filters the level that a node stands for, and shows all again", async () => {
    const { actions, tree } = someActions({ entered: " odd " });
    const parent = nodeIn("shop").parent as ExplorerNode;
    const folder: ExplorerNode = {
      ...{ kind: "folder", id: "f", parent, connection: "shop", namespace, of: "table" },
    };
    await actions.filter(folder);
    expect(tree.filterOf(folder)).toBe("odd");
    actions.clearFilter(folder);
    expect(tree.filterOf(folder)).toBeUndefined();
    await actions.filter(undefined);
    expect(tree.filterOf(undefined)).toBe("odd");
  });
});
