import { assertNever } from "../../core/assert-never.ts";
import { type Severity, severities } from "../../core/lint/finding.ts";
import { type Text, text } from "../../core/text/text.ts";
import type { FileFindings, LintState } from "./findings-store.ts";

export type Counts = Readonly<Record<Severity, number>>;

export function countFindings(files: readonly FileFindings[]): Counts {
  const counts = { error: 0, warning: 0, information: 0, hint: 0 };
  for (const { findings } of files) for (const { severity } of findings) counts[severity]++;
  return counts;
}

const icons: Readonly<Record<Severity, string>> = {
  error: "$(error)",
  warning: "$(warning)",
  information: "$(info)",
  hint: "$(lightbulb)",
};

/** What of a file the status bar shows. */
export function statusBarText(state: LintState, counts: Counts): string {
  if (state === "failed") return "$(circle-slash) Lanewise";
  const shown = severities.filter((severity) => counts[severity] > 0);
  if (shown.length === 0) return "$(check) Lanewise";
  return `Lanewise ${shown.map((severity) => `${icons[severity]} ${counts[severity]}`).join(" ")}`;
}

export function stateText(state: LintState, isAnswered: boolean): Text {
  switch (state) {
    case "off":
      return text("Session lint is off");
    case "failed":
      return text("The linter has stopped");
    case "checking":
      return text("Checking the workspace");
    case "idle":
      return isAnswered ? text("Ready") : text("Checking this file");
    default:
      return assertNever(state);
  }
}

/** In words, for people who hear the status bar, and for those who rest the mouse on it. */
export function countsText(counts: Counts): readonly Text[] {
  const parts = severities.flatMap((severity) => {
    const count = counts[severity];
    return count === 0 ? [] : [count === 1 ? one[severity] : text(many[severity], { count })];
  });
  return parts.length === 0 ? [text("No problems found")] : parts;
}

const one: Readonly<Record<Severity, Text>> = {
  error: text("1 error"),
  warning: text("1 warning"),
  information: text("1 notice"),
  hint: text("1 hint"),
};

const many: Readonly<Record<Severity, string>> = {
  error: "{count} errors",
  warning: "{count} warnings",
  information: "{count} notices",
  hint: "{count} hints",
};
