import { makeReport } from "../core/benchmark/make-report.ts";
import type { MaterialisationProbe, OverlapProbe } from "../core/benchmark/measured.ts";
import type { Failure, RunOutcome } from "../core/benchmark/outcome.ts";
import type { Environment, Report } from "../core/benchmark/report.ts";
import { roundOrder, type Turn, whyStop } from "../core/benchmark/schedule.ts";
import { laneCount, type Strategy, serial, strategyName } from "../core/benchmark/strategy.ts";
import type { Milliseconds } from "../core/benchmark/units.ts";
import type { Secret } from "../core/connection/secret.ts";
import type { Inspection, TrialOrder } from "../protocol/lane.ts";
import type { Job, Progress } from "../protocol/runner.ts";
import { now } from "./clock.ts";
import { inspectDatabase } from "./inspect-database.ts";
import type { LaneLink } from "./lane-link.ts";
import type { LaneSet } from "./lane-set.ts";
import { pause } from "./pause.ts";
import { probeMaterialisation } from "./probe-materialisation.ts";
import { refuseStrategies } from "./refuse-strategies.ts";
import { type Abort, failed, judgeTrial } from "./run-abort.ts";
import { progressOf, type RunningTrial } from "./run-progress.ts";
import { type ServerWatch, watchServer } from "./server-watch.ts";
import { StrategyResults } from "./strategy-results.ts";
import { type MeasuredTrial, runTrial, type TrialResult } from "./trial.ts";
import { withoutSecret } from "./without-secret.ts";

const PROGRESS_MS = 100;
/** Between rounds: whoever draws the report so far shall not be measured against. */
const DRAWING_MS = 200;
/** So many rows are fetched in one go, which nothing can stop or cut: used once the warm-up had no more. */
const FEW_ROWS = 64;

export interface RunDeps {
  readonly secret: Secret | undefined;
  readonly lanes: LaneSet;
  readonly environment: Omit<Environment, "engineVersion" | "driver">;
  readonly onProgress: (progress: Progress) => void;
  readonly onRound: (report: Report) => void;
  /** Aborted by a cancel. */
  readonly signal: AbortSignal;
}

export interface RunEnd {
  readonly outcome: RunOutcome;
  /** A lane is still inside a statement: the process must be killed. */
  readonly isStuck: boolean;
}

/** Measures one job on lanes that are already there: inspect, warm up, rounds of trials, report. Never rejects. */
export async function measureRun(job: Job, deps: RunDeps): Promise<RunEnd> {
  return new Run(job, deps).measure();
}

class Run {
  readonly #job: Job;
  readonly #deps: RunDeps;
  readonly #startedAt = new Date();
  readonly #began = now();
  readonly #results: StrategyResults[];
  readonly #noiseTrialsMs: Milliseconds[] = [];
  #inspection: Inspection = { settings: {}, engineVersion: "", driver: "" };
  #watch: ServerWatch | null = null;
  #overlap: OverlapProbe | null = null;
  #materialisation: MaterialisationProbe | null = null;
  #cutAtRows: number | null = null;
  #mostRows = 0;
  #fewRows = false;
  #phase: Progress["phase"] = "connecting";
  #current: RunningTrial | null = null;
  #round = 0;
  #trialsDone = 0;
  #stoppedByRunBudget = false;

  constructor(job: Job, deps: RunDeps) {
    this.#job = job;
    this.#deps = deps;
    this.#results = job.plan.strategies.map((strategy) => new StrategyResults(strategy));
  }

