import { text as sentence } from "../../text/text.ts";
import type { Finding, Severity } from "../finding.ts";
import { LineIndex } from "../line-index.ts";
import { unusedSuppression } from "../rules/unused-suppression.ts";
import type { Source } from "../source.ts";
import type { Unit } from "../syntax/python.ts";
import { type Cover, coverOf } from "./covered-lines.ts";
import { type Directive, directivesOf, type NamedRule } from "./directive.ts";
import { removeDirective, removeRule } from "./removal.ts";

interface Suppress {
  readonly source: Source;
  /** What the rules found. */
  readonly findings: readonly Finding[];
  /** The ids of all rules that there are. */
  readonly known: ReadonlySet<string>;
  /** The ids of the rules that ran on all of the file: only of them it can be said that they found nothing. */
  readonly ran: ReadonlySet<string>;
  /** Whether all did that the settings switch on. */
  readonly all: boolean;
  /** What suppressions that are not needed are reported with; `off`: they are not. */
  readonly severity: Severity | "off";
}

/** One rule of a directive, or all. */
interface Entry {
  readonly directive: Directive;
  readonly cover: Cover | undefined;
  readonly rule: NamedRule | undefined;
  used: boolean;
}

/** The findings that no comment suppresses, and those about comments that suppress nothing. */
export function suppress(deps: Suppress): readonly Finding[] {
  const { source, findings } = deps;
  const directives = directivesOf(source);
  if (directives.length === 0) return findings;
  const lines = new LineIndex(source.text);
  const entries = directives.flatMap((directive): Entry[] => {
    const cover = directive.wholeFile ? undefined : coverOf(directive, source.text, lines);
    const rules = directive.rules ?? [undefined];
    return rules.map((rule) => ({ directive, cover, rule, used: false }));
  });
  const remaining = findings.filter((finding) => {
    const matching = entries.filter((entry) => applies(entry, finding, lines));
    for (const entry of matching) entry.used = true;
    return matching.length === 0;
  });
  return [...remaining, ...unneeded(directives, entries, deps, lines)];
}

function applies({ rule, cover }: Entry, finding: Finding, lines: LineIndex): boolean {
  if (rule !== undefined && rule.id !== finding.rule) return false;
  if (cover === undefined) return true;
  const { line, range } = cover;
  const { start, end } = finding.range;
  if (range !== undefined && range.start <= start && start < range.end) return true;
  return line !== undefined && (lines.positionOf(start).line === line || lines.positionOf(end).line === line);
}

function unneeded(
  directives: readonly Directive[],
  entries: readonly Entry[],
  deps: Suppress,
  lines: LineIndex,
): readonly Finding[] {
  const { source, known, ran, all, severity } = deps;
  if (severity === "off") return [];
  // While something is being typed, what is missing may be what the suppression is for.
  const isWhole = !source.cut && source.units.every(isSound);
  const found = directives.flatMap((directive) => {
    const own = entries.filter((entry) => entry.directive === directive);
    const unused = own.filter(({ rule, used }) => {
      if (used || !isWhole) return false;
      return rule === undefined ? all : ran.has(rule.id);
    });
    const report = reporter(source.text, severity);
    if (unused.length === own.length) return report(directive, own);
    const unknown = own.filter(({ rule }) => rule !== undefined && !known.has(rule.id));
    return [...unused, ...unknown].flatMap((entry) => report(directive, [entry], unknown.includes(entry)));
  });
  return found.filter(
    (finding) => !entries.some((entry) => entry.rule?.id === finding.rule && applies(entry, finding, lines)),
  );
}

function isSound({ broken, members }: Unit): boolean {
  return !broken && members.every((member) => !member.broken);
}

/** Reports all rules of a directive in one, or one of them. */
function reporter(text: string, severity: Severity) {
  const { messages } = unusedSuppression;
  return (directive: Directive, entries: readonly Entry[], isUnknown = false): readonly Finding[] => {
    const rules = entries.flatMap(({ rule }) => rule ?? []);
    const [only] = rules;
    const isPart = only !== undefined && rules.length < (directive.rules ?? []).length;
    const { start, end } = isPart ? only : directive;
    const named = rules.map(({ id }) => id).join(", ");
    const message = rules.length === 0 ? messages.all : isUnknown ? messages.unknown : messages.named;
    const edit = isPart ? removeRule(directive, only, text) : removeDirective(directive, text);
    const title = isPart
      ? sentence("Remove {rule} from the comment", { rule: only.id })
      : sentence("Remove the comment");
    return [
      {
        rule: unusedSuppression.id,
        severity,
        range: { start, end },
        text: sentence(message, rules.length === 0 ? {} : { rule: named }),
        related: [],
        fixes: [{ title, safe: true, edits: [edit] }],
        unnecessary: true,
      },
    ];
  };
}
