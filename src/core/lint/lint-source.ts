import type { Text } from "../text/text.ts";
import type { LintConfig } from "./config.ts";
import type { Finding, Severity } from "./finding.ts";
import type { WorkspaceIndex } from "./index/workspace-index.ts";
import { alone, buildModel, type RememberedFacts } from "./model/build-model.ts";
import type { PackageVersion } from "./model/file-model.ts";
import type { Report, Rule } from "./rule.ts";
import type { Source } from "./source.ts";
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
  readonly remembered?: RememberedFacts;
}

export interface LintResult {
  /** By position, then rule. */
  readonly findings: readonly Finding[];
  /** Why part of the file was not checked. */
  readonly notes: readonly Text[];
}

/** The findings of a file. Never throws for what stands in it. */
export function lintSource(deps: LintDeps): LintResult {
  const {
    source,
    rules,
    config,
    index,
    versionOf = () => undefined,
    isOver = () => false,
    remembered,
  } = deps;
  const surroundings = index ? index.surroundingsOf(source.path, versionOf) : { ...alone, versionOf };
  const model = buildModel(source, surroundings, remembered);
  const findings: Finding[] = [];
  const notes: Text[] = source.cut ? [overBudget(config)] : [];
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
    } catch (error) {
      // One rule's bug must not hide what the others found.
      notes.push({
        message: "The rule {rule} failed on this file: {detail}",
        args: { rule: rule.id, detail: error instanceof Error ? error.message : String(error) },
      });
    }
  }
  return { findings: inOrder(findings), notes };
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
