import { describe, expect, it } from "vitest";
import type { Preview } from "../../../src/core/connection/catalog.ts";
import { columnsIn, measureColumns } from "../../../src/webview/preview/grid-columns.ts";
import { copiedText, moved } from "../../../src/webview/preview/grid-selection.ts";

const size = { rows: 200, columns: 10, rowsPerPage: 20 };

describe("moved", () => {
  it.each([
    ["ArrowDown", false, 6, 3],
    ["ArrowUp", false, 4, 3],
    ["ArrowLeft", false, 5, 2],
    ["ArrowRight", false, 5, 4],
    ["Home", false, 5, 0],
    ["End", false, 5, 9],
    ["PageDown", false, 25, 3],
    ["PageUp", false, 0, 3],
    ["Home", true, 0, 0],
    ["End", true, 199, 9],
    ["ArrowDown", true, 199, 3],
    ["ArrowLeft", true, 5, 0],
  ] as const)("goes with %s, control %s, to row %i, column %i", (key, isControl, row, column) => {
    expect(moved({ row: 5, column: 3 }, key, isControl, size)).toEqual({ row, column });
  });

  it("stays inside, and leaves other keys alone", () => {
    expect(moved({ row: 0, column: 0 }, "ArrowUp", false, size)).toEqual({ row: 0, column: 0 });
    expect(moved({ row: 199, column: 9 }, "PageDown", false, size)).toEqual({ row: 199, column: 9 });
    expect(moved({ row: 0, column: 0 }, "x", false, size)).toBeUndefined();
  });
});

describe("copiedText", () => {
  const preview: Preview = {
    cutAt: 100,
    columns: ["a", "b"].map((name) => ({ name, type: "text", isNumber: false })),
    rows: [
      ["1", 'say "hi"'],
      [null, "two\nlines"],
    ],
  };

  it("is one cell as it is, and several as spreadsheets take them", () => {
    const cell = { row: 1, column: 1 };
    expect(copiedText(preview, { anchor: cell, active: cell })).toBe("two\nlines");
    const all = { anchor: { row: 1, column: 1 }, active: { row: 0, column: 0 } };
    expect(copiedText(preview, all)).toBe('1\t"say ""hi"""\n\t"two\nlines"');
  });
});

describe("columns", () => {
  const preview: Preview = {
    cutAt: 1000,
    columns: Array.from({ length: 1000 }, (_, at) => ({ name: `column ${at}`, type: "", isNumber: false })),
    rows: [Array.from({ length: 1000 }, (_, at) => (at === 0 ? "x".repeat(1000) : null))],
  };

  it("are as wide as what they hold, within limits", () => {
    const { widths, lefts } = measureColumns(preview, 8);
    expect([widths[0], widths[1]]).toEqual([48 * 8 + 18, 8 * 8 + 18]);
    expect(lefts).toHaveLength(1001);
  });

  it("are drawn only as far as they are in sight", () => {
    const columns = measureColumns(preview, 8);
    expect(columnsIn(columns, 0, 500)).toEqual([0, 3]);
    const [first, end] = columnsIn(columns, 50_000, 51_000);
    expect(columns.lefts[first]).toBeLessThanOrEqual(50_000);
    expect(columns.lefts[end]).toBeGreaterThanOrEqual(51_000);
    expect(end - first).toBeLessThan(15);
    expect(columnsIn(columns, 1e9, 2e9)).toEqual([999, 1000]);
    expect(columnsIn({ lefts: [0], widths: [] }, 0, 500)).toEqual([0, 0]);
  });
});
