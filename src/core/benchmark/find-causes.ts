import type { Engine } from "../connection/engine.ts";
import { factorOf } from "./estimates.ts";
import type { JudgedStrategy } from "./make-strategy-report.ts";
import type { MaterialisationProbe } from "./measured.ts";
import { findDifference } from "./noise-gate.ts";
import type { Fetch } from "./plan.ts";
import type { CauseEvidence, Environment, ServerActivity } from "./report.ts";
import type { Factor, Share } from "./units.ts";

/** A lane that computes for this share of its time has next to nothing to wait for. */
const CPU_BOUND_SHARE: Share = 0.9;
/** Below these shares of the lanes' time, waiting and keeping rows explain nothing. */
const LOCK_WAIT_SHARE: Share = 0.05;
const QUEUE_SHARE: Share = 0.2;
const MATERIALISATION_SHARE: Share = 0.2;
/** From this share on, what sessions do inside of statements is mostly to compute. */
const COMPUTING_SHARE: Share = 0.6;
/** The same work takes as many times the sessions' time when they take turns on a processor. */
const SATURATED_TIMES = 1.5;
const NETWORK_SHARE: Share = 0.5;
/** A factor clearly short of the lane count is below this share of it, its whole interval included. */
const SHORT_OF_LANES: Share = 0.9;

export interface CauseInput {
  /** Serial included. */
  readonly strategies: readonly JudgedStrategy[];
  /** The strategy that the verdict is about: the best parallel one. */
  readonly about: JudgedStrategy | null;
  readonly engine: Engine;
  readonly environment: Pick<Environment, "cpus" | "threadCpu">;
  readonly fetch: Fetch;
  readonly materialisation: MaterialisationProbe | null;
  readonly gate: Factor;
  /** Corrected for the number of strategies. */
  readonly level: Share;
}

/** A cause and how much of the lanes' time it speaks of; 1 more where it speaks of the verdict's own strategy. */
interface WeighedCause extends CauseEvidence {
  readonly weight: number;
}

/** The causes that the figures support, each once with its strongest case, the weightiest first. */
export function findCauses(input: CauseInput): CauseEvidence[] {
  const weighed = [
    heaviest(input.strategies.flatMap((one) => moreLanesThanCores(one, input))),
    heaviest(laneCpuBound(input)),
    heaviest(input.strategies.flatMap((one) => lockWaits(one, input))),
    heaviest(input.strategies.flatMap((one) => sharedSessionQueues(one, input))),
    heaviest(input.strategies.flatMap((one) => eventLoopBusy(one, input))),
    heaviest(input.strategies.flatMap((one) => serverLockWaits(one, input))),
    heaviest(input.strategies.flatMap((one) => serverCpuSaturated(one, input))),
    heaviest(networkBound(input)),
    resultMaterialisation(input),
  ];
  return weighed
    .flatMap((cause) => cause ?? [])
    .toSorted((a, b) => b.weight - a.weight)
    .map(({ cause, evidence }) => ({ cause, evidence }));
}

function heaviest(causes: readonly WeighedCause[]): WeighedCause | undefined {
  return causes.toSorted((a, b) => b.weight - a.weight)[0];
}

function weigh(one: JudgedStrategy, share: Share, { about }: CauseInput): number {
  return share + (one === about ? 1 : 0);
}

/**
 * Only where the extra lanes did not gain: against the same kind with as many lanes as cores or fewer, or, where none
 * was measured, when the factor stays clearly below the lanes and does not exceed the cores.
 */
function moreLanesThanCores(one: JudgedStrategy, input: CauseInput): WeighedCause[] {
  const { strategy, report } = one;
  const cores = input.environment.cpus;
  // Lanes of a shared session only wait for its owner, tasks have one thread: cores are not what they lack.
  if (strategy.kind !== "threads" && strategy.kind !== "processes") return [];
  if (report.lanes <= cores || !report.speedup || !computesOnAllCores(one, input)) return [];
  const fewer = input.strategies
    .filter((other) => other.strategy.kind === strategy.kind && other.report.lanes <= cores)
    .toSorted((a, b) => b.report.lanes - a.report.lanes)[0];
  const gain = fewer && factorOf(fewer.wall, one.wall, input.level);
  if (gain && findDifference(gain, input.gate) === "faster") return [];
  const { factor, high } = report.speedup;
  const clearlyShort = high < report.lanes * SHORT_OF_LANES && factor < cores * input.gate;
  if (!gain && !clearlyShort) return [];
  const evidence = { lanes: report.lanes, cores, strategy: report.strategy, factor };
  return [{ cause: "more-lanes-than-cores", evidence, weight: weigh(one, 1 - cores / report.lanes, input) }];
}

/** Lanes of a server may wait for it on any number of cores; SQLite computes in the lane itself. */
function computesOnAllCores(
  { shares, report }: JudgedStrategy,
  { engine, environment }: CauseInput,
): boolean {
  return engine === "sqlite" || (shares.cpu ?? 0) * report.lanes >= CPU_BOUND_SHARE * environment.cpus;
}

