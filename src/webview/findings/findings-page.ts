import type { Severity } from "../../core/lint/finding.ts";
import type { FindingsMessage, FindingsOrder, LintStatus } from "../../protocol/panel-findings.ts";
import type { Announcer } from "../announcer.ts";
import { patch } from "../patch.ts";
import { Collection } from "./collection.ts";
import { type Filter, noFilter } from "./filter.ts";
import type { FindingsHint } from "./findings-hint.ts";
import { countText, findingsView } from "./findings-view.ts";
import { type GroupBy, groupRows, type Listing, listFindings, type Row } from "./listing.ts";
import { checkText } from "./states.ts";
import { setTools } from "./tools.ts";
import { stepOf } from "./tree-keys.ts";

/** More rows at a time, of a group and of the list. */
const moreRows = 200;
const listRows = 300;
/** What is said to a screen reader waits for the news to settle. */
const announceMs = 1000;

export interface FindingsPageDeps {
  readonly root: HTMLElement;
  readonly announcer: Announcer;
  readonly hint: FindingsHint;
  readonly isShown: () => boolean;
  saveHint(hint: FindingsHint): void;
  order(order: FindingsOrder): void;
  /** How many findings there are. */
  onCount(count: number): void;
}

/** Shows findings in `root`: all that is drawn is made from what the host told and from what the reader chose. */
export class FindingsPage {
  readonly #deps: FindingsPageDeps;
  readonly #collection = new Collection();
  readonly #closed: Set<string>;
  readonly #rowsOf = new Map<string, number>();
  #rules: Readonly<Record<string, string>> = {};
  #status: LintStatus | undefined;
  #filter: Filter;
  #groupBy: GroupBy;
  #rows = listRows;
  #listing: Listing | undefined;
  #current: string | undefined;
  #announcing: number | undefined;
  #announced = "";

  constructor(deps: FindingsPageDeps) {
    this.#deps = deps;
    const { groupBy, closed, ...filter } = deps.hint;
    this.#filter = filter;
    this.#groupBy = groupBy;
    this.#closed = new Set(closed);
  }

  receive(message: FindingsMessage): void {
    switch (message.type) {
      case "count-findings":
        this.#deps.onCount(message.count);
        return;
      case "show-findings":
        this.#collection.show(message.files);
        this.#rules = message.rules;
        break;
      case "change-findings":
        this.#collection.change(message.changed, message.gone);
        break;
    }
    this.#status = message.status;
    this.#deps.onCount(this.#collection.count);
    this.render();
    this.#announce();
  }

  setFilter(change: Partial<Filter>): void {
    this.#filter = { ...this.#filter, ...change };
    this.#rows = listRows;
    this.#choose();
  }

  clearFilter(): void {
    this.setFilter(noFilter);
    this.focusQuery();
  }

  toggle(severity: Severity): void {
    const { hidden } = this.#filter;
    this.setFilter({
      hidden: hidden.includes(severity) ? hidden.filter((one) => one !== severity) : [...hidden, severity],
    });
  }

