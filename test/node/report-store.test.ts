import { mkdtemp, readdir, readFile, rm, stat, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { readReport } from "../../src/core/benchmark/read-report.ts";
import type { Report } from "../../src/core/benchmark/report.ts";
import { ReportStore } from "../../src/node/report-store.ts";
import { sampleReport } from "../support/sample-report.ts";

let folder: string;
let warnings: string[];
let readings: number;

beforeEach(async () => {
  folder = path.join(await mkdtemp(path.join(tmpdir(), "lanewise-store-")), "reports");
  warnings = [];
  readings = 0;
});

afterEach(async () => {
  await rm(path.dirname(folder), { recursive: true, force: true });
});

function aStore(keep = 100): ReportStore {
  return new ReportStore({
    folder,
    keep,
    readReport: async (json) => {
      readings++;
      const read = readReport(json);
      return read.ok ? read.report : undefined;
    },
    warn: (message) => warnings.push(message),
  });
}

function aReport(day: number): Report {
  const dd = String(day).padStart(2, "0");
  return sampleReport({ id: `202607${dd}T081500Z-1a2b3c`, startedAt: `2026-07-${dd}T08:15:00.000Z` });
}

async function save(store: ReportStore, ...days: number[]): Promise<void> {
  for (const day of days) expect(await store.save(aReport(day), [])).toEqual({ ok: true });
}

describe("ReportStore", () => {
  it("gives back what it stored", async () => {
    const store = aStore();
    await save(store, 1);
    expect(await store.read(aReport(1).id)).toEqual(JSON.parse(JSON.stringify(aReport(1))));
  });

  it("lists what matters of each report, the newest first", async () => {
    const store = aStore();
    await save(store, 2, 1, 3);
    const list = await store.list();
    expect(list.map(({ startedAt }) => startedAt.slice(8, 10))).toEqual(["03", "02", "01"]);
    expect(list[0]).toMatchObject({
      connection: "christmas.db",
      sql: "SELECT * FROM files",
      outcome: "completed",
      conclusion: "parallel-helps",
    });
  });

  it("is empty before the first report, and makes no folder to say so", async () => {
    expect(await aStore().list()).toEqual([]);
    expect(await aStore().read("20260701T081500Z-1a2b3c")).toBeUndefined();
    await expect(stat(folder)).rejects.toThrow();
    expect(warnings).toHaveLength(1);
  });

  it("lists again without reading the reports, also in the next window", async () => {
    await save(aStore(), 1, 2, 3);
    readings = 0;
    expect(await aStore().list()).toHaveLength(3);
    expect(readings).toBe(0);
  });

  it("makes the index again where it is broken or lost", async () => {
    await save(aStore(), 1, 2);
    await writeFile(path.join(folder, "index.json"), "{ broken");
    expect(await aStore().list()).toHaveLength(2);
    await rm(path.join(folder, "index.json"));
    expect(await aStore().list()).toHaveLength(2);
  });

  it("notices a report that another window wrote or deleted", async () => {
    const store = aStore();
    await save(store, 1, 2);
    await save(aStore(), 3);
    expect(await store.list()).toHaveLength(3);
    await aStore().delete(aReport(1).id);
    expect(await store.list()).toHaveLength(2);
  });

  it("reads a file again after it changed", async () => {
    const store = aStore();
    await save(store, 1);
    const file = path.join(folder, `${aReport(1).id}.json`);
    await writeFile(file, (await readFile(file, "utf8")).replace("SELECT * FROM files", "SELECT 1"));
    await utimes(file, new Date(), new Date(Date.now() + 5000));
    expect((await store.list())[0]?.sql).toBe("SELECT 1");
  });

  it("skips a broken file, says so once and leaves it and the others alone", async () => {
    const store = aStore();
    await save(store, 1);
    await writeFile(path.join(folder, "20260702T000000Z-broken.json"), '{"schema":"lanewise-rep');
    await writeFile(path.join(folder, "20260703T000000Z-other.json"), '{"schema":"something-else"}');
    expect(await store.list()).toHaveLength(1);
    expect(await store.list()).toHaveLength(1);
    expect(warnings).toHaveLength(2);
    expect(await store.read("20260702T000000Z-broken")).toBeUndefined();
    expect(await readdir(folder)).toContain("20260702T000000Z-broken.json");
  });

  it("keeps the newest reports and those it must spare", async () => {
    const store = aStore(2);
    await save(store, 1, 2, 3);
    expect(await store.save(aReport(4), [aReport(1).id, aReport(3).id])).toEqual({ ok: true });
    expect((await store.list()).map(({ startedAt }) => startedAt.slice(8, 10))).toEqual(["04", "03"]);
  });

  it("spares a baseline that is older than all that is kept", async () => {
    const store = aStore(2);
    const spared = [aReport(1).id];
    for (const day of [1, 2, 3, 4]) await store.save(aReport(day), spared);
    expect((await store.list()).map(({ startedAt }) => startedAt.slice(8, 10))).toEqual(["04", "03", "01"]);
  });

  it("deletes one report", async () => {
    const store = aStore();
    await save(store, 1, 2);
    await store.delete(aReport(1).id);
    expect((await store.list()).map(({ id }) => id)).toEqual([aReport(2).id]);
  });

  it("leaves no temporary file behind, with many writers at once", async () => {
    const store = aStore();
    await Promise.all([1, 2, 3, 4, 5].map((day) => store.save(aReport(day), [])));
    expect(await store.list()).toHaveLength(5);
    expect((await readdir(folder)).filter((name) => name.endsWith(".tmp"))).toEqual([]);
  });

  it("says why a report cannot be stored", async () => {
    await writeFile(folder, "a file where the folder should be");
    const saved = await aStore().save(aReport(1), []);
    expect(saved).toMatchObject({ ok: false, detail: expect.stringContaining("EEXIST") });
  });

  it("does not follow an id out of its folder", async () => {
    const secret = path.join(path.dirname(folder), "secret.json");
    await writeFile(secret, JSON.stringify(aReport(1)));
    const store = aStore();
    await save(store, 2);
    expect(await store.read("../secret")).toBeUndefined();
    await store.delete("../secret");
    expect((await stat(secret)).isFile()).toBe(true);
  });
});
