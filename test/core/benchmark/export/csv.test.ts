import { describe, expect, it } from "vitest";
import { csv } from "../../../../src/core/benchmark/export/csv.ts";
import { sampleReport } from "../../../support/sample-report.ts";

/** Fields of RFC 4180 with quotes, commas and line breaks inside. */
function parse(text: string): string[][] {
  const rows: string[][] = [[]];
  for (const [, quoted, plain, end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^,\r"]*))(,|\r\n)/g)) {
    rows.at(-1)?.push(quoted?.replaceAll('""', '"') ?? plain ?? "");
    if (end === "\r\n") rows.push([]);
  }
  return rows.slice(0, -1);
}

function column(text: string, name: string): (string | undefined)[] {
  const [header, ...rows] = parse(text);
  return rows.map((row) => row[header?.indexOf(name) ?? -1]);
}

describe("CSV", () => {
  it("has a row for every trial of every strategy and of the A/A pair's second serial", () => {
    const report = sampleReport();
    const strategies = column(csv(report), "strategy");
    const counts = [...new Set(strategies)].map((name) => [
      name,
      strategies.filter((s) => s === name).length,
    ]);
    expect(counts).toEqual([
      ["serial", 7],
      ["threads(2)", 7],
      ["threads(3)", 7],
      ["shared-session(3)", 7],
      ["processes(3)", 7],
      ["serial (A/A)", 7],
    ]);
    const walls = column(csv(report), "wall_ms").slice(0, 7).map(Number);
    expect(walls).toEqual(report.strategies[0]?.trialsMs);
  });

  it("has as many cells in every row as in its header", () => {
    const widths = parse(csv(sampleReport())).map((row) => row.length);
    expect(new Set(widths).size).toBe(1);
  });

  it("marks outliers", () => {
    const text = csv(sampleReport());
    const marked = column(text, "outlier").flatMap((outlier, i) =>
      outlier === "true" ? [column(text, "strategy")[i]] : [],
    );
    expect(marked).toContain("threads(3)");
  });

  it("keeps a strategy without trials as a row without figures", () => {
    const report = sampleReport();
    const [serial, ...others] = report.strategies;
    if (!serial) throw new Error("no serial");
    const failed = { ...serial, outcome: "failed", trialsMs: [] } as const;
    const text = csv({ ...report, strategies: [failed, ...others] });
    expect(column(text, "outcome")[0]).toBe("failed");
    expect(column(text, "wall_ms")[0]).toBe("");
  });

  it("quotes commas, quotes and line breaks", () => {
    const report = sampleReport();
    const name = 'a "quoted", two\r\nlined.db';
    const text = csv({ ...report, connection: { ...report.connection, name } });
    expect(column(text, "connection")[0]).toBe(name);
  });

  it.each(["=HYPERLINK(1)", "+1", "-1", "@SUM(A1)", "\t=1"])("does not let a spreadsheet run %j", (name) => {
    const report = sampleReport();
    const text = csv({ ...report, connection: { ...report.connection, name } });
    expect(column(text, "connection")[0]).toBe(`'${name}`);
  });
});