  setGroupBy(groupBy: GroupBy): void {
    if (groupBy === this.#groupBy) return;
    this.#groupBy = groupBy;
    this.#rows = listRows;
    this.#choose();
  }

  focusQuery(): void {
    this.#deps.root.querySelector<HTMLElement>("[data-query]")?.focus();
  }

  focusTree(): void {
    this.#rowElement(this.#current)?.focus();
  }

  /** A key on a row. Says whether it was for the tree. */
  press(key: string, rowKey: string): boolean {
    const rows = this.#listing?.rows ?? [];
    const at = rows.findIndex((row) => row.key === rowKey);
    const row = rows[at];
    const step = stepOf(key, rows, at);
    if (!step || !row) return false;
    if (step.type === "press") this.activate(rowKey);
    else if (step.type === "set-open") this.#setOpen(row, step.isOpen);
    else this.#goTo(rows[step.to]?.key);
    return true;
  }

  /** A row was pressed: it opens what it is about. */
  activate(rowKey: string): void {
    const row = this.#listing?.rows.find(({ key }) => key === rowKey);
    if (!row) return;
    this.#current = rowKey;
    const { order } = this.#deps;
    switch (row.kind) {
      case "group":
        this.#setOpen(row, row.isOpen === false);
        return;
      case "rule":
        order({ type: "explain-rule", rule: row.rule });
        break;
      case "finding": {
        const { finding, file } = row.entry;
        order({ type: "open-place", file: file.file, line: finding.line, character: finding.character });
        break;
      }
      case "related": {
        const { file, line, character } = row.related;
        order({ type: "open-place", file, line, character });
        break;
      }
      case "more":
        this.#showMore(row.group);
        return;
    }
    this.#markCurrent();
  }

  /** A row has the focus. */
  setCurrent(rowKey: string): void {
    if (rowKey === this.#current) return;
    this.#current = rowKey;
    this.#markCurrent();
  }

  toggleRow(rowKey: string): void {
    const row = this.#listing?.rows.find(({ key }) => key === rowKey);
    if (row) this.#setOpen(row, row.isOpen === false);
  }

  /** Draws everything again, unless it is not shown or nothing was told yet. */
  render(): void {
    if (!this.#status || !this.#deps.isShown()) return;
    const { root } = this.#deps;
    const { files } = this.#collection;
    const listing = listFindings(files, this.#rules, {
      filter: this.#filter,
      groupBy: this.#groupBy,
      closed: this.#closed,
      rowsOf: this.#rowsOf,
      rows: this.#rows,
    });
    this.#moveCurrent(this.#listing?.rows ?? [], listing.rows);
    this.#listing = listing;
    const focused = document.activeElement;
    const wasInTree = focused?.getAttribute("role") === "treeitem" && root.contains(focused);
    const wasInside = root.contains(focused);
    patch(
      root,
      findingsView({
        ...{ status: this.#status, listing, filter: this.#filter, groupBy: this.#groupBy },
        notes: files.flatMap(({ file: { name, note } }) => (note === null ? [] : [{ name, note }])),
        current: this.#current,
      }),
    );
    setTools(root, this.#filter);
    if (wasInTree && listing.rows.length > 0) this.focusTree();
    else if (wasInside && !focused?.isConnected) root.querySelector("h1")?.focus({ preventScroll: true });
  }

  #choose(): void {
    const { query, hidden, fixableOnly } = this.#filter;
    this.#deps.saveHint({
      ...{ query, hidden, fixableOnly },
      groupBy: this.#groupBy,
      closed: [...this.#closed],
    });
    this.render();
    this.#announce();
  }

  #setOpen(row: Row, isOpen: boolean): void {
    if (row.isOpen === null || row.isOpen === isOpen) return;
    if (isOpen) this.#closed.delete(row.key);
    else this.#closed.add(row.key);
    this.#current = row.key;
    this.#choose();
  }

  #showMore(group: string | null): void {
    const first = this.#listing?.rows.findIndex(({ kind, key }) => kind === "more" && key === this.#current);
    if (group === null) this.#rows += listRows;
    else this.#rowsOf.set(group, (this.#rowsOf.get(group) ?? groupRows) + moreRows);
    this.render();
    // The first of the new rows stands where the button was.
    this.#goTo(this.#listing?.rows[first ?? -1]?.key);
  }

  #goTo(key: string | undefined): void {
    if (key === undefined) return;
    this.setCurrent(key);
    this.focusTree();
  }

  /** One row is in the order of Tab. */
  #markCurrent(): void {
    const { root } = this.#deps;
    const current = this.#rowElement(this.#current);
    for (const row of root.querySelectorAll('[role=treeitem][tabindex="0"]'))
      row.setAttribute("tabindex", "-1");
    current?.setAttribute("tabindex", "0");
  }

  /** A row that is gone hands over to the one that took its place. */
  #moveCurrent(before: readonly Row[], after: readonly Row[]): void {
    if (after.some(({ key }) => key === this.#current)) return;
    const at = before.findIndex(({ key }) => key === this.#current);
    this.#current = after[Math.max(0, Math.min(at, after.length - 1))]?.key;
  }

  #rowElement(key: string | undefined): HTMLElement | null {
    if (key === undefined) return null;
    return this.#deps.root.querySelector(`[role=treeitem][data-key="${CSS.escape(key)}"]`);
  }

  #announce(): void {
    if (!this.#deps.isShown()) return;
    const { announcer } = this.#deps;
    const { progress } = this.#status ?? {};
    if (progress) {
      announcer.sayProgress(`Checking the workspace: ${checkText(progress)}`);
      return;
    }
    window.clearTimeout(this.#announcing);
    this.#announcing = window.setTimeout(() => {
      if (!this.#listing || !this.#deps.isShown()) return;
      const text = this.#summary(this.#listing);
      if (text === this.#announced) return;
      this.#announced = text;
      announcer.say(text);
    }, announceMs);
  }

  #summary(listing: Listing): string {
    if (this.#status?.state === "off" || listing.total === 0)
      return this.#deps.root.querySelector("h1")?.textContent ?? "";
    return countText(listing, this.#filter);
  }
}
