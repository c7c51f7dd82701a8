import { describe, expect, it } from "vitest";
import { safeEdits, touch } from "../../../src/extension/lint/finding-fixes.ts";
import type { PlacedFix } from "../../../src/protocol/lint.ts";
import { aFinding, aFix, at } from "./fake-worker.ts";

function edit(line: number, from: number, to: number, text: string): PlacedFix["edits"][number] {
  return { span: { start: at(line, from), end: at(line, to) }, text };
}

function findingWith(...fixes: readonly PlacedFix[]) {
  return aFinding({ fixes });
}

describe("safeEdits", () => {
  it("takes the first safe fix of each finding, in order of position", () => {
    const findings = [
      findingWith(aFix([edit(9, 0, 4, "b")])),
      findingWith(
        aFix([edit(1, 0, 4, "unsafe")], false),
        aFix([edit(1, 0, 4, "a")]),
        aFix([edit(1, 0, 4, "z")]),
      ),
      findingWith(aFix([edit(5, 0, 4, "unsafe")], false)),
      findingWith(),
    ];
    expect(safeEdits(findings).map(({ text }) => text)).toEqual(["a", "b"]);
  });

  it("leaves a fix that changes the same place as an earlier one, all of it", () => {
    const findings = [
      findingWith(aFix([edit(1, 0, 10, "a"), edit(8, 0, 0, "a too")])),
      findingWith(aFix([edit(1, 5, 12, "b"), edit(9, 0, 0, "b too")])),
    ];
    expect(safeEdits(findings).map(({ text }) => text)).toEqual(["a", "a too"]);
  });

  it("does once what two fixes have in common", () => {
    const add = edit(0, 0, 0, "from contextlib import closing\n");
    const findings = [
      findingWith(aFix([add, edit(3, 0, 4, "a")])),
      findingWith(aFix([add, edit(5, 0, 4, "b")])),
    ];
    expect(safeEdits(findings).map(({ text }) => text)).toEqual([add.text, "a", "b"]);
  });

  it("leaves a fix that inserts something else where another inserts", () => {
    const findings = [findingWith(aFix([edit(2, 4, 4, "a")])), findingWith(aFix([edit(2, 4, 4, "b")]))];
    expect(safeEdits(findings).map(({ text }) => text)).toEqual(["a"]);
  });

  it("lets one edit start where another ends", () => {
    const findings = [findingWith(aFix([edit(2, 0, 4, "a")])), findingWith(aFix([edit(2, 4, 8, "b")]))];
    expect(safeEdits(findings).map(({ text }) => text)).toEqual(["a", "b"]);
  });
});

describe("touch", () => {
  const mark = { start: at(2, 4), end: at(2, 9) };

  it.each([
    [at(2, 4), true],
    [at(2, 9), true],
    [at(2, 6), true],
    [at(2, 3), false],
    [at(2, 10), false],
    [at(3, 5), false],
  ])("tells whether a cursor meets a mark: %j", (place, meets) => {
    expect(touch(mark, { start: place, end: place })).toBe(meets);
  });
});
