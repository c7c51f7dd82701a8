import { execFileSync } from "node:child_process";
import { copyFileSync, existsSync, mkdirSync, readdirSync, truncateSync, writeFileSync } from "node:fs";
import path from "node:path";
import Database from "better-sqlite3";
import { expect, it } from "vitest";
import {
  hashOf,
  makeDatabase,
  reportOf,
  runOn,
  strategies,
  strategyOf,
  useOwnRunLock,
} from "../support/benchmark-run.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const folder = temporaryFolder();
useOwnRunLock(folder);
const file = makeDatabase(path.join(folder, "refusals.db"), 100);

it.each([
  "DELETE FROM files",
  "UPDATE files SET name = ''",
  "INSERT INTO files(name) VALUES ('x') RETURNING id",
  "WITH doomed AS (SELECT 1) DELETE FROM files RETURNING id",
  "REPLACE INTO files(id) VALUES (1)",
  "DROP TABLE files",
  "CREATE TABLE more(a)",
  "CREATE TEMP TABLE more(a)",
  "ALTER TABLE files RENAME TO gone",
  "ATTACH 'other.db' AS other",
  "VACUUM",
  "VACUUM INTO 'copy.db'",
  "PRAGMA user_version = 7",
  "PRAGMA journal_mode = wal",
  "PRAGMA query_only = 0",
  "BEGIN IMMEDIATE",
  "COMMIT",
  "REINDEX",
  "ANALYZE",
])("refuses %s and leaves every byte as it was", async (sql) => {
  const before = hashOf(file);
  const outcome = await runOn({ file, sql });
  expect(outcome).toMatchObject({ status: "failed", failure: { reason: "not-read-only" } });
  expect(hashOf(file)).toBe(before);
  expect(readdirSync(folder).sort()).toEqual(["refusals.db", "tmp"]);
});

it.each([
  ["SELECT * FORM files", "syntax-error", { token: "FORM" }],
  ["SELECT (1", "syntax-error", {}],
  ["SELECT 1) OR (1", "syntax-error", { token: ")" }],
  ["", "syntax-error", {}],
  ["-- nothing but a comment", "syntax-error", {}],
  ["SELECT 1; SELECT 2", "several-statements", {}],
  ["SELECT * FROM files; DROP TABLE files", "several-statements", {}],
  ["SELECT * FROM nowhere", "query-failed", {}],
  ["SELECT * FROM files WHERE id = ?", "parameters-mismatch", { given: 0 }],
  ["SELECT abs(-9223372036854775808)", "query-failed", {}],
])("answers %s with %s", async (sql, reason, data) => {
  const outcome = await runOn({ file, sql });
  expect(outcome).toMatchObject({ status: "failed", failure: { reason, data } });
});

it.each([
  "SELECT count(*) FROM files;",
  "SELECT 1 -- the end",
  "WITH big AS (SELECT * FROM files) SELECT * FROM big ORDER BY name LIMIT 5 ; /* so */",
  "VALUES (1), (2)",
  "SELECT ';' AS \"a;b\" FROM files",
])("takes %s", async (sql) => {
  const report = await reportOf({ file, sql });
  expect(report.outcome).toBe("completed");
});

it("refuses tasks, which would only take turns, and measures the others", async () => {
  const refused = { reason: "needs-server", data: { strategy: "tasks(2)" } };
  const alone = await runOn({ file, strategies: strategies("tasks(2)") });
  expect(alone).toMatchObject({ status: "failed", failure: refused });
  const report = await reportOf({ file, strategies: strategies("tasks(2)", "threads(2)") });
  expect(strategyOf(report, "tasks(2)")).toMatchObject({ outcome: "failed", reason: "needs-server" });
  expect(strategyOf(report, "threads(2)")).toMatchObject({ outcome: "completed" });
});

it("tells a missing file, a folder, a text file, an encrypted and a damaged database apart", async () => {
  const text = path.join(folder, "text.db");
  writeFileSync(text, "This is no database.\n".repeat(100));
  const damaged = makeDatabase(path.join(folder, "damaged.db"), 5000);
  truncateSync(damaged, 40_000);
  const inner = path.join(folder, "inner.db");
  mkdirSync(inner);
  const reasonFor = async (name: string) => {
    const outcome = await runOn({ file: name });
    return outcome.status === "failed" ? outcome.failure.reason : outcome.status;
  };
  expect(await reasonFor(path.join(folder, "missing.db"))).toBe("file-missing");
  expect(await reasonFor(path.join(folder, "no-folder", "missing.db"))).toBe("file-missing");
  expect(await reasonFor(inner)).toBe("is-directory");
  expect(await reasonFor(text)).toBe("not-a-database");
  expect(await reasonFor(damaged)).toBe("corrupt");
  expect(existsSync(path.join(folder, "missing.db"))).toBe(false);
});

it("refuses a pipe, which nobody may ever write into", async () => {
  const pipe = path.join(folder, "pipe.db");
  execFileSync("mkfifo", [pipe]);
  const outcome = await runOn({ file: pipe, signal: AbortSignal.timeout(5000) });
  expect(outcome).toMatchObject({ status: "failed", failure: { reason: "not-a-database" } });
});

it("reads a file whose name leaves no room for those of side files", async () => {
  const long = path.join(folder, "x".repeat(253));
  copyFileSync(file, long);
  const report = await reportOf({ file: long });
  expect(report.outcome).toBe("completed");
});

it("says that an interrupted write must be rolled back first, and leaves it as it is", async () => {
  const source = makeDatabase(path.join(folder, "source.db"), 5000);
  const db = new Database(source);
  db.pragma("cache_size = 2");
  db.exec("BEGIN; UPDATE files SET name = name || '!'");
  const crashed = path.join(folder, "crashed.db");
  copyFileSync(source, crashed);
  copyFileSync(`${source}-journal`, `${crashed}-journal`);
  db.close();
  const outcome = await runOn({ file: crashed });
  expect(outcome).toMatchObject({ status: "failed", failure: { reason: "cannot-connect" } });
  expect(outcome.status === "failed" && outcome.failure.detail).toContain("rolled back");
  expect(existsSync(`${crashed}-journal`)).toBe(true);
});
