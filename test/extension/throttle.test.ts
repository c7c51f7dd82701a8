import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Throttle } from "../../src/extension/throttle.ts";

describe("Throttle", () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it("calls at once, then at most once per interval, with the newest value", () => {
    const calls: number[] = [];
    const throttle = new Throttle<number>(100, (value) => calls.push(value));
    for (let ms = 0; ms < 1000; ms += 10) {
      throttle.push(ms);
      vi.advanceTimersByTime(10);
    }
    vi.advanceTimersByTime(200);
    expect(calls.length).toBeLessThanOrEqual(11);
    expect(calls[0]).toBe(0);
    expect(calls.at(-1)).toBe(990);
  });

  it("forgets what waits when it is cleared", () => {
    const calls: number[] = [];
    const throttle = new Throttle<number>(100, (value) => calls.push(value));
    throttle.push(1);
    throttle.push(2);
    throttle.clear();
    vi.advanceTimersByTime(500);
    expect(calls).toEqual([1]);
  });
});
