import type { Severity } from "../../core/lint/finding.ts";
import type { Entry } from "./collection.ts";

/** What the reader wants to see of the findings. */
export interface Filter {
  /** Every word of it must stand in the message, the rule or the file's name. */
  readonly query: string;
  readonly hidden: readonly Severity[];
  readonly fixableOnly: boolean;
}

export const noFilter: Filter = { query: "", hidden: [], fixableOnly: false };

export function isFiltering({ query, hidden, fixableOnly }: Filter): boolean {
  return query.trim() !== "" || hidden.length > 0 || fixableOnly;
}

/** The filter without its severities, whose toggles count what they would show. */
export function matcher({ query, fixableOnly }: Filter): (entry: Entry) => boolean {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  return ({ finding, searched }) =>
    (!fixableOnly || finding.fix !== "none") && words.every((word) => searched.includes(word));
}