  async measure(): Promise<RunEnd> {
    const ticker = setInterval(() => this.#tellProgress(), PROGRESS_MS);
    try {
      const abort = (await this.#inspect()) ?? (await this.#warmUp()) ?? (await this.#rounds());
      if (!abort?.isStuck) await this.#watch?.close();
      return this.#end(abort);
    } finally {
      clearInterval(ticker);
    }
  }

  #end(abort: Abort | undefined): RunEnd {
    const isMeasured = this.#results.some((one) => one.measured().trials.length > 0);
    if (!abort)
      return { outcome: { status: "completed", report: this.#report("completed", null) }, isStuck: false };
    const { isStuck } = abort;
    if (abort.status === "cancelled") {
      const report = isMeasured ? this.#report("cancelled", null) : null;
      return { outcome: { status: "cancelled", report }, isStuck };
    }
    const report = this.#inspection.engineVersion === "" ? null : this.#report("failed", abort.failure);
    return { outcome: { status: "failed", failure: abort.failure, report }, isStuck };
  }

  async #inspect(): Promise<Abort | undefined> {
    const [lane] = this.#deps.lanes.lanesFor(serial);
    const shared = this.#job.plan.strategies.filter(({ kind }) => kind === "shared-session").map(laneCount);
    const overlapping = Math.max(0, ...shared);
    const looked = await inspectDatabase(lane as LaneLink, this.#order(1), overlapping, this.#deps.signal);
    if (looked.status === "cancelled") return looked;
    if (looked.status === "failed") return failed(this.#withoutSecret(looked.failure));
    this.#inspection = looked.inspection;
    this.#overlap = looked.overlap;
    const budget = { engine: this.#job.profile.engine, allowed: this.#job.plan.limits.connections };
    const refusal = refuseStrategies(this.#results, { ...budget, ...looked.load });
    if (refusal) return failed(refusal);
    const started = this.#results.filter(({ failure }) => failure === null);
    const strategies = started.map(({ strategy }) => strategy);
    const { plan } = this.#job;
    this.#watch = await watchServer({ plan, strategies, lanes: this.#deps.lanes, order: this.#order(1) });
    return undefined;
  }

  /** A quarter of every strategy's operations, at least one a lane, in the plan's order; nothing of it is kept. */
  async #warmUp(): Promise<Abort | undefined> {
    this.#phase = "warming-up";
    const { plan } = this.#job;
    for (const results of this.#results) {
      if (results.failure) continue;
      if (this.#isOver()) return undefined;
      const lanes = laneCount(results.strategy);
      const operations = Math.ceil(plan.operations / lanes / 4) * lanes;
      const result = await this.#trial(results.strategy, this.#order(operations));
      const abort = this.#judge(results, result);
      if (abort) return abort;
      if (result.status === "completed") this.#countRows(result.measured);
    }
    const { rowLimit } = plan.workload;
    const isUnlimited = this.#cutAtRows === null && this.#mostRows < (rowLimit ?? Infinity);
    this.#fewRows = isUnlimited && this.#mostRows <= FEW_ROWS;
    return plan.workload.fetch === "all" ? this.#probeMaterialisation() : undefined;
  }

  async #probeMaterialisation(): Promise<Abort | undefined> {
    const probe = await probeMaterialisation({
      order: this.#order(1),
      cutAtRows: this.#cutAtRows,
      runSerial: (order) => this.#trial(serial, order),
      isOver: () => this.#isOver(),
    });
    if (probe && "status" in probe) return this.#judge(undefined, probe);
    this.#materialisation = probe;
    return undefined;
  }

  async #rounds(): Promise<Abort | undefined> {
    this.#phase = "measuring";
    const { plan } = this.#job;
    for (;;) {
      this.#round++;
      const alive = this.#results.filter((one) => one.failure === null).map((one) => one.strategy);
      for (const turn of roundOrder(plan, alive, this.#round)) {
        if (this.#isOver()) return undefined;
        const abort = await this.#measureTurn(turn);
        if (abort) return abort;
      }
      const report = this.#report("completed", null);
      const stop = whyStop(plan, this.#round, now() - this.#began, report);
      this.#stoppedByRunBudget = stop === "run-budget";
      if (stop) return undefined;
      this.#deps.onRound(report);
      await pause(DRAWING_MS);
    }
  }

  /** No trial is started after the run's time, a warm-up neither. */
  #isOver(): boolean {
    this.#stoppedByRunBudget = now() - this.#began >= this.#job.plan.limits.runMs;
    return this.#stoppedByRunBudget;
  }

  async #measureTurn({ strategy, isNoise }: Turn): Promise<Abort | undefined> {
    const results = this.#results.find((one) => strategyName(one.strategy) === strategyName(strategy));
    if (!results || results.failure) return undefined;
    const result = await this.#trial(strategy, this.#order(this.#job.plan.operations), this.#watch);
    this.#trialsDone++;
    if (result.status !== "completed") {
      if (!isNoise) results.drop();
      return this.#judge(results, result);
    }
    const { measured } = result;
    this.#countRows(measured);
    if (isNoise) this.#noiseTrialsMs.push(measured.trial.wallMs);
    else results.add(measured);
    return undefined;
  }

  #countRows({ cutAtRows, mostRows }: MeasuredTrial): void {
    if (cutAtRows !== null) this.#cutAtRows = Math.max(this.#cutAtRows ?? 0, cutAtRows);
    this.#mostRows = Math.max(this.#mostRows, mostRows);
    // What the warm-up did not see: from now on, rows one by one.
    if (mostRows > FEW_ROWS || cutAtRows !== null) this.#fewRows = false;
  }

  #judge(results: StrategyResults | undefined, result: TrialResult): Abort | undefined {
    const { trialMs } = this.#job.plan.limits;
    return judgeTrial({ results, result, isCancelled: this.#deps.signal.aborted, limitMs: trialMs });
  }

  async #trial(
    strategy: Strategy,
    order: TrialOrder,
    watch: ServerWatch | null = null,
  ): Promise<TrialResult> {
    const { lanes, signal } = this.#deps;
    const timeOut = AbortSignal.timeout(this.#job.plan.limits.trialMs);
    const lanesOf = lanes.lanesFor(strategy);
    const owner = strategy.kind === "shared-session" ? lanes.owner() : null;
    const trialLanes = { lanes: lanesOf, owner, onOneThread: strategy.kind === "tasks", watch };
    this.#current = { strategy, lanes: lanesOf, operations: order.to - order.from };
    const result = await runTrial(trialLanes, order, AbortSignal.any([signal, timeOut]));
    this.#current = null;
    return result.status === "failed" ? { ...result, failure: this.#withoutSecret(result.failure) } : result;
  }

  /** Drivers take it out themselves; what crashes a lane may name anything. */
  #withoutSecret(failure: Failure): Failure {
    return withoutSecret(failure, this.#deps.secret);
  }

  #order(operations: number): TrialOrder {
    const { plan, profile } = this.#job;
    return {
      profile,
      secret: this.#deps.secret,
      workload: plan.workload,
      session: plan.session,
      seed: plan.seed,
      laneBytes: plan.limits.laneBytes,
      fewRows: this.#fewRows,
      from: 0,
      to: operations,
      checksum: plan.workload.fetch === "all",
    };
  }

  #report(outcome: Report["outcome"], failure: Failure | null): Report {
    const { plan, profile, lanewise } = this.#job;
    const { settings, engineVersion, driver } = this.#inspection;
    return makeReport(plan, {
      id: reportId(this.#startedAt),
      startedAt: this.#startedAt.toISOString(),
      durationMs: now() - this.#began,
      lanewise,
      connection: { engine: profile.engine, name: profile.name, settings },
      environment: { ...this.#deps.environment, engineVersion, driver },
      strategies: this.#results.map((one) => one.measured()),
      noiseTrialsMs: this.#noiseTrialsMs,
      materialisation: this.#materialisation,
      overlap: this.#overlap,
      cutAtRows: this.#cutAtRows,
      stoppedByRunBudget: this.#stoppedByRunBudget,
      outcome,
      failure,
    });
  }

  #tellProgress(): void {
    this.#deps.onProgress(
      progressOf(this.#job.plan, {
        phase: this.#phase,
        trial: this.#current,
        round: this.#round,
        trialsDone: this.#trialsDone,
        elapsedMs: now() - this.#began,
      }),
    );
  }
}

/** Sorts by the time of its start; the process keeps two runs of one millisecond apart. */
function reportId(startedAt: Date): string {
  return `${startedAt.toISOString().replace(/[-:.]/g, "")}-${process.pid}`;
}
