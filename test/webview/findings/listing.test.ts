import { describe, expect, it } from "vitest";
import type { ShownFile } from "../../../src/protocol/panel-findings.ts";
import { Collection } from "../../../src/webview/findings/collection.ts";
import { type Filter, noFilter } from "../../../src/webview/findings/filter.ts";
import {
  type GroupBy,
  groupRows,
  type Listing,
  type ListingView,
  listFindings,
} from "../../../src/webview/findings/listing.ts";
import { aFile, aFinding, manyFiles, ruleSummaries, sampleFiles } from "../findings-states.ts";

function list(files: readonly ShownFile[], view: Partial<ListingView> = {}): Listing {
  const collection = new Collection();
  collection.show(files);
  return listFindings(collection.files, ruleSummaries, {
    ...{ filter: noFilter, groupBy: "rule", closed: new Set(), rowsOf: new Map(), rows: 300 },
    ...view,
  });
}

/** The listing as one reads it, a line for each row, set in by its level. */
function drawn({ rows }: Listing): readonly string[] {
  return rows.map((row) => {
    const indent = "  ".repeat(row.level - 1);
    switch (row.kind) {
      case "group":
        return `${row.isOpen ? "-" : "+"} ${row.title}`;
      case "rule":
        return `${indent}? ${row.summary}`;
      case "finding":
        return `${indent}${row.entry.file.name}:${row.entry.finding.line + 1}`;
      case "related":
        return `${indent}${row.related.name}:${row.related.line + 1}${row.isElsewhere ? "" : " (here)"}`;
      case "more":
        return `${indent}… ${row.left}`;
    }
    return row satisfies never;
  });
}

const filtered = (filter: Partial<Filter>, groupBy: GroupBy = "rule") =>
  list(sampleFiles, { filter: { ...noFilter, ...filter }, groupBy });

describe("listFindings", () => {
  it("groups by rule, the most severe rule first, each with what it is about", () => {
    expect(drawn(list(sampleFiles))).toEqual([
      "- session-shared-across-threads",
      "  ? A session that several threads use at the same time.",
      "  app/worker.py:21",
      "    app/db.py:12",
      "    app/worker.py:34 (here)",
      "- commit-in-loop",
      "  ? A commit or a flush for every row of a loop.",
      "  app/worker.py:12",
      "  scripts/import_countries.py:10",
      "- per-row-write",
      "  ? Rows that are written one statement at a time.",
      "  scripts/import_countries.py:8",
      "- worker-error-swallowed",
      "  ? A worker whose errors nobody hears of.",
      "  app/worker.py:41",
      "- redundant-add",
      "  app/db.py:3",
    ]);
  });

  it("groups by file in the order of names, numbers by their value", () => {
    const files = ["b.py", "a10.py", "a9.py"].map((name, at) => aFile(at, name, [aFinding()]));
    expect(drawn(list(files, { groupBy: "file" }))).toEqual([
      "- a9.py",
      "  a9.py:12",
      "- a10.py",
      "  a10.py:12",
      "- b.py",
      "  b.py:12",
    ]);
  });

  it("finds all words of the query, in any case, in message, rule or file", () => {
    expect(drawn(filtered({ query: "COMMIT worker.py" }, "file"))).toEqual([
      "- app/worker.py",
      "  app/worker.py:12",
    ]);
    expect(filtered({ query: "thread of its own" }).shown).toBe(1);
    expect(filtered({ query: "countries" })).toMatchObject({ shown: 2, total: 6, files: 1 });
    expect(filtered({ query: "countries redundant" })).toMatchObject({ shown: 0, rows: [] });
  });

  it("leaves out severities, and counts what their toggles would bring back", () => {
    const { rows, shown, counts } = filtered({ hidden: ["warning", "hint"] });
    expect(shown).toBe(2);
    expect(counts).toEqual({ error: 1, warning: 3, information: 1, hint: 1 });
    expect(rows.filter(({ kind }) => kind === "group")).toHaveLength(2);
  });

  it("lists only what has a fix when that is wanted", () => {
    expect(filtered({ fixableOnly: true }).shown).toBe(5);
  });

  it("closes groups and findings without forgetting that they have something under them", () => {
    const all = list(sampleFiles).rows;
    const closed = new Set([
      "rule commit-in-loop",
      all.find(({ level }) => level === 3) ? "0:session-shared-across-threads:0" : "",
    ]);
    expect(drawn(list(sampleFiles, { closed })).slice(0, 5)).toEqual([
      "- session-shared-across-threads",
      "  ? A session that several threads use at the same time.",
      "  app/worker.py:21",
      "+ commit-in-loop",
      "- per-row-write",
    ]);
  });

  it("draws some rows of a large group and says how many are left", () => {
    const findings = Array.from({ length: 120 }, (_, line) => aFinding({ line }));
    const files = [aFile(0, "a.py", findings)];
    const few = list(files);
    expect(few.rows).toHaveLength(1 + 1 + groupRows + 1);
    expect(drawn(few).at(-1)).toBe("  … 70");
    const more = list(files, { rowsOf: new Map([["rule commit-in-loop", 250]]) });
    expect(more.rows).toHaveLength(1 + 1 + 120);
  });

  it("begins no other group once enough rows are drawn", () => {
    const files = manyFiles(5000);
    const { rows, shown } = list(files, { groupBy: "file", rows: 300 });
    expect(shown).toBe(5000);
    expect(rows).toHaveLength(301);
    expect(rows.at(-1)).toMatchObject({ kind: "more", group: null, left: 950, level: 1 });
  });

  it("gives every row its place among its siblings, drawn or not", () => {
    const findings = Array.from({ length: 60 }, (_, line) => aFinding({ line }));
    const { rows } = list([aFile(0, "a.py", findings)]);
    expect(rows.slice(0, 3).map(({ position, size }) => [position, size])).toEqual([
      [1, 1],
      [1, 61],
      [2, 61],
    ]);
    expect(rows.at(-1)).toMatchObject({ kind: "more", position: 52, size: 61 });
  });
});

describe("Collection", () => {
  it("takes what changed and what is gone", () => {
    const collection = new Collection();
    collection.show(sampleFiles);
    collection.change(
      [aFile(1, "app/db.py", [aFinding(), aFinding()]), aFile(9, "new.py", [aFinding()])],
      [0],
    );
    expect(collection.files.map(({ file, entries }) => [file.name, entries.length])).toEqual([
      ["app/db.py", 2],
      ["new.py", 1],
      ["scripts/import_countries.py", 2],
    ]);
    expect(collection.count).toBe(5);
  });

  it("knows a finding again after lines above it came or went", () => {
    const collection = new Collection();
    const keys = () => collection.files.flatMap(({ entries }) => entries.map(({ key }) => key));
    collection.show([
      aFile(0, "a.py", [aFinding({ line: 3 }), aFinding({ line: 8, rule: "per-row-write" })]),
    ]);
    const before = keys();
    collection.change(
      [aFile(0, "a.py", [aFinding({ line: 5 }), aFinding({ line: 10, rule: "per-row-write" })])],
      [],
    );
    expect(keys()).toEqual(before);
  });
});
