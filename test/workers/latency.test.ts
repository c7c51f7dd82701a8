import { expect, it } from "vitest";
import { LatencyRecorder } from "../../src/workers/latency.ts";

const took = (ms: number) => ({ start: 100, end: 100 + ms, queueMs: 0, transferMs: 0, lockWaitMs: 0 });

it("tells no percentile above the longest operation", () => {
  const recorder = new LatencyRecorder();
  recorder.add(Array.from({ length: 1000 }, () => took(1234.567)));
  const { p50, p99, max } = recorder.latency();
  expect(max).toBeCloseTo(1234.567, 9);
  expect(p50).toBeLessThanOrEqual(max ?? 0);
  expect(p99).toBeLessThanOrEqual(max ?? 0);
  const curve = recorder.curve().map(([, ms]) => ms);
  expect(curve).toEqual(curve.toSorted((a, b) => a - b));
});
