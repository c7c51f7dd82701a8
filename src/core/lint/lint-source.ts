import type { Text } from "../text/text.ts";
import type { LintConfig } from "./config.ts";
import type { Finding, Severity } from "./finding.ts";
import type { WorkspaceIndex } from "./index/workspace-index.ts";
import type { Reported } from "./kept-findings.ts";
import { buildModel } from "./model/build-model.ts";
import type { PackageVersion } from "./model/file-model.ts";
import { ModelMemory } from "./model/model-memory.ts";
import { alone } from "./model/surroundings.ts";
import type { Report, Rule } from "./rule.ts";
import { unusedSuppression } from "./rules/unused-suppression.ts";
import type { Source } from "./source.ts";
import { suppress } from "./suppression/suppress.ts";
import type { Node } from "./syntax/python.ts";
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
  const { source, rules, config, index, versionOf = () => undefined, isOver = () => false } = deps;
  const { memory = new ModelMemory() } = deps;
  const surroundings = index ? index.surroundingsOf(source.path, versionOf) : { ...alone, versionOf };
  const model = buildModel(source, surroundings, memory);
  const active = rules.flatMap((rule) => {
    const severity = severityOf(rule, config);
    return severity === "off" ? [] : { rule, severity, isSet: config.rules[rule.id] !== undefined };
  });
  const found: Reported[] = [];
  const failed = new Map<string, Text>();
  let over = false;
  /** Whether it looked at everything. */
  const run = (
    one: ActiveRule,
    findings: Reported[],
    check: (report: Report<string>) => unknown,
  ): boolean => {
    over ||= isOver();
    if (over) return false;
    try {
      check(reporter(one, findings));
      return true;
    } catch (error) {
      // One rule's bug must not hide what the others found.
      failed.set(one.rule.id, failure(one.rule, error));
      return false;
    }
  };

  memory.findings.use(active.map(({ rule, severity, isSet }) => `${rule.id} ${severity} ${isSet}`).join());
  for (const unit of model.partUnits) {
    const ofPart = memory.findings.of(unit, model.partUnits, () => {
      const part = model.partOf(unit);
      const findings: Reported[] = [];
      let isWhole = true;
      for (const one of active) {
        const check = one.rule.check.pythonPart;
        if (check && !run(one, findings, (report) => check(part, model, report))) isWhole = false;
      }
      return { findings, isWhole };
    });
    if (ofPart.length > 0) found.push(...ofPart);
  }
  for (const one of active) {
    const { python } = one.rule.check;
    if (python) run(one, found, (report) => python(model, report));
  }
  const isCut = over || source.cut;
  const notes = [...(isCut ? [overBudget(config)] : []), ...failed.values()];
  const remaining = suppress({
    source,
    findings: told(inOrder(found)),
    known: new Set(rules.map(({ id }) => id)),
    ran: over ? new Set() : new Set(active.map(({ rule }) => rule.id).filter((id) => !failed.has(id))),
    all: notes.length === 0 && config.select.length === 0,
    severity: rules.includes(unusedSuppression) ? severityOf(unusedSuppression, config) : "off",
  });
  return { findings: inOrder(remaining), notes };
}

interface ActiveRule {
  readonly rule: Rule;
  readonly severity: Severity;
  /** Whether the severity is the user's. */
  readonly isSet: boolean;
}

function reporter({ rule, severity, isSet }: ActiveRule, findings: Reported[]): Report<string> {
  return (node, message, details = {}) => {
    findings.push({
      rule: rule.id,
      severity: isSet ? severity : (details.severity ?? severity),
      range: details.range ?? rangeOf(node),
      text: { message: rule.messages[message] ?? message, args: details.args ?? {} },
      related: details.related ?? [],
      fixes: details.fixes ?? [],
      unnecessary: details.unnecessary ?? false,
      about: details.about,
    });
  };
}

function failure({ id }: Rule, error: unknown): Text {
  return {
    message: "The rule {rule} failed on this file: {detail}",
    args: { rule: id, detail: error instanceof Error ? error.message : String(error) },
  };
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

/** One finding of each rule about one thing, the first. */
function told(findings: readonly Reported[]): readonly Finding[] {
  const seen = new Map<string, Set<Node>>();
  return findings.flatMap(({ about, ...finding }) => {
    if (!about) return finding;
    const things = seen.get(finding.rule) ?? new Set();
    if (things.has(about)) return [];
    seen.set(finding.rule, things.add(about));
    return finding;
  });
}

function inOrder<Found extends Finding>(findings: readonly Found[]): readonly Found[] {
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
