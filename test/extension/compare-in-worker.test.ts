import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { build } from "esbuild";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { compareReports } from "../../src/core/benchmark/compare.ts";
import { compareInWorker } from "../../src/extension/compare-in-worker.ts";
import { sampleReport } from "../support/sample-report.ts";

const folder = mkdtempSync(path.join(tmpdir(), "lanewise-compare-"));
const file = path.join(folder, "compare-worker.cjs");

beforeAll(async () => {
  const entryPoints = [path.resolve("src/workers/compare-worker.ts")];
  await build({
    entryPoints,
    outfile: file,
    bundle: true,
    platform: "node",
    format: "cjs",
    logLevel: "silent",
  });
});
afterAll(() => rmSync(folder, { recursive: true }));

describe("compareInWorker", () => {
  it("gives what the comparison gives, from a thread of its own", async () => {
    const baseline = sampleReport();
    const report = sampleReport({ id: "20260713T081500Z-1a2b3c" });
    expect(await compareInWorker(file)(baseline, report)).toEqual(compareReports(baseline, report));
  });

  it("rejects when the thread fails instead of waiting for ever", async () => {
    const broken = path.join(folder, "broken.cjs");
    writeFileSync(broken, "process.exit(3);");
    await expect(compareInWorker(broken)(sampleReport(), sampleReport())).rejects.toThrow("code 3");
  });
});
