import { severities } from "../../core/lint/finding.ts";
import type { ShownFinding } from "../../protocol/panel-findings.ts";
import { type Child, h } from "../element.ts";
import { count } from "../format.ts";
import { icon } from "../sections/icon.ts";
import type { Row } from "./listing.ts";
import { prose } from "./prose.ts";
import { severityCount, severityIcon, severityWord } from "./severity.ts";

/** One line of the tree. It does one thing when it is pressed, and nothing inside it takes the focus. */
export function treeRow(row: Row, isCurrent: boolean): HTMLElement {
  return h(
    "div",
    {
      role: "treeitem",
      class: `row ${row.kind}-row`,
      "data-key": row.key,
      tabindex: isCurrent ? 0 : -1,
      "aria-level": row.level,
      "aria-posinset": row.position,
      "aria-setsize": row.size,
      "aria-expanded": row.isOpen === null ? null : String(row.isOpen),
    },
    row.isOpen === null
      ? null
      : h("span", { class: "twisty", "data-twisty": true }, icon(row.isOpen ? "open" : "closed")),
    ...content(row),
  );
}

function content(row: Row): Child[] {
  switch (row.kind) {
    case "group":
      return [
        h("bdi", { class: "group-title" }, row.title),
        " ",
        h(
          "span",
          { class: "group-counts" },
          ...severities.map((severity) =>
            row.counts[severity] === 0 ? null : severityCount(severity, row.counts[severity]),
          ),
        ),
      ];
    case "rule":
      return [prose("rule-summary", row.summary), " ", h("span", { class: "link" }, "Explain this rule")];
    case "finding":
      return findingContent(row);
    case "related":
      return [
        prose("why", row.related.message),
        /[.!?]$/.test(row.related.message) ? " " : ": ",
        place(
          row.isElsewhere ? `${row.related.name}:${row.related.line + 1}` : `line ${row.related.line + 1}`,
        ),
      ];
    case "more":
      return [
        h(
          "span",
          { class: "link" },
          row.group === null
            ? `Show more (${count(row.left)} ${row.left === 1 ? "group" : "groups"})`
            : `Show more (${count(row.left)} ${row.left === 1 ? "finding" : "findings"})`,
        ),
      ];
  }
}

function findingContent({ entry, groupBy }: Extract<Row, { kind: "finding" }>): Child[] {
  const { finding, file } = entry;
  const line = finding.line + 1;
  return [
    severityIcon(finding.severity),
    h(
      "span",
      { class: "finding-text" },
      prose("message", finding.message),
      " ",
      h(
        "span",
        { class: "finding-facts" },
        h("span", { class: "word" }, severityWord(finding.severity)),
        " ",
        ...(groupBy === "rule"
          ? [place(`${file.name}:${line}`)]
          : [h("span", null, finding.rule), " ", place(`line ${line}`)]),
        " ",
        fixMark(finding),
      ),
    ),
  ];
}

function place(text: string): HTMLElement {
  return h("bdi", { class: "place" }, text);
}

function fixMark({ fix }: ShownFinding): HTMLElement | null {
  if (fix === "none") return null;
  return h(
    "span",
    { class: `fix ${fix}` },
    icon(fix === "safe" ? "safe-fix" : "suggestion"),
    fix === "safe" ? "Safe fix" : "Suggestion",
  );
}
