import { fork } from "node:child_process";
import type { RunOutcome } from "../core/benchmark/outcome.ts";
import type { Secret } from "../core/connection/secret.ts";
import {
  type FromRunner,
  type Job,
  REMOVE_SIDE_FILES,
  type SideFiles,
  type ToRunner,
} from "../protocol/runner.ts";
import { checkNode } from "./drivers/sqlite/addon.ts";
import { readEnvironment } from "./environment.ts";
import { LaneSet } from "./lane-set.ts";
import { measureRun, type RunEnd } from "./measure-run.ts";
import { pause } from "./pause.ts";
import { type RunLock, tryRunLock } from "./run-lock.ts";
import { lookAgain, removeSideFiles } from "./side-files.ts";
import { withoutSecret } from "./without-secret.ts";

/**
 * The bench runner: one process, one run, one outcome. Its main thread only waits for lanes and talks to the host, so
 * that a cancel is heard whatever the lanes do. When the host is gone, so is the run.
 */
const LOCK_POLL_MS = 100;
const REMOVAL_TRIES = 40;
const REMOVAL_PAUSE_MS = 50;

const cancel = new AbortController();
let hostIsGone = false;

if (process.argv[2] === REMOVE_SIDE_FILES) {
  void removeWhenFree(JSON.parse(process.argv[3] ?? "{}") as SideFiles);
} else {
  process.on("disconnect", () => {
    hostIsGone = true;
    cancel.abort();
  });
  // Ctrl-C in a terminal reaches the whole group: the host hears it too, and orders the cancel.
  for (const signal of ["SIGINT", "SIGHUP"] as const) process.on(signal, () => {});
  process.on("SIGTERM", () => cancel.abort());
  process.on("message", (message: ToRunner) => {
    if (message.type === "start-run") void run(message.job, message.secret, message.sideFiles);
    else cancel.abort();
  });
}

function send(message: FromRunner): Promise<void> {
  return new Promise((resolve) => {
    if (hostIsGone || !process.send) resolve();
    else process.send(message, () => resolve());
  });
}

async function run(job: Job, secret: Secret | undefined, sideFilesBefore: SideFiles | null): Promise<void> {
  // The lock is SQLite's own, whatever is measured.
  const tooOld = checkNode();
  if (tooOld) return end({ outcome: { status: "failed", failure: tooOld, report: null }, isStuck: false });
  const lock = await takeLock(job);
  if ("status" in lock) return end({ outcome: lock, isStuck: false });
  // Kept until the end: a database that nobody holds on to is closed with the next garbage collection.
  process.once("exit", () => lock.release());
  const sideFiles = sideFilesBefore && lookAgain(sideFilesBefore);
  const environment = readEnvironment();
  const lanes = new LaneSet(job.plan);
  const measured = await measureRun(job, {
    secret,
    lanes,
    environment,
    signal: cancel.signal,
    onProgress: (progress) => void send({ type: "progress", progress }),
    onRound: (report) => void send({ type: "round-finished", report }),
  }).catch((error: unknown) => crashed(error, secret));
  if (!measured.isStuck) lanes.end();
  if (sideFiles && (measured.isStuck || !removeSideFiles(sideFiles))) forkRemoval(sideFiles);
  await end(measured, lanes);
}

/** A bug of ours is an outcome, too. */
function crashed(error: unknown, secret: Secret | undefined): RunEnd {
  const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
  const failure = withoutSecret({ reason: "runner-crashed", detail, data: {} }, secret);
  return { outcome: { status: "failed", failure, report: null }, isStuck: true };
}

/** Sends the outcome and ends the process; with SIGKILL when a lane may be inside a statement, which nothing else ends. */
async function end({ outcome, isStuck }: RunEnd, lanes?: LaneSet): Promise<void> {
  await send({ type: "run-finished", outcome });
  lanes?.killProcesses();
  if (isStuck) process.kill(process.pid, "SIGKILL");
  else process.exit(0);
}

async function takeLock(job: Job): Promise<RunLock | RunOutcome> {
  const began = performance.now();
  for (;;) {
    const attempt = tryRunLock();
    if (attempt.status === "taken") return attempt.lock;
    if (attempt.status === "unusable") {
      const { detail, folder } = attempt;
      return {
        status: "failed",
        failure: { reason: "lock-unusable", detail, data: { folder } },
        report: null,
      };
    }
    const { holder } = attempt;
    if (cancel.signal.aborted) return { status: "cancelled", report: null };
    if (job.whenBusy === "refuse") {
      const data = { holder: holder ?? "" };
      return { status: "failed", failure: { reason: "another-run", detail: "", data }, report: null };
    }
    await send({ type: "progress", progress: waitingProgress(job, holder, performance.now() - began) });
    await pause(LOCK_POLL_MS);
  }
}

function waitingProgress({ plan }: Job, holder: string | null, elapsedMs: number) {
  return {
    phase: "waiting",
    holder,
    strategy: null,
    round: 0,
    rounds: plan.trials.maximum,
    operations: 0,
    operationsDone: 0,
    rows: 0,
    trials: plan.trials.maximum * (plan.strategies.length + 1),
    trialsDone: 0,
    elapsedMs,
  } as const;
}

/** A process of its own outlives this one and finds the database free. */
function forkRemoval(sideFiles: SideFiles): void {
  const child = fork(__filename, [REMOVE_SIDE_FILES, JSON.stringify(sideFiles)], {
    execArgv: [],
    detached: true,
    stdio: "ignore",
  });
  child.disconnect();
  child.unref();
}

async function removeWhenFree(sideFiles: SideFiles): Promise<void> {
  for (let attempt = 0; attempt < REMOVAL_TRIES; attempt++) {
    if (removeSideFiles(sideFiles)) return;
    await pause(REMOVAL_PAUSE_MS);
  }
}
