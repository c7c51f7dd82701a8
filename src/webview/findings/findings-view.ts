import type { LintStatus } from "../../protocol/panel-findings.ts";
import { h } from "../element.ts";
import { count } from "../format.ts";
import { actionButton } from "../sections/action-button.ts";
import { type Filter, isFiltering } from "./filter.ts";
import type { GroupBy, Listing } from "./listing.ts";
import {
  checkProgress,
  cleanState,
  failedState,
  filteredState,
  offState,
  partsBanner,
  stoppedBanner,
  untriedState,
} from "./states.ts";
import { tools } from "./tools.ts";
import { treeRow } from "./tree-row.ts";

export interface FindingsView {
  readonly status: LintStatus;
  readonly listing: Listing;
  readonly filter: Filter;
  readonly groupBy: GroupBy;
  /** Why files were checked only in part. */
  readonly notes: readonly { readonly name: string; readonly note: string }[];
  /** The key of the row that the keyboard is at, or would come to. */
  readonly current: string | undefined;
}

export function findingsView(view: FindingsView): Node[] {
  const { status, listing, notes } = view;
  const { state, progress, lastCheck } = status;
  if (state === "off") return [offState()];
  if (state === "failed" && listing.total === 0) return [failedState()];
  const parts = notes.length > 0 ? [partsBanner(notes)] : [];
  if (listing.total > 0)
    return [
      head(view),
      ...(progress ? [checkProgress(progress)] : []),
      ...(state === "failed" ? [stoppedBanner()] : []),
      ...parts,
      tools(view.filter, view.groupBy, listing.counts),
      listing.shown === 0 ? filteredState(listing.total) : tree(view),
    ];
  if (progress)
    return [
      head(view),
      checkProgress(progress),
      h(
        "p",
        { class: "placeholder", "data-key": "placeholder" },
        "Findings appear here as files are checked.",
      ),
    ];
  return [...parts, lastCheck?.outcome === "completed" ? cleanState(lastCheck) : untriedState()];
}

/** How much is shown, as one says it. */
export function countText({ shown, total, files }: Listing, filter: Filter): string {
  const findings = total === 1 ? "finding" : "findings";
  const inFiles = `in ${count(files)} ${files === 1 ? "file" : "files"}`;
  if (!isFiltering(filter)) return `${count(total)} ${findings} ${inFiles}`;
  return `${count(shown)} of ${count(total)} ${findings}`;
}

function head({ status, listing, filter }: FindingsView): HTMLElement {
  return h(
    "div",
    { class: "top findings-top", "data-key": "findings-top" },
    h(
      "div",
      { class: "subject" },
      h("h1", { id: "findings-heading", tabindex: -1 }, "Findings"),
      h(
        "p",
        { class: "findings-count" },
        h(
          "span",
          { class: "findings-number" },
          listing.total > 0 ? countText(listing, filter) : "None so far",
        ),
        " ",
        h("span", { class: "coverage" }, checkedText(status)),
      ),
    ),
    status.progress === null
      ? h("div", { class: "actions" }, actionButton("check-workspace", "Check Workspace", { primary: true }))
      : null,
  );
}

/** How far the list can be trusted to be whole. */
function checkedText({ lastCheck, progress }: LintStatus): string {
  if (progress) return "";
  if (!lastCheck) return "Open files only";
  const { outcome, files, unreadable } = lastCheck;
  const checked = `${count(files)} ${files === 1 ? "file" : "files"}`;
  return [
    outcome === "completed" ? `Whole workspace, ${checked}` : `Check cancelled after ${checked}`,
    unreadable === 0 ? "" : `${count(unreadable)} could not be read`,
  ]
    .filter(Boolean)
    .join(" · ");
}

function tree({ listing, current }: FindingsView): HTMLElement {
  return h(
    "div",
    { class: "tree", "data-key": "tree", role: "tree", "aria-labelledby": "findings-heading" },
    ...listing.rows.map((row) => treeRow(row, row.key === current)),
  );
}
