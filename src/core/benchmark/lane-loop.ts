import type { Failure } from "./outcome.ts";
import type { Milliseconds } from "./units.ts";

/** What one operation did. A session may return the same object each time: read it before the next operation. */
export interface OperationResult {
  rows: number;
  /** Until the shared session's owner began; 0 with a session of one's own. */
  queueMs: Milliseconds;
  /** From the owner's last row to the rows' arrival. */
  transferMs: Milliseconds;
  lockWaitMs: Milliseconds;
  lockWaits: number;
  /** The operation stopped fetching at the byte budget. */
  cut: boolean;
  /** The stop flag ended the operation in its middle. */
  stopped: boolean;
  failure: Failure | null;
}

/** A result for a session to fill in, again and again. */
export function emptyResult(): OperationResult {
  return {
    rows: 0,
    queueMs: 0,
    transferMs: 0,
    lockWaitMs: 0,
    lockWaits: 0,
    cut: false,
    stopped: false,
    failure: null,
  };
}

export interface LaneSession {
  run(operation: number): OperationResult | Promise<OperationResult>;
}

export interface LaneLoopDeps {
  readonly session: LaneSession;
  /** The machine's monotonic clock. */
  readonly now: () => Milliseconds;
  readonly record: (start: Milliseconds, end: Milliseconds, result: OperationResult) => void;
  readonly stopped: () => boolean;
}

export interface LaneEnd {
  readonly status: "completed" | "stopped" | "failed";
  readonly failure: Failure | null;
  readonly endedAt: Milliseconds;
  readonly rows: number;
  /** The most rows of one operation. */
  readonly mostRows: number;
  readonly lockWaits: number;
  readonly lockWaitMs: Milliseconds;
  /** The most rows of an operation that was cut at the byte budget; null when none was. */
  readonly cutAtRows: number | null;
}

/** Runs operations `from` up to `to` (not included), one after the other. Between two readings of the clock only the operation. */
export async function runLane(
  { session, now, record, stopped }: LaneLoopDeps,
  from: number,
  to: number,
): Promise<LaneEnd> {
  let rows = 0;
  let mostRows = 0;
  let lockWaits = 0;
  let lockWaitMs = 0;
  let cutAtRows: number | null = null;
  const end = (status: LaneEnd["status"], failure: Failure | null = null): LaneEnd => ({
    status,
    failure,
    endedAt: now(),
    rows,
    mostRows,
    lockWaits,
    lockWaitMs,
    cutAtRows,
  });
  for (let operation = from; operation < to; operation++) {
    if (stopped()) return end("stopped");
    const start = now();
    const pending = session.run(operation);
    const result = pending instanceof Promise ? await pending : pending;
    const finish = now();
    if (result.failure) return end("failed", result.failure);
    if (result.stopped) return end("stopped");
    record(start, finish, result);
    rows += result.rows;
    if (result.rows > mostRows) mostRows = result.rows;
    lockWaits += result.lockWaits;
    lockWaitMs += result.lockWaitMs;
    if (result.cut) cutAtRows = Math.max(cutAtRows ?? 0, result.rows);
  }
  return end("completed");
}
