import { describe, expect, it } from "vitest";
import { terminalTable } from "../../../../src/core/benchmark/export/terminal-table.ts";
import { sampleReport } from "../../../support/sample-report.ts";

const widest = (table: string) => Math.max(...table.split("\n").map((line) => line.length));

describe("the terminal table", () => {
  it("aligns all figures", () => {
    expect(terminalTable(sampleReport())).toBe(
      [
        "strategy           median          interval     rows/s     p50     p95  factor   [low, high]",
        "serial             1.20 s  1.19 s to 1.21 s  2,494,595  200 ms  201 ms    1.00",
        "threads(2)         653 ms  648 ms to 656 ms  4,590,876  218 ms  219 ms    1.84  [1.82, 1.86]",
        "threads(3)         644 ms  641 ms to 646 ms  4,655,060  322 ms  384 ms    1.87  [1.57, 1.90]",
        "shared-session(3)  1.21 s  1.21 s to 1.22 s  2,476,882  606 ms  611 ms    0.99  [0.98, 1.00]",
        "processes(3)       654 ms  651 ms to 660 ms  4,585,193  327 ms  330 ms    1.84  [1.81, 1.85]",
      ].join("\n"),
    );
  });

  it("leaves out columns, the least important first, to fit a narrow terminal", () => {
    const report = sampleReport();
    for (const width of [90, 80, 70, 60, 50, 40])
      expect(widest(terminalTable(report, width))).toBeLessThanOrEqual(width);
    expect(terminalTable(report, 80)).not.toContain("p95");
    expect(terminalTable(report, 80)).toContain("interval");
    expect(terminalTable(report, 60)).toContain("[low, high]");
    expect(terminalTable(report, 1).split("\n")[0]).toMatch(/^strategy +median +factor$/);
  });

  it("shows dashes for what is not known, and why a strategy failed", () => {
    const report = sampleReport();
    const strategies = report.strategies.map((one, i) =>
      i === 1
        ? {
            ...one,
            outcome: "failed" as const,
            reason: "lane-crashed",
            medianMs: null,
            intervalMs: null,
            speedup: null,
          }
        : one,
    );
    const line = terminalTable({ strategies }, 120).split("\n")[2];
    expect(line).toMatch(/^threads\(2\) +- +- .* - +- +failed: lane-crashed$/);
  });

  it("is a line of titles when nothing was measured", () => {
    expect(terminalTable({ strategies: [] })).toMatch(/^strategy +median/);
  });
});