/** Of the verdict's strategy; where cores are short its lanes must take turns, and `serial` tells instead. */
function laneCpuBound(input: CauseInput): WeighedCause[] {
  const { environment, about, strategies } = input;
  if (!environment.threadCpu || !about) return [];
  const { kind } = about.strategy;
  const coresAreShort =
    about.report.lanes > environment.cpus || kind === "shared-session" || kind === "tasks";
  const one = coresAreShort ? strategies.find(({ strategy }) => strategy.kind === "serial") : about;
  const cpuShare = one?.shares.cpu ?? 0;
  if (!one || cpuShare < CPU_BOUND_SHARE) return [];
  const evidence = { cpuShare, strategy: one.report.strategy };
  // It explains a gain. It explains a missing gain only where cores are short.
  const explains = (about.report.speedup?.low ?? 0) > input.gate;
  return [{ cause: "lane-cpu-bound", evidence, weight: explains ? 1 + cpuShare : cpuShare / 10 }];
}

function lockWaits(one: JudgedStrategy, input: CauseInput): WeighedCause[] {
  const { phases } = one.report;
  const share = one.shares.lockWait;
  if (!phases || phases.lockWaits <= 0 || share < LOCK_WAIT_SHARE) return [];
  const evidence = {
    waits: phases.lockWaits,
    waitMs: phases.lockWaitMs,
    share,
    strategy: one.report.strategy,
  };
  return [{ cause: "lock-waits", evidence, weight: weigh(one, share, input) }];
}

/** Lanes wait for the one owner, and sharing was not shown to be faster than `serial`. */
function sharedSessionQueues(one: JudgedStrategy, input: CauseInput): WeighedCause[] {
  const { strategy, report, shares } = one;
  if (strategy.kind !== "shared-session" || shares.queue < QUEUE_SHARE || !report.speedup) return [];
  if (findDifference(report.speedup, input.gate) === "faster") return [];
  const evidence = { queueShare: shares.queue, strategy: report.strategy, factor: report.speedup.factor };
  return [{ cause: "shared-session-queues", evidence, weight: weigh(one, shares.queue, input) }];
}

/** The thread of all tasks computes nearly all the time, so that a further task only waits for it. */
function eventLoopBusy(one: JudgedStrategy, input: CauseInput): WeighedCause[] {
  const { report, shares } = one;
  const cpuShare = shares.threadCpu ?? 0;
  if (one.strategy.kind !== "tasks" || cpuShare < CPU_BOUND_SHARE || !report.speedup) return [];
  if (report.speedup.high >= report.lanes * SHORT_OF_LANES) return [];
  const evidence = { cpuShare, strategy: report.strategy, factor: report.speedup.factor };
  return [{ cause: "event-loop-busy", evidence, weight: weigh(one, cpuShare, input) }];
}

function serverLockWaits(one: JudgedStrategy, input: CauseInput): WeighedCause[] {
  const share = one.report.serverActivity?.lock ?? 0;
  if (share < LOCK_WAIT_SHARE) return [];
  const evidence = { share, strategy: one.report.strategy };
  return [{ cause: "server-lock-waits", evidence, weight: weigh(one, share, input) }];
}

/**
 * For the same work, the sessions were computing or ready to for far longer than serial's: they took turns. Where they
 * mostly waited for something else, that is no sign of it.
 */
function serverCpuSaturated(one: JudgedStrategy, input: CauseInput): WeighedCause[] {
  const { strategy, speedup, lanes, serverActivity: activity } = one.report;
  const serial = input.strategies.find((other) => other.strategy.kind === "serial")?.report.serverActivity;
  if (one.strategy.kind === "shared-session" || !activity || !serial || !speedup) return [];
  const isComputing = ({ running, idle }: ServerActivity) => running >= COMPUTING_SHARE * (1 - idle);
  if (serial.running < COMPUTING_SHARE || !isComputing(serial) || !isComputing(activity)) return [];
  const times = (activity.running * lanes) / (serial.running * speedup.factor);
  if (times < SATURATED_TIMES) return [];
  const evidence = { lanes, strategy, times, factor: speedup.factor };
  return [{ cause: "server-cpu-saturated", evidence, weight: weigh(one, 1 - 1 / times, input) }];
}

/** Of serial, where a lane's time is the whole trial's. It explains why lanes that wait side by side gain. */
function networkBound({ strategies, about, gate }: CauseInput): WeighedCause[] {
  const one = strategies.find(({ strategy }) => strategy.kind === "serial");
  const activity = one?.report.serverActivity;
  const cpu = one?.shares.cpu ?? null;
  if (!one || !activity || cpu === null) return [];
  const networkShare = activity.idle + activity.client - cpu;
  if (networkShare < NETWORK_SHARE) return [];
  const evidence = { networkShare, strategy: one.report.strategy };
  const explains = (about?.report.speedup?.low ?? 0) > gate;
  return [{ cause: "network-bound", evidence, weight: explains ? 1 + networkShare : networkShare }];
}

/** Every lane that keeps its rows pays for them, so it weighs like a cause of the verdict's own strategy. */
function resultMaterialisation({ fetch, materialisation }: CauseInput): WeighedCause | undefined {
  if (fetch !== "all" || !materialisation || materialisation.allMs <= 0) return undefined;
  const { streamMs, allMs } = materialisation;
  const share = (allMs - streamMs) / allMs;
  if (share < MATERIALISATION_SHARE) return undefined;
  return { cause: "result-materialisation", evidence: { streamMs, allMs, share }, weight: 1 + share };
}
