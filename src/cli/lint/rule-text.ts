import type { Rule } from "../../core/lint/rule.ts";
import type { Style } from "../style.ts";
import { wrap, wrapAfter } from "../wrap.ts";

/** All that a rule's documentation says, for a terminal. */
export function ruleText({ id, severity, docs }: Rule, style: Style, width: number): string {
  const heading = (words: string) => ["", style.strong(words)];
  return [
    `${style.strong(id)} (${severity})`,
    ...wrap(docs.summary, width),
    ...heading("Why"),
    ...paragraphs(docs.why, width),
    ...heading("What to do"),
    ...paragraphs(docs.remedy, width),
    ...docs.examples.flatMap(({ title, bad, good }) => [
      ...heading(title === undefined ? "Example" : `Example: ${title}`),
      ...code(bad.replace(/[«»]/g, "")),
      "  instead:",
      ...code(good),
    ]),
    ...(docs.leavesAlone.length === 0 ? [] : heading("Leaves alone")),
    ...docs.leavesAlone.flatMap((phrase) => wrapAfter("- ", phrase, width)),
    ...(docs.sources.length === 0 ? [] : heading("Sources")),
    ...docs.sources.map(({ title, url }) => `- ${title}: ${url}`),
    "",
  ].join("\n");
}

function paragraphs(text: string, width: number): string[] {
  return text.split("\n").flatMap((line) => wrap(line, width));
}

function code(text: string): string[] {
  return text
    .trimEnd()
    .split("\n")
    .map((line) => (line === "" ? "" : `    ${line}`));
}
