import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { benchHelp } from "../../src/cli/bench-help.ts";
import { compareHelp } from "../../src/cli/compare-help.ts";
import { lintHelp } from "../../src/cli/lint-help.ts";
import { rulesHelp } from "../../src/cli/rules-help.ts";

const page = readFileSync(path.join(import.meta.dirname, "../../docs/command-line.md"), "utf8");

describe.each([benchHelp, compareHelp, lintHelp, rulesHelp])("docs/command-line.md on $name", (help) => {
  const listed = Object.entries(help.options).filter(
    ([, option]) => !(option.kind === "value" && option.isHidden === true),
  );

  it.each(listed)("names --%s as it is, with its default", (name, option) => {
    const given = option.kind === "flag" ? `--${name}` : `--${name} ${option.placeholder}`;
    const line = page.split("\n").find((one) => one.includes(`\`${given.replaceAll("|", "\\|")}\``));
    expect(line).toBeDefined();
    if (option.kind === "value" && option.fallback !== undefined)
      expect(line?.replaceAll("`", "").trimEnd().endsWith(`| ${option.fallback} |`)).toBe(true);
  });

  it.each(help.exitCodes)("names exit code %i", (code) => {
    expect(page).toMatch(new RegExp(`^\\| ${code} \\|`, "m"));
  });
});

it("names no option that does not exist", () => {
  const helps = [benchHelp, compareHelp, lintHelp, rulesHelp];
  const known = new Set(helps.flatMap(({ options }) => Object.keys(options)));
  const named = [...page.matchAll(/--([a-z][a-z-]*)/g)].map(([, name]) => name ?? "");
  expect(named.filter((name) => !known.has(name))).toEqual([]);
});
