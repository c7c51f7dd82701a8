import { describe, expect, it } from "vitest";
import type { Preview } from "../../../src/core/connection/catalog.ts";
import { exportPreview } from "../../../src/core/connection/preview-export.ts";

const preview: Preview = {
  cutAt: 1000,
  columns: [
    { name: "id", type: "bigint", isNumber: true },
    { name: 'na"me', type: "text", isNumber: false },
    { name: "id", type: "text", isNumber: false },
  ],
  rows: [
    ["9007199254740993", "a,b", ""],
    ["-1", null, "=SUM(A1)"],
    ["1.50", "two\r\nlines | <b>", "é😀"],
    [null, "x", "y"],
  ],
};

describe("exportPreview", () => {
  it("writes CSV that tells NULL from an empty text, and that no spreadsheet runs", () => {
    expect(exportPreview(preview, "csv")).toBe(
      [
        'id,"na""me",id',
        '9007199254740993,"a,b",""',
        "-1,,'=SUM(A1)",
        '1.50,"two\r\nlines | <b>",é😀',
        ",x,y",
        "",
      ].join("\r\n"),
    );
  });

  it("writes JSON in which every number keeps all its digits, and no column is lost", () => {
    expect(JSON.parse(exportPreview(preview, "json"))).toEqual([
      { id: "9007199254740993", 'na"me': "a,b", id_2: "" },
      { id: -1, 'na"me': null, id_2: "=SUM(A1)" },
      { id: "1.50", 'na"me': "two\r\nlines | <b>", id_2: "é😀" },
      { id: null, 'na"me': "x", id_2: "y" },
    ]);
    expect(JSON.parse(exportPreview({ ...preview, rows: [] }, "json"))).toEqual([]);
  });

  it("writes a Markdown table in which no value becomes markup", () => {
    const lines = exportPreview(preview, "markdown").trimEnd().split("\n");
    expect(lines).toEqual([
      '| id | na"me | id |',
      "| ---: | --- | --- |",
      "| 9007199254740993 | a,b |  |",
      "| -1 | *NULL* | =SUM\\(A1\\) |",
      "| 1.50 | two lines \\| \\<b\\> | é😀 |",
      "| *NULL* | x | y |",
    ]);
  });
});
