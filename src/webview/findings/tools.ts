import { severities } from "../../core/lint/finding.ts";
import { h } from "../element.ts";
import { count } from "../format.ts";
import type { Filter } from "./filter.ts";
import type { GroupBy, SeverityCounts } from "./listing.ts";
import { severityIcon, severityWord } from "./severity.ts";

const label = "Filter by message, rule or file";

/** The filter and the order of the list. The values of text field and check box are properties: `setTools` sets them. */
export function tools(filter: Filter, groupBy: GroupBy, counts: SeverityCounts): HTMLElement {
  return h(
    "div",
    { class: "tools", "data-key": "tools", role: "search", "aria-label": "Filter findings" },
    h(
      "vscode-text-field",
      {
        ...{ "data-key": "query", "data-query": true, placeholder: label },
        ...{ "aria-keyshortcuts": "/", title: "Press / to go here" },
      },
      // From this the toolkit makes the field's name for a screen reader.
      label,
    ),
    h(
      "div",
      { class: "toggles", role: "group", "aria-label": "Severities" },
      ...severities.map((severity) => {
        const number = counts[severity];
        return h(
          "button",
          {
            type: "button",
            class: "toggle",
            "data-key": severity,
            "data-severity": severity,
            "aria-pressed": String(!filter.hidden.includes(severity)),
          },
          severityIcon(severity),
          h("span", { class: "toggle-number" }, count(number)),
          " ",
          h("span", { class: "toggle-word" }, severityWord(severity, number)),
        );
      }),
    ),
    h("vscode-checkbox", { "data-key": "fixable", "data-fixable": true }, "Fixable only"),
    h(
      "vscode-radio-group",
      {
        "data-key": "group-by",
        "data-group-by": true,
        "aria-label": "Group by",
        value: groupBy,
      },
      h("vscode-radio", { value: "rule", "data-key": "rule" }, "By rule"),
      h("vscode-radio", { value: "file", "data-key": "file" }, "By file"),
    ),
  );
}

export function setTools(root: Element, { query, fixableOnly }: Filter): void {
  const field = root.querySelector<Element & { value: string }>("[data-query]");
  if (field && field.value !== query) field.value = query;
  const box = root.querySelector<Element & { checked: boolean }>("[data-fixable]");
  if (box && box.checked !== fixableOnly) box.checked = fixableOnly;
}
