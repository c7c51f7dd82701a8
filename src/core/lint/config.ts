import type { Severity } from "./finding.ts";

/** How the linter is set, from the editor's settings, `[tool.lanewise]` and the command line. */
export interface LintConfig {
  /** By rule id: another severity than its own, or `off`; a rule that is off by default is on with a severity. */
  readonly rules: Readonly<Record<string, Severity | "off">>;
  /** Rule ids; if not empty, only these run. */
  readonly select: readonly string[];
  /** Rule ids that do not run. */
  readonly ignore: readonly string[];
  /** For one file, in milliseconds; what is left then is not checked, and a note says so. */
  readonly budgetMs: number;
}

export const defaultLintConfig: LintConfig = { rules: {}, select: [], ignore: [], budgetMs: 2000 };
