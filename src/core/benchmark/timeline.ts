import type { Segment } from "./report.ts";
import type { Sample } from "./samples.ts";
import type { Milliseconds } from "./units.ts";

export const MAX_SEGMENTS = 2000;

/**
 * Merges a lane's samples into at most `limit` segments, in milliseconds from `origin`. An operation is a wait (for the
 * owner of a shared session or for a lock) followed by a run; neighbours of one kind that lie closer together than the
 * resolution become one segment, and what is shorter than the resolution is counted with its neighbour.
 */
export function mergeSegments(
  samples: Iterable<Sample>,
  origin: Milliseconds,
  wallMs: Milliseconds,
  limit: number = MAX_SEGMENTS,
): Segment[] {
  const resolution = (2 * wallMs) / limit;
  const segments: { kind: Segment["kind"]; from: number; to: number; operations: number }[] = [];
  const add = (kind: Segment["kind"], from: Milliseconds, to: Milliseconds, operations: number) => {
    const last = segments.at(-1);
    const near = last && from - last.to < resolution;
    const short = last && (to - from < resolution || last.to - last.from < resolution);
    if (last && near && (last.kind === kind || short)) {
      if (to - from > last.to - last.from) last.kind = kind;
      last.to = Math.max(last.to, to);
      last.operations += operations;
    } else {
      segments.push({ kind, from, to, operations });
    }
  };
  for (const { start, end, queueMs, lockWaitMs } of samples) {
    const from = start - origin;
    const waited = queueMs + lockWaitMs;
    if (waited > 0) add("wait", from, from + waited, 0);
    add("run", from + waited, end - origin, 1);
  }
  return segments;
}
