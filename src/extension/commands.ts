/** Every command of the manifest; the table of handlers has exactly these keys. */
export const commandIds = [
  "lanewise.openSqliteDatabase",
  "lanewise.runBenchmark",
  "lanewise.benchmarkSelectedSql",
  "lanewise.cancelBenchmark",
  "lanewise.showResults",
  "lanewise.showBenchmarkHistory",
  "lanewise.exportReport",
  "lanewise.showLog",
  "lanewise.showFindings",
  "lanewise.checkWorkspace",
  "lanewise.checkFile",
  "lanewise.clearWorkspaceResults",
  "lanewise.restartLinter",
  "lanewise.explainRule",
  "lanewise.changeRuleSeverity",
] as const;

export type CommandId = (typeof commandIds)[number];

export type CommandTable = Readonly<Record<CommandId, (argument?: unknown) => unknown>>;

/** Those of the linter. */
export type LintCommandTable = Pick<
  CommandTable,
  | "lanewise.checkWorkspace"
  | "lanewise.checkFile"
  | "lanewise.clearWorkspaceResults"
  | "lanewise.restartLinter"
  | "lanewise.explainRule"
  | "lanewise.changeRuleSeverity"
>;

/** Context keys that the manifest's `when` and `enablement` clauses may name. */
export const contextKeys = ["lanewise.running"] as const;
