import type { Segment } from "./report.ts";
import type { Sample } from "./samples.ts";
import type { Milliseconds } from "./units.ts";

export const MAX_SEGMENTS = 2000;

/** Work that lies close together, of both kinds until it is as long as the resolution. */
interface Piece {
  readonly from: Milliseconds;
  to: Milliseconds;
  operations: number;
  waitMs: Milliseconds;
  runMs: Milliseconds;
}

/**
 * Merges a lane's samples into at most `limit` segments, in milliseconds from `origin`. An operation is a wait (for the
 * owner of a shared session or for a lock) followed by a run. What is shorter than the resolution is gathered with what
 * follows until it is as long, and shown as what it is most of; neighbours of one kind then become one segment.
 */
export function mergeSegments(
  samples: Iterable<Sample>,
  origin: Milliseconds,
  wallMs: Milliseconds,
  limit: number = MAX_SEGMENTS,
): Segment[] {
  const resolution = (2 * wallMs) / limit;
  const segments: { kind: Segment["kind"]; from: number; to: number; operations: number }[] = [];
  let piece: Piece | undefined;
  const close = () => {
    if (!piece) return;
    const { from, to, operations } = piece;
    const kind = piece.waitMs > piece.runMs ? "wait" : "run";
    const last = segments.at(-1);
    if (last?.kind === kind && from - last.to < resolution) {
      last.to = to;
      last.operations += operations;
    } else segments.push({ kind, from, to, operations });
    piece = undefined;
  };
  const add = (kind: Segment["kind"], from: Milliseconds, to: Milliseconds, operations: number) => {
    const isLong = to - from >= resolution;
    if (piece && (isLong || from - piece.to >= resolution || piece.to - piece.from >= resolution)) close();
    piece ??= { from, to, operations: 0, waitMs: 0, runMs: 0 };
    piece.to = Math.max(piece.to, to);
    piece.operations += operations;
    piece[kind === "wait" ? "waitMs" : "runMs"] += to - from;
  };
  for (const { start, end, queueMs, lockWaitMs } of samples) {
    const from = start - origin;
    const waited = queueMs + lockWaitMs;
    if (waited > 0) add("wait", from, from + waited, 0);
    add("run", from + waited, end - origin, 1);
  }
  close();
  return segments;
}
