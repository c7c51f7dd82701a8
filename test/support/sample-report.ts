import { makeReport } from "../../src/core/benchmark/make-report.ts";
import type { Measured, MeasuredStrategy, Trial } from "../../src/core/benchmark/measured.ts";
import { makePlan, type Plan, type PlanRequest } from "../../src/core/benchmark/plan.ts";
import type { Latency, Report, Segment, Timeline } from "../../src/core/benchmark/report.ts";
import { type Random, seededRandom } from "../../src/core/benchmark/statistics/random.ts";
import { laneCount, type Strategy, strategyName } from "../../src/core/benchmark/strategy.ts";

const ROWS_PER_OPERATION = 500_000;
const TRIALS = 7;
/** Wall time of one trial, as two idle cores give it. */
const TYPICAL_MS: Record<string, number> = {
  serial: 1200,
  "threads(2)": 650,
  "threads(3)": 640,
  "shared-session(3)": 1215,
  "processes(3)": 655,
};

/** The demo: journey J1 on 2 cores, 6 × `SELECT * FROM files` over 500,000 rows. */
export function samplePlan(changes: Partial<PlanRequest> = {}): Plan {
  return makePlan({
    sql: "SELECT * FROM files",
    strategies: [
      { kind: "threads", lanes: 2 },
      { kind: "threads", lanes: 3 },
      { kind: "shared-session", lanes: 3 },
      { kind: "processes", lanes: 3 },
    ],
    operations: 6,
    seed: 1,
    ...changes,
  });
}

/** What the runner would have measured of `samplePlan()`: always the same figures. */
export function sampleMeasured(changes: Partial<Measured> = {}): Measured {
  const random = seededRandom(20260712);
  const plan = samplePlan();
  return {
    id: "20260712T081500Z-1a2b3c",
    startedAt: "2026-07-12T08:15:00.000Z",
    durationMs: 41_234.5,
    lanewise: "0.1.0",
    connection: {
      engine: "sqlite",
      name: "christmas.db",
      settings: {
        journal_mode: "wal",
        synchronous: 2,
        cache_size: -16_000,
        page_size: 4096,
        mmap_size: 0,
        busy_timeout: 5000,
      },
    },
    environment: {
      cpus: 2,
      cpuModel: "Sample CPU @ 2.60GHz",
      memoryMb: 7936,
      os: "Linux 6.8.0 x64",
      node: "24.21.0",
      engineVersion: "3.54.1",
      driver: "better-sqlite3 13.2.0",
      loadBefore: 0.12,
      threadCpu: true,
    },
    strategies: plan.strategies.map((strategy) => sampleMeasuredStrategy(strategy, random)),
    noiseTrialsMs: Array.from({ length: TRIALS }, () => near(1200, random)),
    materialisation: null,
    overlap: null,
    cutAtRows: null,
    stoppedByRunBudget: false,
    outcome: "completed",
    failure: null,
    ...changes,
  };
}

/** A complete report of the demo: `threads(2)` helps, the shared session queues, a third lane gains nothing. */
export function sampleReport(changes: Partial<Report> = {}): Report {
  return { ...makeReport(samplePlan(), sampleMeasured()), ...changes };
}

/** Measurements of one strategy with wall times of the caller's choice; everything else follows from them. */
export function measuredStrategy(
  strategy: Strategy,
  wallsMs: readonly number[],
  changes: Partial<MeasuredStrategy> = {},
): MeasuredStrategy {
  const trials = wallsMs.map((wallMs) => trialOf(strategy, wallMs));
  const middle = wallsMs.length === 0 ? -1 : middleIndex(wallsMs);
  return {
    strategy,
    trials,
    droppedTrials: 0,
    failure: null,
    latency: latencyOf(strategy, wallsMs),
    latencyCurve: latencyCurveOf(strategy, wallsMs),
    timeline: middle < 0 ? null : timelineOf(strategy, middle, wallsMs[middle] ?? 0),
    ...changes,
  };
}

function sampleMeasuredStrategy(strategy: Strategy, random: Random): MeasuredStrategy {
  const typicalMs = TYPICAL_MS[strategyName(strategy)] ?? 1000;
  const wallsMs = Array.from({ length: TRIALS }, () => near(typicalMs, random));
  // One trial of threads(3) was disturbed, so that the sample has an outlier to name.
  if (strategyName(strategy) === "threads(3)") wallsMs[4] = typicalMs * 1.2;
  return measuredStrategy(strategy, wallsMs);
}

