import { type Text, text } from "../text/text.ts";
import { reportShape } from "./read/report-shape.ts";
import { isObject, own } from "./read/shape.ts";
import { type Report, reportSchema, type StrategyReport } from "./report.ts";
import { outlierIndices } from "./statistics/modified-z-scores.ts";

export type ReadReport =
  | { readonly ok: true; readonly report: Report }
  | { readonly ok: false; readonly problem: Text };

/**
 * Reads what a file held, whoever wrote it. A report of an older release, which may have only what the contract
 * guarantees, comes back complete: figures that were not written yet are null, empty or 0. Causes and notes that only a
 * later release knows are dropped. Never throws.
 */
export function readReport(json: unknown): ReadReport {
  const schema = isObject(json) ? own(json, "schema") : undefined;
  if (schema !== reportSchema) return { ok: false, problem: schemaProblem(schema) };
  const reading = reportShape(json, "");
  if (!reading.ok) {
    const { path, expected } = reading;
    return {
      ok: false,
      problem: text("This report is damaged: {path} should be {expected}.", { path, expected }),
    };
  }
  return { ok: true, report: complete(reading.value) };
}

function schemaProblem(schema: unknown): Text {
  if (typeof schema !== "string") return text("This is not a Lanewise report.");
  const version = /^lanewise-report\/(\d{1,9})$/.exec(schema)?.[1];
  if (version !== undefined && Number(version) > 1) {
    return text("This report was written by a newer Lanewise ({schema}). Update Lanewise to open it.", {
      schema,
    });
  }
  return text('This is not a Lanewise report, but "{schema}".', { schema: schema.slice(0, 60) });
}

/** Derives from the guaranteed fields what an older release did not write. */
function complete(report: Report): Report {
  const { plan } = report;
  const operations = plan.operations || (report.strategies[0]?.operations ?? 0);
  return {
    ...report,
    // Ids sort by the time of the start, so an unknown time comes first.
    id: report.id || `00000000T000000Z-${fingerprint(JSON.stringify(report))}`,
    startedAt: Number.isNaN(Date.parse(report.startedAt)) ? "1970-01-01T00:00:00.000Z" : report.startedAt,
    plan: {
      ...plan,
      operations,
      requestedOperations: plan.requestedOperations || operations,
      strategies: plan.strategies.length > 0 ? plan.strategies : report.strategies.map((one) => one.strategy),
    },
    strategies: report.strategies.map(completeStrategy),
  };
}

function completeStrategy(one: StrategyReport): StrategyReport {
  const { trialsMs, latencyMs } = one;
  const samples = latencyMs.max === null ? 0 : one.operations * trialsMs.length;
  return {
    ...one,
    outliers: outlierIndices(trialsMs),
    latencyMs: { ...latencyMs, samples: latencyMs.samples || samples },
    // An index beyond the trials points at nothing.
    timeline: one.timeline && one.timeline.trial < trialsMs.length ? one.timeline : null,
  };
}

/** FNV-1a, 32 bits, as 8 hexadecimal digits. */
function fingerprint(written: string): string {
  let hash = 0x811c9dc5;
  for (let i = 0; i < written.length; i++) hash = Math.imul(hash ^ written.charCodeAt(i), 0x01000193);
  return (hash >>> 0).toString(16).padStart(8, "0");
}
