import { describe, expect, it } from "vitest";
import { runCli } from "../../src/cli/run-cli.ts";
import { makeReport } from "../../src/core/benchmark/make-report.ts";
import type { Report } from "../../src/core/benchmark/report.ts";
import { sampleMeasured, samplePlan } from "../support/sample-report.ts";
import { type FakeDeps, fakeDeps } from "./fake-deps.ts";

const disk = {
  "base.json": JSON.stringify(timed(1)),
  "same.json": JSON.stringify(timed(1)),
  "slow.json": JSON.stringify(timed(2)),
  "fast.json": JSON.stringify(timed(0.5)),
  "other.json": JSON.stringify({ ...timed(1), plan: { ...timed(1).plan, operations: 12 } }),
  "newer.json": JSON.stringify({ ...timed(1), schema: "lanewise-report/7" }),
  "broken.json": '{"schema": "lanewise-rep',
  "foreign.json": '{"a": 1}',
};

describe("lanewise compare", () => {
  it.each([
    ["same.json", 0, "no-difference"],
    ["fast.json", 0, "improvement"],
    ["slow.json", 1, "regression"],
    ["other.json", 2, "not-comparable"],
  ])("answers %s with exit code %i and the JSON of a %s", async (file, code, conclusion) => {
    const deps = fakeDeps({ disk });
    expect(await compare(deps, "base.json", file, "--json", "-")).toBe(code);
    const comparison = JSON.parse(deps.stdout.text());
    expect(comparison).toMatchObject({ schema: "lanewise-comparison/1", conclusion });
    expect(deps.stderr.text()).toContain(comparison.text.slice(0, 20));
  });

  it("prints every strategy with its factor and interval, and the conclusion in words", async () => {
    const deps = fakeDeps({ disk });
    await compare(deps, "base.json", "slow.json");
    expect(deps.stdout.text()).toMatch(/^threads\(2\) +0\.50 +0\.\d+ to 0\.\d+$/m);
    expect(deps.stdout.text()).toContain("Regression:");
    expect(deps.stderr.text()).toBe("");
  });

  it("writes the JSON to a file beside the text", async () => {
    const deps = fakeDeps({ disk });
    expect(await compare(deps, "base.json", "slow.json", "--json", "out.json")).toBe(1);
    expect(JSON.parse(deps.disk.get("out.json") ?? "")).toMatchObject({ conclusion: "regression" });
    expect(deps.stdout.text()).toContain("Regression:");
  });

  it("prints nothing when quiet", async () => {
    const deps = fakeDeps({ disk });
    expect(await compare(deps, "base.json", "slow.json", "--quiet")).toBe(1);
    expect(deps.stdout.text() + deps.stderr.text()).toBe("");
  });

  it.each([
    ["gone.json", "gone.json cannot be read."],
    ["broken.json", "broken.json is not JSON."],
    ["foreign.json", "foreign.json: This is not a Lanewise report."],
    ["newer.json", "newer.json: This report was written by a newer Lanewise"],
  ])("says what is wrong with %s and exits with 2", async (file, sentence) => {
    const deps = fakeDeps({ disk });
    expect(await compare(deps, "base.json", file, "--json", "-")).toBe(2);
    expect(deps.stderr.text()).toContain(sentence);
    expect(deps.stdout.text()).toBe("");
  });

  it.each([
    [[], "Two reports are needed"],
    [["base.json"], "Two reports are needed"],
    [["base.json", "same.json", "slow.json"], "“slow.json” is one too many"],
    [["-", "-"], "Only one of the two"],
    [
      ["base.json", "same.json", "--json", "missing/out.json"],
      "The folder of missing/out.json does not exist.",
    ],
    [["base.json", "same.json", "--json", "base.json"], "would be overwritten"],
    [["base.json", "same.json", "--jsn", "-"], "Did you mean --json?"],
  ])("takes %j for wrong usage", async (args, part) => {
    const deps = fakeDeps({ disk });
    expect(await compare(deps, ...args)).toBe(2);
    expect(deps.stderr.text()).toContain(part);
    expect(deps.stderr.text()).toMatch(/See lanewise compare --help\.\n$/);
    expect(deps.disk.get("base.json")).toBe(disk["base.json"]);
  });

  it("exits with 2 when the JSON cannot be written", async () => {
    const deps = fakeDeps({ disk });
    expect(await compare(deps, "base.json", "same.json", "--json", "full/out.json")).toBe(2);
    expect(deps.stderr.text()).toContain("the disk is full");
  });
});

function compare(deps: FakeDeps, ...args: string[]) {
  return runCli(["compare", ...args], deps);
}

/** The sample run with all its times multiplied. */
function timed(scale: number): Report {
  const measured = sampleMeasured();
  return makeReport(samplePlan(), {
    ...measured,
    strategies: measured.strategies.map((one) => ({
      ...one,
      trials: one.trials.map((trial) => ({ ...trial, wallMs: trial.wallMs * scale })),
    })),
    noiseTrialsMs: measured.noiseTrialsMs.map((ms) => ms * scale),
  });
}
