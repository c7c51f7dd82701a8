import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { unifiedDiff } from "../../../src/cli/lint/unified-diff.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";

const folder = temporaryFolder();

function applied(before: string, diff: string): string {
  writeFileSync(path.join(folder, "a.py"), before);
  execFileSync("git", ["apply", "--unidiff-zero", "-"], {
    cwd: folder,
    input: diff,
    stdio: ["pipe", "pipe", "pipe"],
  });
  return readFileSync(path.join(folder, "a.py"), "utf8");
}

const numbered = (count: number) => Array.from({ length: count }, (_, i) => `line ${i + 1}\n`);

describe("unifiedDiff", () => {
  it("shows a change with three lines around it", () => {
    const before = numbered(9);
    const after = before.toSpliced(4, 1, "LINE 5\n");
    expect(unifiedDiff("app/a.py", before.join(""), after.join(""))).toBe(`\
--- a/app/a.py
+++ b/app/a.py
@@ -2,7 +2,7 @@
 line 2
 line 3
 line 4
-line 5
+LINE 5
 line 6
 line 7
 line 8
`);
  });

  it("joins what is near and parts what is far", () => {
    const before = numbered(40);
    const near = before.toSpliced(4, 1).toSpliced(9, 1);
    const far = before.toSpliced(4, 1).toSpliced(30, 1);
    const hunks = (after: string[]) => unifiedDiff("a.py", before.join(""), after.join("")).match(/^@@.*$/gm);
    expect(hunks(near)).toEqual(["@@ -2,13 +2,11 @@"]);
    expect(hunks(far)).toEqual(["@@ -2,7 +2,6 @@", "@@ -29,7 +28,6 @@"]);
  });

  it("says nothing where nothing changed", () => {
    expect(unifiedDiff("a.py", "x\n", "x\n")).toBe("");
  });

  it("marks a missing end of line", () => {
    expect(unifiedDiff("a.py", "x", "x\n")).toBe(
      "--- a/a.py\n+++ b/a.py\n@@ -1 +1 @@\n-x\n\\ No newline at end of file\n+x\n",
    );
  });

  it.each([
    ["a file that was empty", "", "a\nb\n"],
    ["a file that becomes empty", "a\nb\n", ""],
    ["the line ends of Windows", "a\r\nb\r\nc\r\n", "a\r\nB\r\nc\r\n"],
  ])("can be applied to %s", (_, before, after) => {
    expect(applied(before, unifiedDiff("a.py", before, after))).toBe(after);
  });

  it("can always be applied by git, with the result that it shows", () => {
    const lines = fc.array(fc.constantFrom("a\n", "b\n", "c\n", "d\r\n", "\n"), { maxLength: 30 });
    const source = fc.tuple(lines, fc.constantFrom("", "end")).map(([all, last]) => all.join("") + last);
    fc.assert(
      fc.property(source, source, (before, after) => {
        const diff = unifiedDiff("a.py", before, after);
        expect(diff === "" ? before : applied(before, diff)).toBe(after);
      }),
      { numRuns: 40, seed: 7 },
    );
  });
});
