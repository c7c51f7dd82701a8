import { type Severity, severities } from "../../core/lint/finding.ts";
import type { Filter } from "./filter.ts";
import type { GroupBy } from "./listing.ts";

/** What the reader chose on the page, as the page remembers it. */
export interface FindingsHint extends Filter {
  readonly groupBy: GroupBy;
  /** The keys of closed rows. */
  readonly closed: readonly string[];
}

/** Of a hint that may be missing, old or of another version. */
export function readFindingsHint(value: unknown): FindingsHint {
  const { query, hidden, fixableOnly, groupBy, closed } = (value ?? {}) as Readonly<Record<string, unknown>>;
  return {
    query: typeof query === "string" ? query : "",
    hidden: strings(hidden).filter((one): one is Severity => severities.some((severity) => severity === one)),
    fixableOnly: fixableOnly === true,
    groupBy: groupBy === "file" ? "file" : "rule",
    closed: strings(closed),
  };
}

function strings(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((one) => typeof one === "string") : [];
}
