import type { LintStatus } from "../../protocol/panel-findings.ts";
import { type Child, h } from "../element.ts";
import { count } from "../format.ts";
import { actionButton } from "../sections/action-button.ts";
import { icon } from "../sections/icon.ts";

/** What is looked for, as one says it to somebody who has not read the rules. */
const lookedFor = [
  ["Sharing", "one session used by several threads, tasks or processes"],
  ["Work per row", "a query, an insert or a commit for every row of a loop"],
  ["Lifetime", "sessions left open, engines made per call, errors swallowed"],
] as const;

export function offState(): Node {
  return message(
    "off",
    "The linter is switched off",
    h("p", { class: "lead" }, "Lanewise marks code that uses database sessions wrongly, while you type."),
    lookedForList(),
    h("p", { class: "hint-text" }, "It is switched on in the settings, under Lanewise: Lint."),
    actions(actionButton("open-lint-settings", "Open Settings", { primary: true })),
  );
}

export function failedState(): Node {
  return h(
    "section",
    { class: "failed", "data-key": "lint-failed", "aria-labelledby": "lint-failed-heading" },
    h("p", { class: "kicker" }, "Findings"),
    h(
      "div",
      { class: "failed-message" },
      h("span", { class: "mark problem" }, icon("problem")),
      h(
        "h1",
        { id: "lint-failed-heading", tabindex: -1 },
        "The linter stopped and could not be started again",
      ),
    ),
    h(
      "p",
      { class: "hint-text" },
      "Your code is not checked until it runs again. The log says what happened.",
    ),
    restartActions(),
  );
}

/** Nothing was found, and the workspace was not checked: teaches what to do. */
export function untriedState(): Node {
  return message(
    "untried",
    "Which lines use database sessions wrongly?",
    h(
      "p",
      { class: "lead" },
      "Nothing was found in what is open. Open a Python file: it is checked while you type. Or check all files of the workspace at once.",
    ),
    actions(actionButton("check-workspace", "Check Workspace", { primary: true })),
    h("h2", { class: "looked-for-heading" }, "What is looked for"),
    lookedForList(),
  );
}

export function cleanState({ files }: NonNullable<LintStatus["lastCheck"]>): Node {
  return message(
    "clean",
    `No session misuse found in ${count(files)} ${files === 1 ? "file" : "files"}`,
    h("h2", { class: "looked-for-heading" }, "What was looked for"),
    lookedForList(),
    actions(actionButton("check-workspace", "Check Again")),
  );
}

export function filteredState(total: number): HTMLElement {
  return h(
    "div",
    { class: "filtered-out", "data-key": "filtered-out" },
    h(
      "p",
      null,
      total === 1
        ? "The one finding does not pass the filter."
        : `None of ${count(total)} findings passes the filter.`,
    ),
    h("vscode-button", { appearance: "secondary", "data-clear-filter": true }, "Clear Filter"),
  );
}

export function checkProgress({ done, total }: NonNullable<LintStatus["progress"]>): HTMLElement {
  return h(
    "section",
    { class: "progress check-progress", "data-key": "check-progress", "aria-labelledby": "check-heading" },
    h(
      "div",
      { class: "progress-head" },
      h("h2", { id: "check-heading" }, "Checking the workspace"),
      actionButton("cancel-check", "Cancel"),
    ),
    h("progress", {
      max: Math.max(1, total),
      value: total > 0 ? done : null,
      "aria-labelledby": "check-heading",
      "aria-describedby": "check-text",
    }),
    h("p", { id: "check-text", class: "progress-detail" }, checkText({ done, total })),
  );
}

export function checkText({ done, total }: NonNullable<LintStatus["progress"]>): string {
  return total === 0 ? "Looking for files" : `${count(done)} of ${count(total)} files`;
}

export function stoppedBanner(): HTMLElement {
  return banner(
    "lint-stopped",
    "The linter stopped and could not be started again. What it found before may no longer be so.",
    restartActions(),
  );
}

/** A few of them by name: why files were not checked as a whole. */
export function partsBanner(notes: readonly { readonly name: string; readonly note: string }[]): HTMLElement {
  const named = notes.slice(0, 5);
  const more = notes.length - named.length;
  return banner(
    "lint-parts",
    notes.length === 1
      ? "One file was checked only in part."
      : `${count(notes.length)} files were checked only in part.`,
    h(
      "ul",
      { class: "parts" },
      ...named.map(({ name, note }) =>
        h("li", null, h("bdi", { class: "name" }, name), ": ", h("bdi", null, note)),
      ),
      more > 0 ? h("li", null, `and ${count(more)} more`) : null,
    ),
  );
}

function banner(key: string, text: string, ...children: readonly Child[]): HTMLElement {
  return h(
    "div",
    { class: "banner", "data-key": key, role: "note", "aria-label": text },
    h("span", { class: "mark problem" }, icon("problem")),
    h("p", null, text),
    ...children,
  );
}

function message(key: string, title: string, ...children: readonly Child[]): HTMLElement {
  return h(
    "section",
    { class: "welcome", "data-key": key, "aria-labelledby": `${key}-heading` },
    h("h1", { id: `${key}-heading`, tabindex: -1 }, title),
    ...children,
  );
}

function lookedForList(): HTMLElement {
  return h(
    "dl",
    { class: "looked-for" },
    ...lookedFor.map(([what, how]) => h("div", null, h("dt", null, what), h("dd", null, how))),
  );
}

function actions(...buttons: readonly HTMLElement[]): HTMLElement {
  return h("div", { class: "actions" }, ...buttons);
}

function restartActions(): HTMLElement {
  return actions(
    actionButton("restart-linter", "Restart Linter", { primary: true }),
    actionButton("show-log", "Show log"),
  );
}
