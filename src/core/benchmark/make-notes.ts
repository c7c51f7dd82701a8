import type { JudgedStrategy } from "./make-strategy-report.ts";
import type { Measured } from "./measured.ts";
import type { Plan } from "./plan.ts";
import type { Note, ReportConnection } from "./report.ts";

/** A 1-minute load above this share of the cores means that others were at work before the run. */
const BUSY_LOAD_SHARE = 0.5;

/** All that a reader must know beside the figures, in the order of their weight. */
export function makeNotes(plan: Plan, measured: Measured, judged: readonly JudgedStrategy[]): Note[] {
  const notes: Note[] = [];
  const strategies = judged.map(({ report }) => report);
  const { environment } = measured;
  const finished = strategies.filter(({ trialsMs }) => trialsMs.length > 0);
  if (finished.length > 0 && finished.every(({ rows }) => rows === 0)) notes.push({ note: "empty-result" });
  if (measured.overlap && measured.overlap.refused > 0)
    notes.push({ note: "overlap-refused", ...measured.overlap });
  if (measured.cutAtRows !== null) {
    notes.push({ note: "result-cut-at-budget", rows: measured.cutAtRows, laneBytes: plan.limits.laneBytes });
  }
  if (measured.stoppedByRunBudget) {
    const trials = strategies.reduce((fewest, s) => Math.min(fewest, s.trialsMs.length), plan.trials.maximum);
    notes.push({ note: "stopped-by-run-budget", trials, budgetMs: plan.limits.runMs });
  }
  const { loadBefore, cpus } = environment;
  if (loadBefore !== null && loadBefore > cpus * BUSY_LOAD_SHARE) {
    notes.push({ note: "busy-machine", load: loadBefore, cpus });
  }
  for (const { strategy, droppedTrials, outliers } of strategies) {
    if (droppedTrials > 0) notes.push({ note: "trials-dropped", strategy, trials: droppedTrials });
    if (outliers.length > 0) notes.push({ note: "outliers", strategy, trials: outliers });
  }
  for (const { report, shares } of judged) {
    const { threadCpu: cpuShare } = shares;
    if (cpuShare !== null) notes.push({ note: "shared-thread", strategy: report.strategy, cpuShare });
  }
  const { requestedOperations, operations } = plan;
  if (requestedOperations !== operations) {
    notes.push({ note: "operations-rounded", requested: requestedOperations, operations });
  }
  if (!environment.threadCpu) notes.push({ note: "thread-cpu-unknown", node: environment.node });
  return [...notes, ...parityNotes(measured.connection)];
}

/** Where our session differs from one of Python's sqlite3, which most users of the sample questions run. */
function parityNotes({ engine, settings }: ReportConnection): Note[] {
  if (engine !== "sqlite") return [];
  const notes: Note[] = [];
  const { cache_size: cacheSize, synchronous } = settings;
  if (cacheSize !== undefined && Number(cacheSize) !== -2000) {
    notes.push({ note: "parity", setting: "cache_size", here: String(cacheSize), python: "-2000" });
  }
  if (synchronous !== undefined && synchronousWord(synchronous) !== "FULL") {
    notes.push({
      note: "parity",
      setting: "synchronous",
      here: synchronousWord(synchronous),
      python: "FULL",
    });
  }
  return notes;
}

/** SQLite answers `PRAGMA synchronous` with a number and takes a word. */
function synchronousWord(value: string | number): string {
  return ["OFF", "NORMAL", "FULL", "EXTRA"][Number(value)] ?? String(value).toUpperCase();
}
