import type { TextEdit } from "../finding.ts";
import { standsAlone } from "./covered-lines.ts";
import type { Directive, NamedRule } from "./directive.ts";

/** Takes a directive out, with the reason behind it; what else the comment says stays. */
export function removeDirective(directive: Directive, text: string): TextEdit {
  const { comment } = directive;
  const next = text.indexOf("#", directive.end);
  const start = directive.start;
  if (next !== -1 && next < comment.end) return { start, end: next, text: "" };
  if (start > comment.start) return { start: beforeBlanks(start, text), end: comment.end, text: "" };
  if (!standsAlone(directive, text)) return { start: beforeBlanks(start, text), end: comment.end, text: "" };
  // The line goes with it.
  const lineStart = beforeBlanks(start, text);
  const lineEnd = /^(?:\r\n|\r|\n)?/.exec(text.slice(comment.end, comment.end + 2))?.[0].length ?? 0;
  return { start: lineStart, end: comment.end + lineEnd, text: "" };
}

/** Takes one rule out of a list; the directive, if none is left. */
export function removeRule(directive: Directive, rule: NamedRule, text: string): TextEdit {
  const rules = directive.rules ?? [];
  if (rules.length < 2) return removeDirective(directive, text);
  const index = rules.indexOf(rule);
  const next = rules[index + 1];
  if (next !== undefined) return { start: rule.start, end: next.start, text: "" };
  return { start: rules[index - 1]?.end ?? rule.start, end: rule.end, text: "" };
}

function beforeBlanks(position: number, text: string): number {
  let at = position;
  while (at > 0 && /[ \t\f]/.test(text.charAt(at - 1))) at--;
  return at;
}
