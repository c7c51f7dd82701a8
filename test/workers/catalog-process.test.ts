import { existsSync } from "node:fs";
import path from "node:path";
import Database from "better-sqlite3";
import { afterAll, describe, expect, it, vi } from "vitest";
import type { ConnectionProfile } from "../../src/core/connection/profile.ts";
import { CatalogProcess, type CatalogProcessDeps } from "../../src/node/catalog-process.ts";
import type { CatalogProblem } from "../../src/node/catalog-reply.ts";
import { testConnection } from "../../src/node/test-connection.ts";
import { distFolder, ENDLESS } from "../support/benchmark-run.ts";
import { makeTables } from "../support/many-tables.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const folder = temporaryFolder();
const file = path.join(distFolder, "catalog-worker.js");
const main = { database: undefined, schema: "main", isSystem: false } as const;
const firstPage = { limit: 500, after: undefined, filter: undefined };
const open: CatalogProcess[] = [];
afterAll(() => {
  for (const process of open) process.close();
});

function makeShop(name: string, journalMode = "delete"): ConnectionProfile {
  const shop = path.join(folder, name);
  const db = new Database(shop);
  db.pragma(`journal_mode = ${journalMode}`);
  db.exec(`CREATE TABLE customers(id INTEGER PRIMARY KEY, name TEXT NOT NULL);
    CREATE TABLE orders(id INTEGER PRIMARY KEY, customer INTEGER NOT NULL REFERENCES customers(id), note TEXT);
    CREATE INDEX orders_by_customer ON orders(customer);
    CREATE VIEW endless AS ${ENDLESS};
    INSERT INTO customers VALUES (1, 'Ada'), (2, 'Bo');`);
  db.close();
  return { engine: "sqlite", name, path: shop };
}

interface Ends {
  readonly ends: (CatalogProblem | undefined)[];
}

function start(profile: ConnectionProfile, deps: Partial<CatalogProcessDeps> = {}): CatalogProcess & Ends {
  const ends: Ends["ends"] = [];
  const process = new CatalogProcess({
    ...{ file, profile, secret: undefined, timeoutMs: 20_000, idleMs: 60_000 },
    onEnd: (problem) => ends.push(problem),
    ...deps,
  });
  open.push(process);
  return Object.assign(process, { ends });
}

