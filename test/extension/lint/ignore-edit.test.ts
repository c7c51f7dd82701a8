import { describe, expect, it } from "vitest";
import type { PlacedEdit } from "../../../src/extension/lint/finding-fixes.ts";
import { ignoreInFile, ignoreOnLine } from "../../../src/extension/lint/ignore-edit.ts";

/** The text with something inserted, as the editor does it. */
function applied(text: string, { span, text: inserted }: PlacedEdit): string {
  const lines = text.split(/(?<=\r\n|\n|\r(?!\n))/);
  const { line, character } = span.start;
  expect(span.end).toEqual(span.start);
  const old = lines[line] ?? "";
  return lines.with(line, old.slice(0, character) + inserted + old.slice(character)).join("");
}

const rule = "commit-in-loop";

describe("ignoring a rule on a line", () => {
  it.each([
    ["a line of code", "s.commit()\n", 0, "s.commit()  # lanewise: ignore[commit-in-loop]\n"],
    [
      "the last line, without a line break",
      "s.commit()",
      0,
      "s.commit()  # lanewise: ignore[commit-in-loop]",
    ],
    ["a line that ends in blanks", "s.commit()  \n", 0, "s.commit()  # lanewise: ignore[commit-in-loop]  \n"],
    ["a Windows line", "s.commit()\r\nx\r\n", 0, "s.commit()  # lanewise: ignore[commit-in-loop]\r\nx\r\n"],
    [
      "a comment, which it keeps",
      "s.commit()  # per row\n",
      0,
      "s.commit()  # per row  # lanewise: ignore[commit-in-loop]\n",
    ],
    [
      "another rule that is ignored, which it keeps",
      "s.commit()  # lanewise: ignore[per-row-write]\n",
      0,
      "s.commit()  # lanewise: ignore[per-row-write, commit-in-loop]\n",
    ],
    [
      "a directive with blanks and a reason",
      "s.commit()  # lanewise: ignore[ per-row-write ] it is small\n",
      0,
      "s.commit()  # lanewise: ignore[ per-row-write, commit-in-loop ] it is small\n",
    ],
    [
      "a directive in other letters",
      "x  # LANEWISE : ignore [per-row-write]\n",
      0,
      "x  # LANEWISE : ignore [per-row-write, commit-in-loop]\n",
    ],
    ["an empty directive", "x  # lanewise: ignore[]\n", 0, "x  # lanewise: ignore[commit-in-loop]\n"],
    [
      "a directive that is only the text of a string",
      's = "# lanewise: ignore[x]"\n',
      0,
      's = "# lanewise: ignore[x]"  # lanewise: ignore[commit-in-loop]\n',
    ],
    [
      "the first line of a call over several",
      "s.execute(\n    q,\n)\n",
      0,
      "s.execute(  # lanewise: ignore[commit-in-loop]\n    q,\n)\n",
    ],
    [
      "a line that ends inside a string: above its statement",
      'for r in rows:\n    s.execute("""\n        INSERT …\n    """)\n',
      1,
      'for r in rows:\n    # lanewise: ignore[commit-in-loop]\n    s.execute("""\n        INSERT …\n    """)\n',
    ],
    [
      "a line that goes on after a backslash: above its statement",
      "if x:\n\ts.query(M) \\\n\t\t.all()\n",
      1,
      "if x:\n\t# lanewise: ignore[commit-in-loop]\n\ts.query(M) \\\n\t\t.all()\n",
    ],
    [
      "a later line of a statement that ends inside a string",
      'f(\n    s.commit("""\n"""))\n',
      1,
      '# lanewise: ignore[commit-in-loop]\nf(\n    s.commit("""\n"""))\n',
    ],
    [
      "a line after a string that never ends",
      'x = "oops\ns.commit()\n',
      1,
      'x = "oops\ns.commit()  # lanewise: ignore[commit-in-loop]\n',
    ],
  ])("works for %s", (_, text, line, expected) => {
    expect(applied(text, ignoreOnLine(text, line, rule))).toBe(expected);
  });
});

describe("ignoring a rule in a file", () => {
  it.each([
    ["the top", "import x\n", "# lanewise: ignore-file[commit-in-loop]\nimport x\n"],
    ["an empty file", "", "# lanewise: ignore-file[commit-in-loop]\n"],
    ["below #!", "#!/usr/bin/python\nx\n", "#!/usr/bin/python\n# lanewise: ignore-file[commit-in-loop]\nx\n"],
    [
      "below the encoding",
      "#!/bin/sh\r\n# -*- coding: latin-1 -*-\r\nx\r\n",
      "#!/bin/sh\r\n# -*- coding: latin-1 -*-\r\n# lanewise: ignore-file[commit-in-loop]\r\nx\r\n",
    ],
    ["after #! alone", "#!/usr/bin/python", "#!/usr/bin/python\n# lanewise: ignore-file[commit-in-loop]"],
    [
      "another rule that is ignored",
      "x\n# lanewise: ignore-file[per-row-write]\n",
      "x\n# lanewise: ignore-file[per-row-write, commit-in-loop]\n",
    ],
  ])("works for %s", (_, text, expected) => {
    expect(applied(text, ignoreInFile(text, rule))).toBe(expected);
  });
});
