import { describe, expect, it } from "vitest";
import type { MeasuredStrategy } from "../../../src/core/benchmark/measured.ts";
import { around, causesIn, changeTrials, evidenceFor, verdictOf } from "../../support/verdict-case.ts";

describe("the conclusion", () => {
  it("is that parallel helps, with the best strategy's factor", () => {
    const verdict = verdictOf({ walls: { serial: 1000, "threads(2)": 540, "processes(2)": 700 } });
    expect(verdict).toMatchObject({ conclusion: "parallel-helps", best: "threads(2)" });
    expect(verdict.factor).toBeCloseTo(1000 / 540, 9);
    expect(verdict.interval?.[0]).toBeLessThanOrEqual(verdict.factor ?? 0);
    expect(verdict.interval?.[1]).toBeGreaterThanOrEqual(verdict.factor ?? 0);
  });

  it("prefers fewer lanes among strategies that cannot be told apart", () => {
    const walls = { serial: 1000, "threads(2)": 545, "threads(4)": 540 };
    expect(verdictOf({ walls }).best).toBe("threads(2)");
    expect(verdictOf({ walls: { ...walls, "threads(4)": 400 } }).best).toBe("threads(4)");
  });

  it("is that parallel hurts only when even the fastest parallel strategy is slower", () => {
    const verdict = verdictOf({ walls: { serial: 1000, "threads(2)": 1500, "threads(3)": 1900 } });
    expect(verdict).toMatchObject({ conclusion: "parallel-hurts", best: "serial" });
    expect(verdict.factor).toBeCloseTo(1000 / 1500, 9);
    expect(verdict.text).toContain(
      "even threads(2), the fastest parallel strategy, takes 1.50 times as long",
    );
    const mixed = verdictOf({ walls: { serial: 1000, "threads(2)": 1000, "threads(3)": 1900 } });
    expect(mixed.conclusion).toBe("no-difference");
  });

  it("is no difference below the smallest one, however quiet the machine", () => {
    const quiet = Array(5).fill(1000);
    const same = (one: MeasuredStrategy) =>
      changeTrials(one, (t) => ({ ...t, wallMs: Math.round(t.wallMs / 50) * 50 }));
    const verdict = verdictOf({ walls: { serial: 1000, "threads(2)": 1000 }, noiseMs: quiet, change: same });
    expect(verdict).toMatchObject({ conclusion: "no-difference", best: "serial", interval: [1, 1] });
    expect(verdict.text).toBe(
      "No difference that can be shown: threads(2) came out 1.00 times as fast as serial (1.00 to 1.00); this run can show differences beyond 2%.",
    );
  });

  it("needs the difference to lie beyond the A/A pair's interval", () => {
    const walls = { serial: 1000, "threads(2)": 930 };
    expect(verdictOf({ walls }).conclusion).toBe("parallel-helps");
    expect(verdictOf({ walls, noiseMs: around(920) }).conclusion).toBe("no-difference");
  });

  it("cannot be given when only serial was measured", () => {
    const verdict = verdictOf({ walls: { serial: 1000 } });
    expect(verdict).toMatchObject({ conclusion: "cannot-judge", best: "serial", factor: null, causes: [] });
    expect(verdict.text).toBe("Only serial was measured: there is nothing to compare it with.");
  });

  it("cannot be given when serial failed", () => {
    const failure = { reason: "lane-crashed", detail: "", data: {} } as const;
    const verdict = verdictOf({
      walls: { serial: 1000, "threads(2)": 500 },
      change: (one, name) => (name === "serial" ? { ...one, failure } : one),
    });
    expect(verdict.conclusion).toBe("cannot-judge");
    expect(verdict.text).toContain("serial, which all others are compared with, failed");
  });
});

describe("noise", () => {
  const restless = [1000, 1300, 900, 1250, 950];

  it("makes small differences unjudgeable when the A/A pair is wide", () => {
    const verdict = verdictOf({ walls: { serial: 1000, "threads(2)": 960 }, noiseMs: restless });
    expect(verdict.conclusion).toBe("cannot-judge");
    expect(causesIn(verdict)[0]).toBe("too-noisy");
    expect(evidenceFor(verdict, "too-noisy")).toMatchObject({ limit: 0.15 });
    expect(verdict.factor).toBeCloseTo(1000 / 960, 9);
  });

  it("does not hide a difference that lies beyond even a wide A/A interval", () => {
    const verdict = verdictOf({ walls: { serial: 1000, "threads(2)": 540 }, noiseMs: restless });
    expect(verdict.conclusion).toBe("parallel-helps");
  });
});

describe("too-short-to-measure", () => {
  it("stops the verdict when a serial trial takes less than 5 ms", () => {
    const verdict = verdictOf({ walls: { serial: 4, "threads(2)": 2 } });
    expect(verdict.conclusion).toBe("cannot-judge");
    expect(evidenceFor(verdict, "too-short-to-measure")).toEqual({ medianMs: 4, limitMs: 5 });
    expect(verdictOf({ walls: { serial: 6, "threads(2)": 3 } }).conclusion).toBe("parallel-helps");
  });
});

describe("data-changed", () => {
  const walls = { serial: 1000, "threads(2)": 540 };

  it("stops the verdict when a trial read other rows", () => {
    const verdict = verdictOf({
      walls,
      change: (one, name) =>
        changeTrials(one, (t, i) => (name === "threads(2)" && i === 3 ? { ...t, rows: t.rows + 7 } : t)),
    });
    expect(verdict.conclusion).toBe("cannot-judge");
    expect(evidenceFor(verdict, "data-changed")).toEqual({
      strategy: "threads(2)",
      fewestRows: 3_000_000,
      mostRows: 3_000_007,
      checksums: 0,
    });
    expect(verdict.text).toContain("Trials read between 3,000,000 and 3,000,007 rows.");
  });

  it("stops the verdict when as many rows have another checksum", () => {
    const checksums = (one: MeasuredStrategy, name: string) =>
      changeTrials(one, (t, i) => ({ ...t, checksum: name === "serial" && i === 4 ? "b" : "a" }));
    const verdict = verdictOf({ walls, plan: { fetch: "all" }, change: checksums });
    expect(evidenceFor(verdict, "data-changed")).toMatchObject({ checksums: 2 });
    expect(verdict.text).toContain("with 2 different contents");
  });

  it("is not claimed when all trials agree", () => {
    const verdict = verdictOf({
      walls,
      change: (one) => changeTrials(one, (t) => ({ ...t, checksum: "a" })),
    });
    expect(verdict.conclusion).toBe("parallel-helps");
  });

  it("is told even before there are enough trials to judge", () => {
    const verdict = verdictOf({
      walls,
      noiseMs: [],
      change: (one, name) => changeTrials(one, (t) => (name === "serial" ? t : { ...t, rows: 1 })),
    });
    expect(causesIn(verdict)).toEqual(["data-changed"]);
  });
});
