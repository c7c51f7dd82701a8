import path from "node:path";
import type { RunOutcome } from "../core/benchmark/outcome.ts";
import { makePlan, type Plan } from "../core/benchmark/plan.ts";
import type { Report } from "../core/benchmark/report.ts";
import type { ConnectionProfile } from "../core/connection/profile.ts";
import type { Secret } from "../core/connection/secret.ts";
import type { Progress } from "../protocol/runner.ts";
import { benchHelp } from "./bench-help.ts";
import { type BenchRequest, parseBench } from "./bench-request.ts";
import { addressNotes, readSecret } from "./bench-secret.ts";
import { benchSummary, failureLine } from "./bench-summary.ts";
import { type Cancellation, cancelOnInterrupt } from "./cancellation.ts";
import type { CliDeps, ExitCode } from "./cli-deps.ts";
import type { Command, UsageError } from "./command.ts";
import { type Channels, channelsFor } from "./output.ts";
import { type ProgressLine, progressLine } from "./progress-line.ts";
import { checkTargets, writeReport } from "./report-targets.ts";
import { reportOf } from "./unmeasured-report.ts";

export const benchCommand: Command = {
  help: benchHelp,
  async run(args, deps) {
    const request = parseBench(args);
    if (!request.ok) return { usageError: request.problem };
    const sql = await readStatement(request.value, deps);
    if ("usageError" in sql) return sql;
    const problem = await checkTargets(request.value, deps.files);
    if (problem !== undefined) return { usageError: problem };
    const reached = await reach(request.value, deps);
    if (typeof reached === "number" || "usageError" in reached) return reached;
    return measure(request.value, makePlan({ ...request.value.plan, sql: sql.text }), reached, deps);
  },
};

async function readStatement(
  { query }: BenchRequest,
  deps: CliDeps,
): Promise<{ readonly text: string } | UsageError> {
  if ("sql" in query) return { text: query.sql };
  const file = await deps.readText(query.file);
  if (!file.ok) return { usageError: `--query-file: ${file.problem}` };
  if (file.text.trim() === "") return { usageError: `--query-file: ${query.file} is empty.` };
  return { text: file.text };
}

interface Reached {
  readonly profile: ConnectionProfile;
  readonly secret: Secret | undefined;
}

/** The database and its secret. A user who does not want to tell it cancels the command. */
async function reach(
  { database, query }: BenchRequest,
  deps: CliDeps,
): Promise<Reached | UsageError | ExitCode> {
  if (database.kind === "file") {
    const file = deps.absolutePath(database.file);
    return { profile: { engine: "sqlite", name: path.basename(file), path: file }, secret: undefined };
  }
  const isRead = "file" in query && query.file === "-";
  const reading = await readSecret(database, isRead ? { ...deps, askSecret: undefined } : deps);
  if (reading.status === "abandoned") return 130;
  if (reading.status === "missing") return { usageError: reading.problem };
  return { profile: database.profile, secret: reading.secret };
}

async function measure(
  request: BenchRequest,
  plan: Plan,
  reached: Reached,
  deps: CliDeps,
): Promise<ExitCode> {
  const channels = channelsFor({ ...request, command: benchHelp.name }, deps);
  const { profile } = reached;
  if (request.database.kind === "server")
    for (const note of addressNotes(request.database)) channels.mention(note);
  const line = progressLine(channels.progress, deps.now);
  const startedAt = deps.wallClock();
  const start = deps.now();
  const cancellation = cancelOnInterrupt(deps, () => {
    line.clear();
    channels.mention("Cancelling; a second Ctrl-C ends at once.");
  });
  const outcome = await run(request, plan, reached, line, cancellation, deps);
  const report = reportOf(outcome, plan, profile, () => ({
    ...deps.describeRun(startedAt),
    startedAt: startedAt.toISOString(),
    durationMs: deps.now() - start,
    lanewise: deps.version,
  }));
  const allWritten = await finish(request, outcome, report, channels, deps);
  cancellation.stopListening();
  if (outcome.status === "cancelled") return 130;
  return allWritten && isDone(outcome) ? 0 : 1;
}

async function run(
  request: BenchRequest,
  plan: Plan,
  { profile, secret }: Reached,
  line: ProgressLine,
  { signal }: Cancellation,
  deps: CliDeps,
): Promise<RunOutcome> {
  const job = { plan, profile, whenBusy: request.whenBusy, lanewise: deps.version };
  const onProgress = (progress: Progress) => {
    if (!signal.aborted) line.show(progress);
  };
  const outcome = await deps.runBenchmark(job, { onProgress }, signal, secret);
  line.clear();
  return outcome;
}

/** Files first: whatever happens to the terminal, they are written. True when all are. */
async function finish(
  request: BenchRequest,
  outcome: RunOutcome,
  report: Report,
  channels: Channels,
  deps: CliDeps,
): Promise<boolean> {
  const { written, problems } = await writeReport(report, request.targets, deps);
  const summary = benchSummary(report, channels.results);
  channels.tell(summary);
  if (outcome.status === "cancelled")
    channels.mention(summary === "" ? "Cancelled before a trial was finished." : "Cancelled.");
  if (written.length > 0) channels.tell(`\nWritten: ${written.join(", ")}`);
  if (outcome.status === "failed") channels.complain(failureLine(outcome.failure));
  for (const text of problems) channels.complain(text);
  return problems.length === 0;
}

/** Serial and at least one other strategy, if any other was asked for. */
function isDone(outcome: RunOutcome): boolean {
  if (outcome.status !== "completed") return false;
  const { strategies } = outcome.report;
  const completed = strategies.filter((one) => one.outcome === "completed");
  const hasSerial = completed.some(({ strategy }) => strategy === "serial");
  return hasSerial && (strategies.length === 1 || completed.length > 1);
}
