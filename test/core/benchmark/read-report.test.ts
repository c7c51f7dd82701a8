import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compareReports } from "../../../src/core/benchmark/compare.ts";
import { csv } from "../../../src/core/benchmark/export/csv.ts";
import { markdown } from "../../../src/core/benchmark/export/markdown.ts";
import { terminalTable } from "../../../src/core/benchmark/export/terminal-table.ts";
import { readReport } from "../../../src/core/benchmark/read-report.ts";
import type { Report } from "../../../src/core/benchmark/report.ts";
import { english } from "../../../src/core/text/text.ts";
import { verdictText } from "../../../src/core/text/verdict-text.ts";
import { contractReport } from "../../support/contract-report.ts";
import { sampleReport } from "../../support/sample-report.ts";

const throughJson = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

function opened(json: unknown): Report {
  const reading = readReport(json);
  if (!reading.ok) throw new Error(english(reading.problem));
  return reading.report;
}

function problemOf(json: unknown): string {
  const reading = readReport(json);
  return reading.ok ? "" : english(reading.problem);
}

describe("a stored report", () => {
  it("comes back as it was written", () => {
    const report = sampleReport();
    expect(opened(throughJson(report))).toEqual(report);
  });

  it("keeps a failure, a strategy's reason and the session settings", () => {
    const report = sampleReport({
      outcome: "failed",
      failure: { reason: "timed-out", detail: "", data: { limitMs: 5 } },
    });
    const [first, ...others] = report.strategies;
    const written = {
      ...report,
      plan: { ...report.plan, session: { sqlite: { cacheSize: -2000 } } },
      strategies: [{ ...first, outcome: "failed", reason: "timed-out", detail: "x" }, ...others],
    };
    expect(opened(throughJson(written))).toEqual(written);
  });
});

describe("a report of an older release", () => {
  it("opens with nothing but what the contract guarantees", () => {
    const report = opened(contractReport());
    expect(report).toMatchObject({
      outcome: "completed",
      failure: null,
      notes: [],
      plan: { operations: 4, requestedOperations: 4, strategies: ["threads(2)"] },
      environment: { threadCpu: false, loadBefore: null },
      verdict: { conclusion: "parallel-helps", factor: 1.82 },
    });
    expect(report.strategies[0]).toMatchObject({
      latencyMs: { samples: 8, p50: 400.1, p95: null },
      outliers: [],
      timeline: null,
      laneDetails: [],
    });
    expect(report.id).toMatch(/^00000000T000000Z-[0-9a-f]{8}$/);
  });

  it("is complete enough for everything that shows a report", () => {
    const report = opened(contractReport());
    expect(terminalTable(report)).toContain("threads(2)");
    expect(csv(report)).toContain("812.1");
    expect(markdown(report)).toContain("The lanes compute");
    expect(english(verdictText(report.verdict, report)[0] ?? { message: "", args: {} })).toContain("1.82");
    expect(compareReports(report, sampleReport()).conclusion).toBe("not-comparable");
  });

  it("drops causes and notes that only a later release knows", () => {
    const written = throughJson(sampleReport()) as Report;
    const report = opened({
      ...written,
      notes: [{ note: "full-moon" }, { note: "empty-result" }],
      verdict: {
        ...written.verdict,
        causes: [{ cause: "python-gil", evidence: {} }, ...written.verdict.causes],
      },
      failure: { reason: "disk-on-fire", detail: "", data: {} },
    });
    expect(report.notes).toEqual([{ note: "empty-result" }]);
    expect(report.verdict.causes).toEqual(written.verdict.causes);
    expect(report.failure).toBeNull();
  });
});

describe("what is not a readable report", () => {
  it.each([
    [null, "This is not a Lanewise report."],
    ["text", "This is not a Lanewise report."],
    [[], "This is not a Lanewise report."],
    [{}, "This is not a Lanewise report."],
    [{ schema: "lanewise-comparison/1" }, 'This is not a Lanewise report, but "lanewise-comparison/1".'],
    [
      { schema: "lanewise-report/2" },
      "This report was written by a newer Lanewise (lanewise-report/2). Update Lanewise to open it.",
    ],
    [{ schema: "lanewise-report/1" }, "This report is damaged: connection should be an object."],
  ])("says so: %j", (json, problem) => {
    expect(problemOf(json)).toBe(problem);
  });

  it("says where it is damaged", () => {
    const report = throughJson(sampleReport()) as { strategies: { trialsMs: unknown[] }[] };
    report.strategies[2]?.trialsMs.push("soon");
    expect(problemOf(report)).toBe(
      "This report is damaged: strategies[2].trialsMs[7] should be a number from 0.",
    );
  });

  it("does not take numbers that cannot be calculated with", () => {
    const written = JSON.stringify(sampleReport()).replace('"durationMs":41234.5', '"durationMs":1e999');
    expect(problemOf(JSON.parse(written))).toContain("durationMs should be a number from 0");
  });

  it("does not take lists that are made to exhaust memory", () => {
    const [first] = sampleReport().strategies;
    expect(problemOf({ ...sampleReport(), strategies: Array(1001).fill(first) })).toContain(
      "strategies should be a list of at most 1000",
    );
  });

  it("does not let a file reach the prototype of objects", () => {
    const written = JSON.stringify(sampleReport()).replace(
      '"journal_mode":"wal"',
      '"__proto__":"polluted","constructor":"x"',
    );
    const { settings } = opened(JSON.parse(written)).connection;
    expect(Object.getPrototypeOf(settings)).toBe(Object.prototype);
    expect(Object.entries(settings)).toContainEqual(["__proto__", "polluted"]);
  });

  it("never makes reading throw, whatever the JSON", () => {
    fc.assert(fc.property(fc.jsonValue(), (json) => typeof readReport(json).ok === "boolean"));
    fc.assert(
      fc.property(fc.jsonValue(), (json) => !readReport({ schema: "lanewise-report/1", plan: json }).ok),
    );
  });

  it("never makes reading or showing throw when any one field is replaced", { timeout: 60_000 }, () => {
    const report = throughJson(sampleReport());
    const paths = pathsOf(report);
    fc.assert(
      fc.property(fc.constantFrom(...paths), fc.jsonValue({ maxDepth: 2 }), (path, value) => {
        const reading = readReport(replaced(report, path, value));
        if (!reading.ok) return english(reading.problem).length > 0;
        return (
          markdown(reading.report) + csv(reading.report) + terminalTable(reading.report, 80) !== "" &&
          compareReports(reading.report, reading.report) !== null
        );
      }),
      { numRuns: 200 },
    );
  });
});

type Path = readonly (string | number)[];

/** Of the first item of every list and of all fields. */
function pathsOf(value: unknown, path: Path = []): Path[] {
  if (typeof value !== "object" || value === null) return [path];
  const entries = Array.isArray(value)
    ? value.slice(0, 1).map((item) => [0, item] as const)
    : Object.entries(value);
  return [path, ...entries.flatMap(([key, item]) => pathsOf(item, [...path, key]))];
}

function replaced(value: unknown, [key, ...others]: Path, by: unknown): unknown {
  if (key === undefined) return by;
  const copy = Array.isArray(value) ? [...value] : { ...(value as object) };
  const fields = copy as Record<string | number, unknown>;
  fields[key] = replaced(fields[key], others, by);
  return copy;
}
