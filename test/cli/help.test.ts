import { describe, expect, it } from "vitest";
import { benchHelp } from "../../src/cli/bench-help.ts";
import { defaultLanes } from "../../src/cli/bench-options.ts";
import { compareHelp } from "../../src/cli/compare-help.ts";
import { commandHelpText, overviewText } from "../../src/cli/help.ts";
import { lintHelp } from "../../src/cli/lint-help.ts";
import { rulesHelp } from "../../src/cli/rules-help.ts";
import { defaultLimits, makePlan } from "../../src/core/benchmark/plan.ts";

describe.each([benchHelp, compareHelp, lintHelp, rulesHelp])("the help of $name", (help) => {
  const page = commandHelpText(help, 80);

  it("lists every option that is not hidden, with its default", () => {
    for (const [name, option] of Object.entries(help.options)) {
      const isHidden = option.kind === "value" && option.isHidden === true;
      expect(new RegExp(`^ {2}(?:-\\w, )?--${name}(?: |$)`, "m").test(page)).toBe(!isHidden);
      if (option.kind === "value" && option.fallback !== undefined)
        expect(page.replace(/\s+/g, " ")).toContain(`[default: ${option.fallback}]`);
    }
  });

  it("has examples and every exit code", () => {
    for (const { command } of help.examples) expect(page).toContain(command);
    for (const [code] of help.exitCodes) expect(page).toMatch(new RegExp(`^ {2}${code} `, "m"));
  });

  it.each([40, 60, 80, 300])("fits a terminal of %i columns", (columns) => {
    const isUnbreakable = (line: string) =>
      /^ {2}(#|lanewise)|^ {4}[-|]|^Usage/.test(line) || !line.trim().includes(" ");
    for (const line of commandHelpText(help, columns).split("\n"))
      if (!isUnbreakable(line)) expect(line.length, line).toBeLessThanOrEqual(Math.min(columns, 100));
  });
});

it("shows the defaults that a plan has", () => {
  const options = benchHelp.options;
  const plan = makePlan({ sql: "SELECT 1", strategies: [] });
  const fallback = (name: string) => {
    const option = options[name];
    return option?.kind === "value" ? option.fallback : undefined;
  };
  expect(fallback("operations")).toBe(String(plan.requestedOperations));
  expect(fallback("seed")).toBe(String(plan.seed));
  expect(fallback("fetch")).toBe(plan.workload.fetch);
  expect(fallback("budget")).toBe(String(defaultLimits.runMs / 1000));
  expect(fallback("lane-memory")).toBe(String(defaultLimits.laneBytes / 1024 / 1024));
  expect(fallback("lanes")).toBe(defaultLanes);
});

it("gives an overview of the commands", () => {
  const page = overviewText([benchHelp, compareHelp, lintHelp, rulesHelp], 100);
  expect(page).toContain(benchHelp.summary);
  expect(page).toContain(compareHelp.summary);
  for (const line of page.split("\n")) expect(line.length).toBeLessThanOrEqual(100);
});
