import type { Text } from "../text/text.ts";
import type { LintConfig } from "./config.ts";
import type { Finding, Severity } from "./finding.ts";
import type { WorkspaceIndex } from "./index/workspace-index.ts";
import { buildModel } from "./model/build-model.ts";
import type { PackageVersion } from "./model/file-model.ts";
import type { ModelMemory } from "./model/model-memory.ts";
import { alone } from "./model/surroundings.ts";
import type { Report, Rule } from "./rule.ts";
import { unusedSuppression } from "./rules/unused-suppression.ts";
import type { Source } from "./source.ts";
import { suppress } from "./suppression/suppress.ts";
import { rangeOf } from "./syntax/walk.ts";

export interface LintDeps {
  readonly source: Source;
  readonly rules: readonly Rule[];
  readonly config: LintConfig;
  /** Undefined: the file stands alone. */
  readonly index?: WorkspaceIndex;
  readonly versionOf?: (packageName: string) => PackageVersion | undefined;
  /** Asked between rules: whether the time budget is spent. */
  readonly isOver?: () => boolean;
  /** Of the same file's earlier versions, for speed. */
  readonly memory?: ModelMemory;
}

export interface LintResult {
  /** By position, then rule. */
  readonly findings: readonly Finding[];
  /** Why part of the file was not checked. */
  readonly notes: readonly Text[];
}

/** The findings of a file. Never throws for what stands in it. */
export function lintSource(deps: LintDeps): LintResult {
  const { source, rules, config, index, versionOf = () => undefined, isOver = () => false, memory } = deps;
  const surroundings = index ? index.surroundingsOf(source.path, versionOf) : { ...alone, versionOf };
  const model = buildModel(source, surroundings, memory);
  const findings: Finding[] = [];
  const notes: Text[] = source.cut ? [overBudget(config)] : [];
  const ran = new Set<string>();
  for (const rule of rules) {
    const severity = severityOf(rule, config);
    if (severity === "off") continue;
    if (isOver()) {
      notes.push(overBudget(config));
      break;
    }
    const report: Report<string> = (node, message, details = {}) => {
      findings.push({
        rule: rule.id,
        severity: config.rules[rule.id] ? severity : (details.severity ?? severity),
        range: details.range ?? rangeOf(node),
        text: { message: rule.messages[message] ?? message, args: details.args ?? {} },
        related: details.related ?? [],
        fixes: details.fixes ?? [],
        unnecessary: details.unnecessary ?? false,
      });
    };
    try {
      rule.check.python(model, report);
      ran.add(rule.id);
    } catch (error) {
      // One rule's bug must not hide what the others found.
      notes.push({
        message: "The rule {rule} failed on this file: {detail}",
        args: { rule: rule.id, detail: error instanceof Error ? error.message : String(error) },
      });
    }
  }
  const remaining = suppress({
    source,
    findings: inOrder(findings),
    known: new Set(rules.map(({ id }) => id)),
    ran,
    all: notes.length === 0 && config.select.length === 0,
    severity: rules.includes(unusedSuppression) ? severityOf(unusedSuppression, config) : "off",
  });
  return { findings: inOrder(remaining), notes };
}

/** The severity that a rule reports with, or `off`. */
export function severityOf(rule: Rule, { rules, select, ignore }: LintConfig): Severity | "off" {
  const set = rules[rule.id];
  if (ignore.includes(rule.id) || set === "off") return "off";
  const own = rule.severity === "off" ? (rule.severityWhenOn ?? "warning") : rule.severity;
  if (select.length > 0) return select.includes(rule.id) ? (set ?? own) : "off";
  return set ?? rule.severity;
}

function overBudget({ budgetMs }: LintConfig): Text {
  return {
    message: "Checked in part: the time budget of {ms} ms for a file is spent. `budget-ms` raises it.",
    args: { ms: budgetMs },
  };
}

function inOrder(findings: readonly Finding[]): readonly Finding[] {
  const seen = new Set<string>();
  return [...findings]
    .sort(
      (one, other) =>
        one.range.start - other.range.start ||
        one.range.end - other.range.end ||
        (one.rule < other.rule ? -1 : 1),
    )
    .filter(({ rule, range }) => {
      const key = `${rule} ${range.start} ${range.end}`;
      if (seen.has(key)) return false;
      seen.add(key);
      return true;
    });
}
