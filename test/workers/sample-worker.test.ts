import { existsSync, readdirSync } from "node:fs";
import path from "node:path";
import Database from "better-sqlite3";
import { expect, it } from "vitest";
import { makeSample } from "../../src/node/make-sample.ts";
import { distFolder } from "../support/benchmark-run.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const folder = temporaryFolder();
const worker = path.join(distFolder, "sample-worker.js");

it("makes the sample: tables that belong together, an index, a view, and enough rows to measure", async () => {
  const file = path.join(folder, "new", "sample.db");
  expect(await makeSample(worker, file)).toBeUndefined();
  expect(readdirSync(path.dirname(file))).toEqual(["sample.db"]);
  const db = new Database(file, { readonly: true });
  expect(db.pragma("foreign_key_check")).toEqual([]);
  expect(db.pragma("integrity_check", { simple: true })).toBe("ok");
  const count = (table: string) => db.prepare(`SELECT count(*) FROM ${table}`).pluck().get();
  expect([count("files"), count("tracks")]).toEqual([200_000, 4800]);
  expect(count("long_tracks")).toBeGreaterThan(0);
  db.close();
});

it("says why it cannot, and leaves nothing behind", async () => {
  const file = path.join(folder, "sample.db", "is", "a", "file");
  new Database(path.join(folder, "sample.db")).exec("CREATE TABLE t(a)").close();
  expect(await makeSample(worker, path.join(file, "x.db"))).toContain("code 1");
  expect(existsSync(file)).toBe(false);
});
