/** Those of the explorer; its half of the extension is loaded when one is called. */
export const connectionCommandIds = [
  "lanewise.addConnection",
  "lanewise.importConnections",
  "lanewise.openSample",
  "lanewise.setActiveConnection",
  "lanewise.connect",
  "lanewise.disconnect",
  "lanewise.testConnection",
  "lanewise.editConnection",
  "lanewise.duplicateConnection",
  "lanewise.renameConnection",
  "lanewise.moveToGroup",
  "lanewise.removeConnection",
  "lanewise.copyConnectionString",
  "lanewise.previewRows",
  "lanewise.copyName",
  "lanewise.copySelect",
  "lanewise.benchmarkTable",
  "lanewise.benchmarkSqlHere",
  "lanewise.refreshConnections",
  "lanewise.filterConnections",
  "lanewise.clearFilter",
  "lanewise.loadMore",
  "lanewise.cancelLoading",
  "lanewise.showProblem",
] as const;

/** Every command of the manifest; the table of handlers has exactly these keys. */
export const commandIds = [
  "lanewise.openSqliteDatabase",
  "lanewise.openInLanewise",
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
  ...connectionCommandIds,
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

export type ConnectionCommandTable = Pick<CommandTable, (typeof connectionCommandIds)[number]>;

/** Context keys that the manifest's `when` and `enablement` clauses may name. */
export const contextKeys = ["lanewise.running"] as const;
