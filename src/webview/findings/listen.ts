import { severities } from "../../core/lint/finding.ts";
import type { FindingsPage } from "./findings-page.ts";

/** Hands what the reader does in `root` to its page. */
export function listenToFindings(root: HTMLElement, page: FindingsPage): void {
  root.addEventListener("click", ({ target }) => {
    if (!(target instanceof Element)) return;
    const row = rowOf(target);
    if (row !== null && target.closest("[data-twisty]")) page.toggleRow(row);
    else if (row !== null) page.activate(row);
    else if (target.closest("[data-clear-filter]")) page.clearFilter();
    const pressed = target.closest("[data-severity]")?.getAttribute("data-severity");
    const severity = severities.find((one) => one === pressed);
    if (severity) page.toggle(severity);
  });
  root.addEventListener("focusin", ({ target }) => {
    const row = target instanceof Element ? rowOf(target) : null;
    if (row !== null) page.setCurrent(row);
  });
  root.addEventListener("input", ({ target }) => {
    const query = valueAt(target, "[data-query]");
    if (typeof query === "string") page.setFilter({ query });
  });
  root.addEventListener("change", ({ target }) => {
    const groupBy = valueAt(target, "[data-group-by]");
    if (groupBy === "rule" || groupBy === "file") page.setGroupBy(groupBy);
    const box = target instanceof Element ? target.closest("[data-fixable]") : null;
    if (box) page.setFilter({ fixableOnly: (box as Element & { checked: boolean }).checked });
  });
  root.addEventListener("keydown", (event) => {
    const { target, key } = event;
    if (!(target instanceof Element) || event.ctrlKey || event.metaKey || event.altKey) return;
    const row = rowOf(target);
    if (row !== null && page.press(key, row)) event.preventDefault();
    else if (target.closest("[data-query]")) pressInQuery(event, page);
    else if (key === "/") {
      event.preventDefault();
      page.focusQuery();
    }
  });
}

function pressInQuery(event: KeyboardEvent, page: FindingsPage): void {
  if (event.key === "Escape") page.setFilter({ query: "" });
  else if (event.key === "ArrowDown") page.focusTree();
  else return;
  event.preventDefault();
}

function rowOf(target: Element): string | null {
  return target.closest("[role=treeitem]")?.getAttribute("data-key") ?? null;
}

function valueAt(target: EventTarget | null, selector: string): unknown {
  const element = target instanceof Element ? target.closest(selector) : null;
  return (element as { value?: unknown } | null)?.value;
}
