import type { Rule } from "../core/lint/rule.ts";
import { unknownRule } from "../node/lint-config.ts";
import type { CliDeps } from "./cli-deps.ts";
import { columnLines } from "./column-lines.ts";
import type { Command } from "./command.ts";
import { ruleText } from "./lint/rule-text.ts";
import { parseOptions } from "./option-table.ts";
import { rulesHelp } from "./rules-help.ts";
import { rulesOptions } from "./rules-options.ts";
import { styleFor } from "./style.ts";

const MAX_WIDTH = 100;

export const rulesCommand: Command = {
  help: rulesHelp,
  async run(args, deps) {
    const parsed = parseOptions(rulesOptions, args);
    if (!parsed.ok) return { usageError: parsed.problem };
    const { values, positionals } = parsed.value;
    const all = deps.lint.rules.toSorted((one, other) => (one.id < other.id ? -1 : 1));
    const ids = all.map(({ id }) => id);
    for (const id of positionals) {
      const unknown = unknownRule(id, ids);
      if (unknown !== undefined) return { usageError: unknown };
    }
    const rules = positionals.length === 0 ? all : all.filter(({ id }) => positionals.includes(id));
    if (values.format === "json") deps.stdout.write(`${JSON.stringify(rulesJson(rules, deps), null, 2)}\n`);
    else deps.stdout.write(positionals.length === 0 ? listText(rules, deps) : pagesText(rules, deps));
    return 0;
  },
};

function rulesJson(rules: readonly Rule[], { lint }: CliDeps): object {
  return {
    schema: "lanewise-rules/1",
    rules: rules.map(({ id, severity, severityWhenOn, measurable, docs }) => ({
      id,
      languages: [...new Set(docs.examples.map(({ language }) => language))],
      severity,
      ...(severity === "off" ? { severityWhenOn: severityWhenOn ?? "warning" } : {}),
      summary: docs.summary,
      measurable,
      documentation: lint.documentationOf(id) ?? docs.sources[0]?.url ?? null,
    })),
  };
}

function listText(rules: readonly Rule[], { stdout }: CliDeps): string {
  const width = Math.min(stdout.columns(), MAX_WIDTH);
  const idWidth = Math.max(0, ...rules.map(({ id }) => id.length));
  const rows = rules.map(
    ({ id, severity, docs }) => [`${id.padEnd(idWidth)}  ${severity}`, docs.summary] as const,
  );
  return columnLines(rows, width)
    .map((line) => `${line}\n`)
    .join("");
}

function pagesText(rules: readonly Rule[], { stdout }: CliDeps): string {
  const width = Math.min(stdout.columns(), MAX_WIDTH);
  return rules.map((rule) => ruleText(rule, styleFor(stdout), width)).join("\n");
}
