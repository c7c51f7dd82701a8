import type { Text } from "../text/text.ts";

/** From the most to the least severe. */
export const severities = ["error", "warning", "information", "hint"] as const;
export type Severity = (typeof severities)[number];

/** UTF-16 units from the start of the file, the end exclusive. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

export interface TextEdit extends Range {
  readonly text: string;
}

export interface Fix {
  readonly title: Text;
  /** Whether it may be applied together with others, without a look at it. */
  readonly safe: boolean;
  /** In the finding's file, not overlapping, ascending. */
  readonly edits: readonly TextEdit[];
}

/** A place that belongs to a finding: where the session was made, where the thread starts. */
export interface Related {
  /** As the file was named to the linter; undefined: the finding's own file. */
  readonly file: string | undefined;
  readonly range: Range;
  readonly text: Text;
}

export interface Finding {
  readonly rule: string;
  readonly severity: Severity;
  readonly range: Range;
  readonly text: Text;
  readonly related: readonly Related[];
  readonly fixes: readonly Fix[];
  /** Code that could go: the editor fades it. */
  readonly unnecessary: boolean;
}
