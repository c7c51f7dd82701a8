import { readFileSync } from "node:fs";
import Ajv from "ajv";
import { describe, expect, it } from "vitest";
import { compareReports } from "../../../src/core/benchmark/compare.ts";
import { makeReport } from "../../../src/core/benchmark/make-report.ts";
import type { Report } from "../../../src/core/benchmark/report.ts";
import { serial } from "../../../src/core/benchmark/strategy.ts";
import { contractReport } from "../../support/contract-report.ts";
import { measuredStrategy, sampleMeasured, samplePlan, sampleReport } from "../../support/sample-report.ts";

type Schema = Record<string, unknown>;

const schemaFile = (name: string): Schema =>
  JSON.parse(readFileSync(new URL(`../../../resources/${name}.schema.json`, import.meta.url), "utf8"));
const reportSchema = schemaFile("report");
const ajv = new Ajv({ allErrors: true, strict: true, allowUnionTypes: true });
const validateReport = ajv.compile(reportSchema);
const validateComparison = ajv.compile(schemaFile("comparison"));

function errorsIn(report: unknown): string[] {
  validateReport(JSON.parse(JSON.stringify(report)));
  return (validateReport.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}

const failure = { reason: "file-missing", detail: "ENOENT", data: { file: "a.db", pid: 7 } } as const;
const emptyStrategies = samplePlan().strategies.map((strategy) => measuredStrategy(strategy, []));

function annotated(): Report {
  const measured = sampleMeasured({
    stoppedByRunBudget: true,
    cutAtRows: 10,
    overlap: { requests: 4, refused: 3, code: "EINVALIDSTATE", detail: "not the SentClientRequest state" },
  });
  const environment = { ...measured.environment, threadCpu: false, loadBefore: 5 };
  const plan = samplePlan({
    fetch: "all",
    rowLimit: 5,
    session: {
      sqlite: { cacheSize: -2000, mmapSize: 0, busyTimeoutMs: 100 },
      postgres: { isolation: "serializable", lockTimeoutMs: 50, workMemKb: 4096, parallelWorkers: 0 },
      mysql: { isolation: "read-committed", lockTimeoutMs: 1000 },
      mssql: { isolation: "snapshot", packetSize: 8192 },
    },
    limits: { connections: 9 },
    parameters: [
      { name: "id", source: { kind: "integer", from: 1, to: 9 } },
      { name: null, source: { kind: "choice", values: ["a", 1, null] } },
    ],
  });
  const strategies = measured.strategies.map((one, i) => ({
    ...one,
    droppedTrials: i,
    trials: one.trials.map((trial) => ({
      ...trial,
      threadCpuMs: i === 0 ? null : trial.wallMs / 3,
      server: i === 0 ? null : { looks: 9, running: 3, lock: 1, io: 1, client: 1, other: 1 },
    })),
  }));
  return makeReport({ ...plan, requestedOperations: 5 }, { ...measured, environment, strategies });
}

describe("the report's schema", () => {
  it.each<[string, unknown]>([
    ["a complete report", sampleReport()],
    ["a report with every kind of note, parameter and setting", annotated()],
    [
      "a report without trials",
      makeReport(samplePlan(), sampleMeasured({ strategies: emptyStrategies, noiseTrialsMs: [] })),
    ],
    [
      "a partial, cancelled report",
      makeReport(
        samplePlan({ strategies: [] }),
        sampleMeasured({ strategies: [measuredStrategy(serial, [5, 6])], outcome: "cancelled" }),
      ),
    ],
    [
      "a failed report",
      makeReport(samplePlan(), sampleMeasured({ strategies: emptyStrategies, outcome: "failed", failure })),
    ],
    ["the contract's own example", contractReport()],
  ])("accepts %s", (_, report) => {
    expect(errorsIn(report)).toEqual([]);
  });

  it.each<[string, object]>([
    ["another schema", { schema: "lanewise-report/2" }],
    ["a verdict without a conclusion", { verdict: { best: "serial" } }],
    ["strategies that are no list", { strategies: {} }],
    ["an unknown outcome", { outcome: "finished" }],
    ["a negative duration", { durationMs: -1 }],
    ["a time that is none", { startedAt: "yesterday" }],
    ["an unknown failure", { failure: { reason: "bad luck", detail: "", data: {} } }],
    ["an unknown note", { notes: [{ note: "full-moon" }] }],
    [
      "a strategy without trials' times",
      { strategies: [{ ...sampleReport().strategies[0], trialsMs: undefined }] },
    ],
  ])("refuses %s", (_, change) => {
    expect(errorsIn({ ...sampleReport(), ...change })).not.toEqual([]);
  });

  it("describes every field that a report has", () => {
    expect([
      ...undescribed(annotated(), reportSchema),
      ...undescribed({ ...sampleReport(), failure }, reportSchema),
    ]).toEqual([]);
  });
});

describe("the comparison's schema", () => {
  it("accepts comparisons and refuses what is none", () => {
    const report = sampleReport();
    expect(validateComparison(compareReports(report, report))).toBe(true);
    expect(validateComparison(compareReports(report, { ...report, noise: null }))).toBe(true);
    expect(validateComparison({ ...compareReports(report, report), conclusion: "faster" })).toBe(false);
    expect(validateComparison({ schema: "lanewise-comparison/1" })).toBe(false);
  });
});

/** Paths of fields that no schema along the way names. */
function undescribed(value: unknown, schema: Schema, path = ""): string[] {
  const candidates = alternatives(schema);
  if (Array.isArray(value)) {
    const items = candidates.flatMap((one) => (one["items"] ? [one["items"] as Schema] : []));
    return value.slice(0, 20).flatMap((item, i) => undescribed(item, { anyOf: items }, `${path}[${i}]`));
  }
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, field]) => {
    if (field === undefined) return [];
    const named = candidates.flatMap(
      (one) => (one["properties"] as Record<string, Schema> | undefined)?.[key] ?? [],
    );
    if (named.length === 0 && candidates.some((one) => one["additionalProperties"])) return [];
    return named.length === 0 ? [`${path}.${key}`] : undescribed(field, { anyOf: named }, `${path}.${key}`);
  });
}

function alternatives(schema: Schema): Schema[] {
  const reference = schema["$ref"];
  if (typeof reference === "string") {
    const definitions = reportSchema["definitions"] as Record<string, Schema>;
    return alternatives(definitions[reference.replace("#/definitions/", "")] ?? {});
  }
  const parts = [schema["anyOf"], schema["oneOf"]].flatMap((list) => (list as Schema[] | undefined) ?? []);
  return parts.length > 0 ? parts.flatMap(alternatives) : [schema];
}
