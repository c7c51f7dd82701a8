import { describe, expect, it } from "vitest";
import { progressLine, progressText } from "../../src/cli/progress-line.ts";
import type { Progress } from "../../src/protocol/runner.ts";
import { fakeTerminal } from "./fake-deps.ts";

const measuring: Progress = {
  phase: "measuring",
  holder: null,
  strategy: "threads(2)",
  round: 3,
  rounds: 15,
  operations: 6,
  operationsDone: 4,
  rows: 1_234_567,
  trials: 75,
  trialsDone: 15,
  elapsedMs: 72_900,
};

describe("the text of the progress line", () => {
  it("tells strategy, round, time, operations and rows", () => {
    expect(progressText(measuring, 200)).toBe(
      "████░░░░░░░░░░░░░░░░ Measuring threads(2) · round 3/15 · 1 min 12 s · 4/6 operations · 1.2M rows",
    );
  });

  it("fits every width, dropping the bar and then the last details", () => {
    expect(progressText(measuring, 90)).toBe(
      "Measuring threads(2) · round 3/15 · 1 min 12 s · 4/6 operations · 1.2M rows",
    );
    expect(progressText(measuring, 40)).toBe("Measuring threads(2) · round 3/15");
    expect(progressText(measuring, 10)).toBe("Measuring…");
    for (let width = 0; width < 130; width++)
      expect(progressText(measuring, width).length).toBeLessThanOrEqual(width);
  });

  it("says whom it waits for", () => {
    const waiting: Progress = { ...measuring, phase: "waiting", strategy: null, holder: "process 42" };
    expect(progressText(waiting, 100)).toBe("Waiting for another run to end (process 42) · 1 min 12 s");
    expect(progressText({ ...waiting, holder: null }, 100)).toContain("Waiting for another run to end ·");
  });

  it("names the phases before measuring", () => {
    const early = { ...measuring, strategy: null, operations: 0, rows: 0, elapsedMs: 1999 };
    expect(progressText({ ...early, phase: "connecting" }, 100)).toBe("Opening the database · 1 s");
    expect(progressText({ ...early, phase: "warming-up" }, 100)).toBe("Warming up · 1 s");
  });
});

describe("the progress line on a terminal", () => {
  it("rewrites one line, leaves the last column free, and removes itself", () => {
    const terminal = fakeTerminal({ isTerminal: true, width: 30 });
    const line = progressLine(terminal, () => 0);
    line.show(measuring);
    line.clear();
    line.clear();
    expect(terminal.text()).toBe("\r\u001b[KMeasuring threads(2)\r\u001b[K");
  });

  it("draws at most 10 times a second", () => {
    const terminal = fakeTerminal({ isTerminal: true });
    let time = 0;
    const line = progressLine(terminal, () => time);
    for (time = 0; time < 1000; time += 10) line.show(measuring);
    expect(terminal.writes()).toBe(10);
  });

  it("writes nothing where no terminal is", () => {
    const terminal = fakeTerminal({ isTerminal: false });
    const line = progressLine(terminal, () => 0);
    line.show(measuring);
    line.clear();
    expect(terminal.text()).toBe("");
  });
});
