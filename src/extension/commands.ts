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
] as const;

export type CommandId = (typeof commandIds)[number];

export type CommandTable = Readonly<Record<CommandId, (argument?: unknown) => unknown>>;

/** Context keys that the manifest's `when` and `enablement` clauses may name. */
export const contextKeys = ["lanewise.running"] as const;