describe("a catalog process", () => {
  it("tells the version, tables, views, columns, keys and the first rows", async () => {
    const process = start(makeShop("shop.db"));
    expect(await process.opened).toEqual({ ok: true, value: expect.stringMatching(/^SQLite 3\./) });
    const tables = await process.ask({ ask: "relations", namespace: main, kind: "table", page: firstPage });
    expect(tables).toMatchObject({
      ok: true,
      value: { items: [{ name: "customers" }, { name: "orders" }], next: undefined },
    });
    const orders = { namespace: main, name: "orders" };
    expect(await process.ask({ ask: "details", relation: orders })).toMatchObject({
      ok: true,
      value: {
        columns: [{ name: "id", keyPosition: 1 }, { name: "customer", nullable: false }, { name: "note" }],
        indexes: [{ name: "orders_by_customer", columns: ["customer"] }],
        foreignKeys: [{ columns: ["customer"], target: { name: "customers" } }],
      },
    });
    const customers = { namespace: main, name: "customers" };
    const preview = await process.ask({ ask: "preview", relation: customers, rows: 1, cutAt: 100 });
    expect(preview).toMatchObject({ ok: true, value: { rows: [["1", "Ada"]] } });
  });

  it("answers a cancelled question at once, is killed where the statement does not hear it, and says so", async () => {
    const process = start(makeShop("stuck.db"), { graceMs: 50 });
    await process.opened;
    const cancel = new AbortController();
    const stuck = process.ask(
      { ask: "preview", relation: { namespace: main, name: "endless" }, rows: 1, cutAt: 100 },
      cancel.signal,
    );
    const waiting = process.ask({ ask: "namespaces" });
    cancel.abort();
    expect(await stuck).toEqual({ ok: false, problem: { problem: "cancelled" } });
    expect(await waiting).toMatchObject({ ok: false, problem: { problem: "process-ended" } });
    expect(process.ends).toMatchObject([
      { problem: "process-ended", detail: expect.stringMatching(/^SIGKILL/) },
    ]);
    expect(await process.ask({ ask: "namespaces" })).toMatchObject({ ok: false });
  });

  it("gives up a question that takes longer than its limit", async () => {
    const process = start(makeShop("slow.db"), { timeoutMs: 1000, graceMs: 50 });
    await process.opened;
    const relation = { namespace: main, name: "endless" };
    expect(await process.ask({ ask: "preview", relation, rows: 1, cutAt: 100 })).toEqual({
      ok: false,
      problem: { problem: "timed-out", limitMs: 1000 },
    });
    await vi.waitUntil(() => process.ends.length === 1, 10_000);
  });

  it("forgets a question that was cancelled before its turn", async () => {
    const process = start(makeShop("turn.db"));
    const cancel = new AbortController();
    const first = process.ask({ ask: "namespaces" });
    const second = process.ask({ ask: "namespaces" }, cancel.signal);
    cancel.abort();
    expect(await second).toEqual({ ok: false, problem: { problem: "cancelled" } });
    expect(await first).toEqual({ ok: true, value: [main] });
    expect(process.ends).toEqual([]);
  });

  it("ends when nobody asks for a while, and leaves no side files", async () => {
    const profile = makeShop("idle.db", "wal");
    const process = start(profile, { idleMs: 20 });
    await process.opened;
    await vi.waitUntil(() => process.ends.length === 1, 10_000);
    expect(process.ends).toEqual([undefined]);
    await vi.waitUntil(() => !existsSync(path.join(folder, "idle.db-wal")), 10_000);
  });

  it("removes side files also after it was killed", async () => {
    const process = start(makeShop("killed.db", "wal"), { graceMs: 20 });
    await process.opened;
    const relation = { namespace: main, name: "endless" };
    void process.ask({ ask: "preview", relation, rows: 1, cutAt: 100 });
    await vi.waitUntil(() => existsSync(path.join(folder, "killed.db-wal")), 10_000);
    process.close();
    expect(process.ends).toEqual([undefined]);
    await vi.waitUntil(() => !existsSync(path.join(folder, "killed.db-wal")), 10_000);
  });

  it("says why a database cannot be opened, and ends", async () => {
    const missing: ConnectionProfile = { engine: "sqlite", name: "none", path: path.join(folder, "none.db") };
    const process = start(missing);
    const asked = process.ask({ ask: "namespaces" });
    const problem = { problem: "failed", failure: { reason: "file-missing" } };
    expect(await process.opened).toMatchObject({ ok: false, problem });
    expect(await asked).toMatchObject({ ok: false, problem });
    expect(process.ends).toMatchObject([problem]);
  });

  it("says when its program is not there", async () => {
    const process = start(makeShop("lost.db"), { file: path.join(folder, "no-such-bundle.js") });
    expect(await process.opened).toMatchObject({ ok: false, problem: { problem: "process-ended" } });
  });

  it("reads 100,000 tables in pages", async () => {
    const many = path.join(folder, "many.db");
    makeTables(many, 100_000);
    const process = start({ engine: "sqlite", name: "many", path: many });
    const page = async (after: string | undefined, filter?: string) => {
      const question = { ...firstPage, after, filter };
      const reply = await process.ask({ ask: "relations", namespace: main, kind: "table", page: question });
      return reply.ok ? reply.value : expect.fail(JSON.stringify(reply.problem));
    };
    const first = await page(undefined);
    expect([first.items.length, first.items[0]?.name]).toEqual([500, "t000000"]);
    const second = await page(first.next);
    expect([second.items.length, second.items[0]?.name]).toEqual([500, "t000500"]);
    expect((await page(undefined, "t09999")).items).toHaveLength(10);
  });
});

describe("testConnection", () => {
  const signal = new AbortController().signal;

  it("tells each step with its time, and the version", async () => {
    const told: string[] = [];
    const reply = await testConnection(
      { file, profile: makeShop("tested.db"), secret: undefined, timeoutMs: 20_000 },
      ({ step }) => told.push(step),
      signal,
    );
    expect(reply.ok && reply.value.map(({ step }) => step)).toEqual(told);
    expect(told).toContain("version");
  });

  it("says what is wrong", async () => {
    const profile: ConnectionProfile = { engine: "sqlite", name: "folder", path: folder };
    const deps = { file, profile, secret: undefined, timeoutMs: 20_000 };
    expect(await testConnection(deps, () => {}, signal)).toMatchObject({
      ok: false,
      problem: { problem: "failed", failure: { reason: "is-directory" } },
    });
    expect(await testConnection(deps, () => {}, AbortSignal.abort())).toEqual({
      ok: false,
      problem: { problem: "cancelled" },
    });
  });
});
