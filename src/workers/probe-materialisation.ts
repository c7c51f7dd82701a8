import type { MaterialisationProbe } from "../core/benchmark/measured.ts";
import { medianOf } from "../core/benchmark/statistics/median.ts";
import type { Milliseconds } from "../core/benchmark/units.ts";
import type { TrialOrder } from "../protocol/lane.ts";
import type { TrialResult } from "./trial.ts";

const PROBES = 3;

export interface ProbeDeps {
  /** Of one operation, which keeps its rows. */
  readonly order: TrialOrder;
  /** Rows at which operations stopped at the byte budget; null when none did. */
  readonly cutAtRows: number | null;
  readonly runSerial: (order: TrialOrder) => Promise<TrialResult>;
  /** The run's time is over. */
  readonly isOver: () => boolean;
}

/**
 * The first operation with and without keeping its rows, in turn: what keeping alone costs. Null when the time was over
 * before. A trial that did not complete is given back as it ended.
 */
export async function probeMaterialisation({
  order,
  cutAtRows,
  runSerial,
  isOver,
}: ProbeDeps): Promise<MaterialisationProbe | null | Exclude<TrialResult, { status: "completed" }>> {
  const times = { stream: [] as Milliseconds[], all: [] as Milliseconds[] };
  const limit = Math.min(order.workload.rowLimit ?? Infinity, cutAtRows ?? Infinity);
  const rowLimit = Number.isFinite(limit) ? limit : null;
  for (let probe = 0; probe < 2 * PROBES && !isOver(); probe++) {
    const fetch = probe % 2 === 0 ? "stream" : "all";
    const workload = { ...order.workload, fetch, rowLimit } as const;
    const result = await runSerial({ ...order, workload, checksum: false });
    if (result.status !== "completed") return result;
    times[fetch].push(result.measured.trial.phases.executeMs);
  }
  const [streamMs, allMs] = [medianOf(times.stream), medianOf(times.all)];
  return streamMs === null || allMs === null ? null : { streamMs, allMs };
}
