import { describe, expect, it } from "vitest";
import { markdown } from "../../../../src/core/benchmark/export/markdown.ts";
import { sampleReport } from "../../../support/sample-report.ts";

describe("Markdown", () => {
  it("shows verdict, figures with intervals, causes, notes, settings and environment", () => {
    const text = markdown(sampleReport());
    expect(text).toContain("**Parallel helps: threads(2) is 1.84 times as fast as serial (1.82 to 1.86).");
    expect(text).toContain(
      "| threads(2) | 653 ms | 648 ms to 656 ms | 7 | 4,590,876 | 218 ms | 219 ms | – | 1.84 | 1.82 to 1.86 |",
    );
    expect(text).toContain("only differences beyond 2% are claimed");
    expect(text).toContain("- **A shared session is a queue.**");
    expect(text).toContain("Trials 1, 5 of threads(3) are outliers");
    expect(text).toContain("| journal\\_mode | wal |");
    expect(text).toContain("| Driver | better-sqlite3 13.2.0 |");
    expect(text.match(/^## .*$/gm)).toEqual(["## Why", "## Notes", "## Settings", "## Environment"]);
  });

  it("does not let text from a database become a cell, markup or HTML", () => {
    const report = sampleReport();
    const connection = {
      ...report.connection,
      name: "a|b`c*d <script>\n# title",
      settings: { "x|y": "1 | 2\n3" },
    };
    const text = markdown({ ...report, connection });
    expect(text).toContain("# Lanewise: a\\|b\\`c\\*d &lt;script> # title");
    expect(text).toContain("| x\\|y | 1 \\| 2 3 |");
    expect(text).not.toContain("<script>");
  });

  it("fences SQL that holds a fence itself", () => {
    const report = sampleReport();
    const workload = { ...report.plan.workload, sql: "SELECT '```'" };
    expect(markdown({ ...report, plan: { ...report.plan, workload } })).toContain(
      "````sql\nSELECT '```'\n````",
    );
  });

  it("shows what is not known as a dash, and what failed as failed", () => {
    const report = sampleReport();
    const strategies = report.strategies.map((one) => ({
      ...one,
      outcome: "failed" as const,
      medianMs: null,
      intervalMs: null,
      speedup: null,
      rowsPerSecond: null,
    }));
    const text = markdown({ ...report, strategies, noise: null });
    expect(text).toContain("| serial (failed) | – | – | 7 | – |");
    expect(text).not.toContain("null");
  });
});