/** Within ±1 %, to the hundredth of a millisecond. */
function near(ms: number, random: Random): number {
  return Math.round(ms * (0.99 + 0.02 * random()) * 100) / 100;
}

const OPERATIONS = 6;
const CORES = 2;

function trialOf(strategy: Strategy, wallMs: number): Trial {
  const lanes = laneCount(strategy);
  const shared = strategy.kind === "shared-session";
  const queueMs = shared ? lanes * wallMs * ((lanes - 1) / lanes) : 0;
  const cpuShare = shared ? 0.02 : 0.98 * Math.min(1, CORES / lanes);
  return {
    wallMs,
    rows: OPERATIONS * ROWS_PER_OPERATION,
    checksum: null,
    phases: {
      connectMs: 1.4 * (shared ? 1 : lanes),
      queueMs,
      executeMs: lanes * wallMs - queueMs,
      transferMs: 0,
      lockWaitMs: 0,
      lockWaits: 0,
    },
    lanes: Array.from({ length: lanes }, (_, lane) => {
      const laneWallMs = wallMs * (1 - 0.004 * lane);
      return {
        lane,
        operations: OPERATIONS / lanes,
        rows: (OPERATIONS / lanes) * ROWS_PER_OPERATION,
        wallMs: laneWallMs,
        cpuMs: laneWallMs * cpuShare,
        lateMs: 0.08 + 0.05 * lane,
        connectMs: 1.4,
        lockWaitMs: 0,
      };
    }),
    threadCpuMs: null,
    server: null,
  };
}

/** An operation of a lane takes its part of the trial. */
function operationMs(strategy: Strategy, wallMs: number): number {
  return (wallMs * laneCount(strategy)) / OPERATIONS;
}

function latencyOf(strategy: Strategy, wallsMs: readonly number[]): Latency {
  const samples = wallsMs.length * OPERATIONS;
  const sorted = wallsMs.map((wallMs) => operationMs(strategy, wallMs)).sort((a, b) => a - b);
  const at = (q: number) => sorted[Math.round((sorted.length - 1) * q)] ?? null;
  return {
    samples,
    p50: samples >= 2 ? at(0.5) : null,
    p90: samples >= 10 ? at(0.9) : null,
    p95: samples >= 20 ? at(0.95) : null,
    p99: null,
    max: at(1),
  };
}

function latencyCurveOf(strategy: Strategy, wallsMs: readonly number[]): [number, number][] {
  const sorted = wallsMs.map((wallMs) => operationMs(strategy, wallMs)).sort((a, b) => a - b);
  return sorted.map((ms, i) => [(i + 1) / sorted.length, ms]);
}

function middleIndex(wallsMs: readonly number[]): number {
  const order = wallsMs.map((_, i) => i).sort((a, b) => (wallsMs[a] ?? 0) - (wallsMs[b] ?? 0));
  return order[(order.length - 1) >> 1] ?? 0;
}

function timelineOf(strategy: Strategy, trial: number, wallMs: number): Timeline {
  const lanes = laneCount(strategy);
  const lanesSegments = Array.from({ length: lanes }, (_, lane) =>
    strategy.kind === "shared-session" ? turns(lane, lanes, wallMs) : oneAfterAnother(lane, lanes, wallMs),
  );
  return { trial, wallMs, lanes: lanesSegments };
}

/** Its own session: one operation after the other. */
function oneAfterAnother(lane: number, lanes: number, wallMs: number): Segment[] {
  const operations = OPERATIONS / lanes;
  const eachMs = (wallMs * (1 - 0.004 * lane)) / operations;
  return Array.from({ length: operations }, (_, k) => ({
    kind: "run",
    from: k === 0 ? 0.08 + 0.05 * lane : k * eachMs,
    to: (k + 1) * eachMs,
    operations: 1,
  }));
}

/** A shared session: each lane waits until the owner comes to it. */
function turns(lane: number, lanes: number, wallMs: number): Segment[] {
  const eachMs = wallMs / OPERATIONS;
  return Array.from({ length: OPERATIONS / lanes }, (_, k): Segment[] => {
    const asked = k === 0 ? 0.1 : ((k - 1) * lanes + lane + 1) * eachMs;
    const from = (k * lanes + lane) * eachMs;
    const wait: Segment[] = from > asked ? [{ kind: "wait", from: asked, to: from, operations: 1 }] : [];
    return [...wait, { kind: "run", from: Math.max(from, asked), to: from + eachMs, operations: 1 }];
  }).flat();
}
