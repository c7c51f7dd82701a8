import { describe, expect, it } from "vitest";
import { english } from "../../../../src/core/text/text.ts";
import { lintCalls as lint } from "../../../support/lint-calls.ts";
import { applyEdits } from "../../../support/marked-code.ts";

describe("a suppression that is not needed", () => {
  it.each([
    [
      "a comment behind code",
      "x()  # lanewise: ignore[alpha]\ny()\n",
      "x()\ny()\n",
      "alpha finds nothing here: the comment is not needed.",
    ],
    [
      "a line of its own",
      "if x:\n    # lanewise: ignore[alpha]\n    y()\n",
      "if x:\n    y()\n",
      /^alpha finds/,
    ],
    ["the last line of a file", "x()\n# lanewise: ignore-file[beta]", "x()\n", /^beta finds/],
    [
      "one without a list",
      "x()  # lanewise: ignore\n",
      "x()\n",
      "No rule finds anything here: the comment is not needed.",
    ],
    ["two rules of two", "x()  # lanewise: ignore[alpha, beta]\n", "x()\n", /^alpha, beta finds/],
    [
      "the first rule of two",
      "beta()  # lanewise: ignore[alpha, beta]\n",
      "beta()  # lanewise: ignore[beta]\n",
      /^alpha finds/,
    ],
    [
      "the second rule of two",
      "alpha()  # lanewise: ignore[alpha, beta] why\n",
      "alpha()  # lanewise: ignore[alpha] why\n",
      /^beta finds/,
    ],
    [
      "a rule that does not exist",
      "alpha()  # lanewise: ignore[alpha, gamma]\n",
      "alpha()  # lanewise: ignore[alpha]\n",
      "There is no rule gamma: the comment does nothing.",
    ],
    ["a comment with its reason", "x()  # lanewise: ignore[alpha] since 2020\n", "x()\n", /^alpha finds/],
    [
      "but not the comment before it",
      "x()  # noqa # lanewise: ignore[alpha]\n",
      "x()  # noqa\n",
      /^alpha finds/,
    ],
    [
      "but not the comment after it",
      "x()  # lanewise: ignore[alpha] # noqa\n",
      "x()  # noqa\n",
      /^alpha finds/,
    ],
    ["a line that ends with CRLF", "# lanewise: ignore[alpha]\r\nx()\r\n", "x()\r\n", /^alpha finds/],
  ])("is a hint, and its fix removes %s", (_, code, fixed, message) => {
    const findings = lint(code);
    expect(findings).toMatchObject([{ rule: "unused-suppression", severity: "hint", unnecessary: true }]);
    const [fix] = findings[0]?.fixes ?? [];
    expect(fix?.safe).toBe(true);
    expect(applyEdits(code, fix?.edits ?? [])).toBe(fixed);
    expect(lint(fixed)).toEqual([]);
    const said = english(findings[0]?.text ?? { message: "", args: {} });
    if (typeof message === "string") expect(said).toBe(message);
    else expect(said).toMatch(message);
  });

  it("is not reported for a rule that did not run", () => {
    expect(lint("x()  # lanewise: ignore[alpha]\n", { ignore: ["alpha"] })).toEqual([]);
    expect(lint("x()  # lanewise: ignore[alpha]\n", { select: ["beta", "unused-suppression"] })).toEqual([]);
    expect(lint("x()  # lanewise: ignore\n", { select: ["beta", "unused-suppression"] })).toEqual([]);
  });

  it("is not reported when the rule is off", () => {
    expect(lint("x()  # lanewise: ignore[alpha]\n", { rules: { "unused-suppression": "off" } })).toEqual([]);
    expect(lint("x()  # lanewise: ignore[alpha]\n", { select: ["alpha"] })).toEqual([]);
  });

  it("is not reported while a part of the file cannot be parsed", () => {
    expect(lint("x()  # lanewise: ignore[alpha]\n\ndef f(:\n    pass\n")).toEqual([]);
  });

  it("is not reported where that is suppressed too", () => {
    expect(lint("# lanewise: ignore-file[unused-suppression]\nx()  # lanewise: ignore[alpha]\n")).toEqual([]);
    expect(lint("x()  # lanewise: ignore[alpha, unused-suppression]\n")).toEqual([]);
  });

  it("has the severity that the settings give", () => {
    const rules = { "unused-suppression": "warning" } as const;
    expect(lint("x()  # lanewise: ignore[alpha]\n", { rules })).toMatchObject([{ severity: "warning" }]);
  });
});
