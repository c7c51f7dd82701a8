import type { Severity } from "../../core/lint/finding.ts";
import { h } from "../element.ts";
import { count } from "../format.ts";
import { icon } from "../sections/icon.ts";

const words: Readonly<Record<Severity, readonly [one: string, many: string]>> = {
  error: ["Error", "Errors"],
  warning: ["Warning", "Warnings"],
  information: ["Information", "Information"],
  hint: ["Hint", "Hints"],
};

export function severityWord(severity: Severity, number = 1): string {
  return words[severity][number === 1 ? 0 : 1];
}

/** The shape says what the colour says. */
export function severityIcon(severity: Severity): HTMLElement {
  return h("span", { class: `severity ${severity}` }, icon(severity));
}

/** An icon and a number for eyes, both in words for ears. */
export function severityCount(severity: Severity, number: number): HTMLElement {
  const word = severityWord(severity, number).toLowerCase();
  return h(
    "span",
    { class: "severity-count" },
    severityIcon(severity),
    count(number),
    h("span", { class: "visually-hidden" }, ` ${word} `),
  );
}
