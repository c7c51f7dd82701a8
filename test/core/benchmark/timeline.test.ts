import fc from "fast-check";
import { expect, it } from "vitest";
import { mergeSegments } from "../../../src/core/benchmark/timeline.ts";

const sample = (start: number, end: number, queueMs = 0) => ({
  start,
  end,
  queueMs,
  transferMs: 0,
  lockWaitMs: 0,
});

it("shows a wait before the run it waited for, from the agreed start", () => {
  expect(mergeSegments([sample(1000, 1010), sample(1010, 1040, 20)], 1000, 40)).toEqual([
    { kind: "run", from: 0, to: 10, operations: 1 },
    { kind: "wait", from: 10, to: 30, operations: 0 },
    { kind: "run", from: 30, to: 40, operations: 1 },
  ]);
});

it("keeps a gap between operations", () => {
  expect(mergeSegments([sample(0, 10), sample(30, 40)], 0, 40)).toHaveLength(2);
});

it("merges neighbours of one kind", () => {
  const samples = Array.from({ length: 1000 }, (_, i) => sample(i, i + 1));
  expect(mergeSegments(samples, 0, 1000)).toEqual([{ kind: "run", from: 0, to: 1000, operations: 1000 }]);
});

it("shows many short waits as waiting, also after one long run", () => {
  const rest = Array.from({ length: 1000 }, (_, i) => sample(50 + i, 51 + i, 0.8));
  const segments = mergeSegments([sample(0, 50), ...rest], 0, 1050, 100);
  expect(segments.map(({ kind }) => kind)).toEqual(["run", "wait"]);
  expect(segments[0]?.to).toBeCloseTo(50);
});

it("keeps a short wait before a long run apart", () => {
  const segments = mergeSegments([sample(0, 400), sample(400, 1000, 2)], 0, 1000, 100);
  expect(segments.map(({ kind }) => kind)).toEqual(["run", "wait", "run"]);
});

it("never exceeds its limit, never overlaps, and loses no operation", () => {
  const steps = fc.array(
    fc.record({
      gap: fc.double({ min: 0, max: 5, noNaN: true }),
      wait: fc.double({ min: 0, max: 5, noNaN: true }),
      run: fc.double({ min: 0.001, max: 5, noNaN: true }),
    }),
    { minLength: 1, maxLength: 400 },
  );
  fc.assert(
    fc.property(steps, fc.integer({ min: 10, max: 60 }), (all, limit) => {
      let at = 0;
      const samples = all.map(({ gap, wait, run }) => {
        const start = at + gap;
        at = start + wait + run;
        return sample(start, at, wait);
      });
      const segments = mergeSegments(samples, 0, at, limit);
      expect(segments.length).toBeLessThanOrEqual(limit);
      expect(segments.reduce((total, { operations }) => total + operations, 0)).toBe(all.length);
      for (const [i, segment] of segments.entries()) {
        expect(segment.to).toBeGreaterThanOrEqual(segment.from);
        expect(segment.from).toBeGreaterThanOrEqual((segments[i - 1]?.to ?? 0) - 1e-9);
      }
    }),
  );
});
