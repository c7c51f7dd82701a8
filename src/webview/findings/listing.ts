import { type Severity, severities } from "../../core/lint/finding.ts";
import type { ShownRelated } from "../../protocol/panel-findings.ts";
import type { Entry, FileEntries } from "./collection.ts";
import { type Filter, matcher } from "./filter.ts";

export type GroupBy = "rule" | "file";
export type SeverityCounts = Readonly<Record<Severity, number>>;

/** A line of the tree. The key is its own among all. */
export type Row = RowPlace &
  (
    | { readonly kind: "group"; readonly title: string; readonly counts: SeverityCounts }
    /** Under a rule: what it is about, and the way to more. */
    | { readonly kind: "rule"; readonly rule: string; readonly summary: string }
    | { readonly kind: "finding"; readonly entry: Entry; readonly groupBy: GroupBy }
    | { readonly kind: "related"; readonly related: ShownRelated; readonly isElsewhere: boolean }
    /** Draws more rows: of a group, or of the list when the group is null. */
    | { readonly kind: "more"; readonly group: string | null; readonly left: number }
  );

export interface RowPlace {
  readonly key: string;
  readonly level: 1 | 2 | 3;
  /** From 1, among its siblings, of which there are `size`, drawn or not. */
  readonly position: number;
  readonly size: number;
  /** Null: nothing is under it. */
  readonly isOpen: boolean | null;
}

export interface ListingView {
  readonly filter: Filter;
  readonly groupBy: GroupBy;
  /** The keys of the rows that are closed. */
  readonly closed: ReadonlySet<string>;
  /** By the key of a group, how many of its findings are drawn, if not `groupRows`. */
  readonly rowsOf: ReadonlyMap<string, number>;
  /** After so many rows no other group begins. */
  readonly rows: number;
}

export interface Listing {
  readonly rows: readonly Row[];
  /** What passes the filter. */
  readonly shown: number;
  readonly total: number;
  /** Of files with findings that pass. */
  readonly files: number;
  /** What each severity's toggle shows or would show. */
  readonly counts: SeverityCounts;
}

export const groupRows = 50;

interface Group {
  readonly key: string;
  readonly title: string;
  readonly entries: Entry[];
}

/** What the page lists, and in which rows. Only as many rows as are drawn: a workspace may have thousands of findings. */
export function listFindings(
  files: readonly FileEntries[],
  summaries: Readonly<Record<string, string>>,
  view: ListingView,
): Listing {
  const groups = new Map<string, Group>();
  const counts = noCounts();
  const hidden = new Set(view.filter.hidden);
  const matches = matcher(view.filter);
  const shownFiles = new Set<number>();
  let shown = 0;
  let total = 0;
  for (const { entries } of files) {
    total += entries.length;
    for (const entry of entries) {
      if (!matches(entry)) continue;
      counts[entry.finding.severity]++;
      if (hidden.has(entry.finding.severity)) continue;
      shown++;
      shownFiles.add(entry.file.file);
      addTo(groups, view.groupBy, entry);
    }
  }
  const sorted = [...groups.values()];
  if (view.groupBy === "rule") sorted.sort(bySeverityThenName);
  return { rows: rowsOf(sorted, summaries, view), shown, total, files: shownFiles.size, counts };
}

function addTo(groups: Map<string, Group>, groupBy: GroupBy, entry: Entry): void {
  const title = groupBy === "rule" ? entry.finding.rule : entry.file.name;
  const key = `${groupBy} ${title}`;
  const group = groups.get(key);
  if (group) group.entries.push(entry);
  else groups.set(key, { key, title, entries: [entry] });
}

function bySeverityThenName(a: Group, b: Group): number {
  return worst(a) - worst(b) || (a.title < b.title ? -1 : 1);
}

function worst({ entries }: Group): number {
  return severities.findIndex((severity) => entries.some(({ finding }) => finding.severity === severity));
}

function rowsOf(
  groups: readonly Group[],
  summaries: Readonly<Record<string, string>>,
  view: ListingView,
): readonly Row[] {
  const rows: Row[] = [];
  for (const [at, group] of groups.entries()) {
    if (rows.length >= view.rows) {
      const left = groups.length - at;
      rows.push(moreRow(null, left, groups.length + 1, groups.length + 1));
      break;
    }
    const isOpen = !view.closed.has(group.key);
    const place = { key: group.key, level: 1, position: at + 1, size: groups.length, isOpen } as const;
    rows.push({ ...place, kind: "group", title: group.title, counts: countsOf(group.entries) });
    if (isOpen) rows.push(...rowsIn(group, summaries, view));
  }
  return rows;
}

function rowsIn(group: Group, summaries: Readonly<Record<string, string>>, view: ListingView): Row[] {
  const rows: Row[] = [];
  const { entries, key, title } = group;
  const summary = view.groupBy === "rule" && Object.hasOwn(summaries, title) ? summaries[title] : undefined;
  const drawn = view.rowsOf.get(key) ?? groupRows;
  const before = summary === undefined ? 0 : 1;
  const size = entries.length + before;
  if (summary !== undefined)
    rows.push({
      ...{ key: `about ${key}`, level: 2, position: 1, size, isOpen: null },
      ...{ kind: "rule", rule: title, summary },
    });
  for (const [at, entry] of entries.slice(0, drawn).entries())
    rows.push(...findingRows(entry, at + before + 1, size, view));
  if (entries.length > drawn) rows.push(moreRow(key, entries.length - drawn, drawn + before + 1, size));
  return rows;
}

function findingRows(entry: Entry, position: number, size: number, view: ListingView): Row[] {
  const { key, finding, file } = entry;
  const { related } = finding;
  const isOpen = related.length === 0 ? null : !view.closed.has(key);
  const row: Row = { key, level: 2, position, size, isOpen, kind: "finding", entry, groupBy: view.groupBy };
  if (!isOpen) return [row];
  return [
    row,
    ...related.map((place, at): Row => {
      const isElsewhere = place.file !== file.file;
      const where = { key: `${key}:${at}`, level: 3, position: at + 1, size: related.length } as const;
      return { ...where, isOpen: null, kind: "related", related: place, isElsewhere };
    }),
  ];
}

function moreRow(group: string | null, left: number, position: number, size: number): Row {
  const level = group === null ? 1 : 2;
  return { key: `more ${group ?? ""}`, level, position, size, isOpen: null, kind: "more", group, left };
}

function countsOf(entries: readonly Entry[]): SeverityCounts {
  const counts = noCounts();
  for (const { finding } of entries) counts[finding.severity]++;
  return counts;
}

function noCounts(): Record<Severity, number> {
  return { error: 0, warning: 0, information: 0, hint: 0 };
}
