import { describe, expect, it } from "vitest";
import type { LintConfig } from "../../../../src/core/lint/config.ts";
import { lintCalls as lint } from "../../../support/lint-calls.ts";
import { drawMarks } from "../../../support/marked-code.ts";

/** The code with marks around what is found. */
function drawn(code: string, config: Partial<LintConfig> = {}): string {
  return drawMarks(
    code,
    lint(code, config).map(({ range }) => range),
  );
}

describe("a suppression behind code", () => {
  it.each([
    ["is for its line", "alpha()  # lanewise: ignore[alpha]\n«alpha()»\n"],
    ["is for the rules that it names", "alpha(«beta()»)  # lanewise: ignore[alpha]\n"],
    ["is for several rules", "alpha(beta())  # lanewise: ignore[alpha, beta]\n"],
    ["is for all rules if it names none", "alpha(beta())  # lanewise: ignore\n"],
    ["may give a reason", "alpha()  # lanewise: ignore[alpha] because we measured it\n"],
    ["may follow another comment", "alpha()  # noqa: E501 # lanewise: ignore[alpha]\n"],
    [
      "may be written with other spaces and capitals",
      "alpha()  #Lanewise : ignore [ alpha ,beta ]\nbeta()\n".replace(",beta", "").replace("beta()\n", ""),
    ],
    [
      "on the first line of a statement is for all of it",
      "x(  # lanewise: ignore[alpha]\n    1,\n    alpha(),\n)\n",
    ],
    [
      "on the last line of a statement is for all of it",
      "x(\n    1,\n    alpha(),\n)  # lanewise: ignore[alpha]\n",
    ],
    [
      "inside a statement is for its line",
      "x(\n    alpha(),  # lanewise: ignore[alpha]\n    «alpha()»,\n)\n",
    ],
    [
      "on the last line of what is found is for it",
      "alpha(\n    1\n); x = [  # lanewise: ignore[alpha]\n]\n",
    ],
    [
      "of a block's head is not for the block",
      "for x in alpha():  # lanewise: ignore[alpha]\n    «alpha()»\n",
    ],
    [
      "of a long head is for all of the head",
      "if (\n    alpha()\n    and x\n):  # lanewise: ignore[alpha]\n    «alpha()»\n",
    ],
    [
      "is for its statement's last line only where that ends",
      "if x:\n    «alpha()»\n    y()\n    alpha()  # lanewise: ignore[alpha]\n",
    ],
  ])("%s", (_, expected) => {
    expect(drawn(expected.replaceAll(/[«»]/g, ""))).toBe(expected);
  });
});

describe("a suppression on a line of its own", () => {
  it.each([
    ["is for the statement after it", "# lanewise: ignore[alpha]\nalpha()\n«alpha()»\n"],
    [
      "is for all of a block",
      "# lanewise: ignore[alpha]\nfor x in y:\n    alpha()\n    if x:\n        alpha()\n«alpha()»\n",
    ],
    [
      "is for a definition with its decorators",
      "# lanewise: ignore[alpha]\n@alpha()\ndef f():\n    alpha()\n«alpha()»\n",
    ],
    ["may stand below the decorators", "@x\n# lanewise: ignore[alpha]\ndef f():\n    alpha()\n«alpha()»\n"],
    ["may be one of several comments", "# lanewise: ignore[alpha]\n# It is measured.\nalpha()\n«alpha()»\n"],
    ["may stand inside a block", "def f():\n    # lanewise: ignore[alpha]\n    alpha()\n    «alpha()»\n"],
    [
      "is for one handler",
      "try:\n    «alpha()»\n# lanewise: ignore[alpha]\nexcept A:\n    alpha()\nexcept B:\n    «alpha()»\n",
    ],
    [
      "is for an else",
      "if x:\n    «alpha()»\n# lanewise: ignore[alpha]\nelse:\n    alpha()\n    alpha()\n«alpha()»\n",
    ],
    [
      "is for an elif and what follows in it",
      "if x:\n    «alpha()»\n# lanewise: ignore[alpha]\nelif y:\n    alpha()\n",
    ],
    [
      "is for a finally",
      "try:\n    «alpha()»\nexcept A:\n    «alpha()»\n# lanewise: ignore[alpha]\nfinally:\n    alpha()\n",
    ],
    [
      "is for a case",
      "match x:\n    # lanewise: ignore[alpha]\n    case 1:\n        alpha()\n    case 2:\n        «alpha()»\n",
    ],
    [
      "inside a statement is for the next line",
      "x(\n    # lanewise: ignore[alpha]\n    alpha(),\n    «alpha()»,\n)\n",
    ],
    [
      "in a head is for the next line of it",
      "if (\n    # lanewise: ignore[alpha]\n    alpha()\n    and «alpha()»\n):\n    «alpha()»\nelse:\n    «alpha()»\n",
    ],
    ["has no effect before a blank line", "«# lanewise: ignore[alpha]»\n\n«alpha()»\n"],
    ["has no effect at the end of a block", "if x:\n    y()\n    «# lanewise: ignore[alpha]»\n«alpha()»\n"],
    ["works with CRLF", "# lanewise: ignore[alpha]\r\nalpha()\r\n«alpha()»\r\n"],
    ["works at the start of a file with a byte order mark", "\ufeff# lanewise: ignore[alpha]\nalpha()\n"],
  ])("%s", (_, expected) => {
    expect(drawn(expected.replaceAll(/[«»]/g, ""))).toBe(expected);
  });

  it("is for all members of a class, however long it is", () => {
    const members = Array.from(
      { length: 100 },
      (_, index) => `    def member_${index}(self):\n        return alpha(self)\n\n`,
    );
    const code = `# lanewise: ignore[alpha]\nclass Long:\n${members.join("")}\nalpha()\n`;
    expect(lint(code).map(({ range }) => range.start)).toEqual([code.lastIndexOf("alpha()")]);
  });

  it("is for one member of a long class", () => {
    const members = Array.from(
      { length: 100 },
      (_, index) => `    def member_${index}(self):\n        return beta(self)\n\n`,
    );
    const code = `class Long:\n${members.join("")}    # lanewise: ignore[alpha]\n    def last(self):\n        alpha()\n`;
    expect(lint(code, { ignore: ["beta"] })).toEqual([]);
  });
});

describe("a suppression for the file", () => {
  it.each([
    ["is for all of it, wherever it stands", "alpha()\n«beta()»\n# lanewise: ignore-file[alpha]\nalpha()\n"],
    ["is for all rules if it names none", "# lanewise: ignore-file\nalpha()\nbeta()\n"],
    ["is one for the file only by its name", "# lanewise: ignore-files[alpha]\n«alpha()»\n"],
  ])("%s", (_, expected) => {
    expect(drawn(expected.replaceAll(/[«»]/g, ""))).toBe(expected);
  });

  it("in a string is text", () => {
    expect(drawn('x = "# lanewise: ignore-file"\nalpha()\n')).toBe(
      'x = "# lanewise: ignore-file"\n«alpha()»\n',
    );
  });
});
