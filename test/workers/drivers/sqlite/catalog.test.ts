import { writeFileSync } from "node:fs";
import path from "node:path";
import Database from "better-sqlite3";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { PageRequest } from "../../../../src/core/connection/catalog.ts";
import type { Attempt, CatalogSession } from "../../../../src/workers/drivers/driver.ts";
import { driverOf } from "../../../../src/workers/drivers/index.ts";
import { temporaryFolder } from "../../../support/temporary-folder.ts";

const folder = temporaryFolder();
const file = path.join(folder, "catalog.db");
const namespace = { database: undefined, schema: "main", isSystem: false };
const all: PageRequest = { limit: 500, after: undefined, filter: undefined };
let catalog: CatalogSession;

beforeAll(async () => {
  const db = new Database(file);
  db.exec(`
    CREATE TABLE "Ärger ""quoted"" -- 😀"(id INTEGER PRIMARY KEY, a);
    CREATE TABLE orders(
      country TEXT NOT NULL, number INT, total DECIMAL(10,2), twice AS (total * 2),
      PRIMARY KEY (country, number));
    CREATE TABLE lines(
      id INTEGER PRIMARY KEY, country TEXT, number INT, parent REFERENCES lines, note TEXT UNIQUE,
      FOREIGN KEY (country, number) REFERENCES orders(country, number));
    CREATE INDEX by_expression ON lines(country, lower(note), substr(note, 1, 2) DESC);
    CREATE VIEW totals AS SELECT country, sum(total) AS total FROM orders GROUP BY country;
    CREATE TABLE kinds(i, r, t, b, n);
    INSERT INTO kinds VALUES
      (9007199254740993, 1.0, 'Grüße 😀', x'00ff10', NULL),
      (-9223372036854775808, 1e300, '', x'', NULL),
      (1, 9e999, 'a ${"long ".repeat(10)}text', zeroblob(1000000), NULL);
    INSERT INTO orders(country, number, total) VALUES ('de', 1, 2.5), ('fr', 2, 3);
    ANALYZE;
  `);
  db.close();
  catalog = taken(await (await driverOf("sqlite")).browse({ ...reach(file), timeoutMs: 5000 }));
});

afterAll(() => catalog.close());

function reach(name: string) {
  return { profile: { engine: "sqlite", name: "", path: name }, secret: undefined } as const;
}

function taken<T>(attempt: Attempt<T>): T {
  if (!attempt.ok) throw new Error(attempt.failure.detail);
  return attempt.value;
}

it("lists tables and views by name, with what ANALYZE counted", async () => {
  expect(catalog.version).toMatch(/^SQLite 3\.\d+\.\d+$/);
  expect(taken(await catalog.namespaces())).toEqual([namespace]);
  const tables = taken(await catalog.relations(namespace, "table", all));
  expect(tables.items.map(({ name, estimatedRows }) => [name, estimatedRows])).toEqual([
    ["kinds", 3],
    ["lines", undefined],
    ["orders", 2],
    ['Ärger "quoted" -- 😀', undefined],
  ]);
  expect(tables.next).toBeUndefined();
  const views = taken(await catalog.relations(namespace, "view", all));
  expect(views.items).toEqual([{ namespace, name: "totals", kind: "view", estimatedRows: undefined }]);
});

it("gives page after page, and filters whatever the case", async () => {
  const names: string[] = [];
  let after: string | undefined;
  do {
    const page = taken(await catalog.relations(namespace, "table", { ...all, limit: 3, after }));
    names.push(...page.items.map(({ name }) => name));
    after = page.next;
  } while (after !== undefined);
  expect(names).toEqual(["kinds", "lines", "orders", 'Ärger "quoted" -- 😀']);
  const found = taken(await catalog.relations(namespace, "table", { ...all, filter: "äRGER" }));
  expect(found.items.map(({ name }) => name)).toEqual(['Ärger "quoted" -- 😀']);
});

it("tells columns, indexes with their expressions, and foreign keys", async () => {
  const lines = taken(await catalog.details({ namespace, name: "lines" }));
  expect(lines.columns[0]).toEqual({ name: "id", type: "INTEGER", nullable: false, keyPosition: 1 });
  expect(lines.indexes).toEqual([
    { name: "by_expression", unique: false, columns: ["country", "lower(note)", "substr(note, 1, 2) DESC"] },
    { name: "sqlite_autoindex_lines_1", unique: true, columns: ["note"] },
  ]);
  expect(lines.foreignKeys.map(({ columns, target }) => [columns, target.name, target.columns])).toEqual([
    [["country", "number"], "orders", ["country", "number"]],
    [["parent"], "lines", ["id"]],
  ]);
  const orders = taken(await catalog.details({ namespace, name: "orders" }));
  expect(orders.columns).toEqual([
    { name: "country", type: "TEXT", nullable: false, keyPosition: 1 },
    { name: "number", type: "INT", nullable: true, keyPosition: 2 },
    { name: "total", type: "DECIMAL(10,2)", nullable: true, keyPosition: undefined },
    { name: "twice", type: "", nullable: true, keyPosition: undefined },
  ]);
});

it("previews values exactly, and cuts long ones", async () => {
  const { rows, columns } = taken(
    await catalog.preview({ namespace, name: "kinds" }, { rows: 200, cutAt: 20 }),
  );
  expect(columns.map(({ name }) => name)).toEqual(["i", "r", "t", "b", "n"]);
  expect(rows).toEqual([
    ["9007199254740993", "1.0", "Grüße 😀", "0x00ff10", null],
    ["-9223372036854775808", "1e+300", "", "0x", null],
    ["1", "Inf", "a long long long lon", "0x000000000000000000", null],
  ]);
  const hostile = taken(
    await catalog.preview({ namespace, name: 'Ärger "quoted" -- 😀' }, { rows: 200, cutAt: 20 }),
  );
  expect(hostile.rows).toEqual([]);
});

it("answers what it cannot read with a reason", async () => {
  expect(await catalog.preview({ namespace, name: "nowhere" }, { rows: 1, cutAt: 20 })).toMatchObject({
    ok: false,
  });
  const text = path.join(folder, "text.db");
  writeFileSync(text, "This is no database.\n".repeat(100));
  const driver = await driverOf("sqlite");
  const steps: string[] = [];
  const tell = ({ step }: { step: string }) => steps.push(step);
  expect(await driver.test(reach(text), tell)).toMatchObject({ failure: { reason: "not-a-database" } });
  expect(steps).toEqual(["resolve"]);
  expect(await driver.browse({ ...reach(path.join(folder, "none.db")), timeoutMs: 1 })).toMatchObject({
    failure: { reason: "file-missing" },
  });
  expect(await driver.load(reach(file))).toEqual({ ok: true, value: { limit: undefined, inUse: undefined } });
});

it("tests a connection step by step", async () => {
  const steps = taken(await (await driverOf("sqlite")).test(reach(file), () => {}));
  expect(steps.map(({ step }) => step)).toEqual(["resolve", "database", "version"]);
});
