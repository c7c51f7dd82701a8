import { text } from "../core/text/text.ts";
import { type ExportReportDeps, exportReport } from "./commands/export-report.ts";
import { type OpenDatabaseDeps, openDatabase } from "./commands/open-database.ts";
import {
  benchmarkSql,
  type OfferedSql,
  type RunBenchmarkDeps,
  runBenchmark,
} from "./commands/run-benchmark.ts";
import { type EditorText, selection } from "./commands/selection.ts";
import { type ShowHistoryDeps, showHistory } from "./commands/show-history.ts";
import type { CommandTable, ConnectionCommandTable, LintCommandTable } from "./commands.ts";
import { ACTIVE } from "./connections/target-words.ts";
import type { RunService } from "./run-service.ts";

export interface CommandTableDeps
  extends OpenDatabaseDeps,
    RunBenchmarkDeps,
    ShowHistoryDeps,
    ExportReportDeps {
  readonly runs: RunService;
  readonly editorText: () => EditorText | undefined;
  readonly showLog: () => void;
  readonly lintCommands: LintCommandTable;
  readonly connectionCommands: ConnectionCommandTable;
  readonly showFindings: () => void;
}

/** What each command of the manifest does. */
export function commandTable(deps: CommandTableDeps): CommandTable {
  const {
    runs,
    dialogs,
    offers,
    reveal,
    editorText,
    showLog,
    lintCommands,
    connectionCommands,
    showFindings,
  } = deps;
  return {
    "lanewise.openSqliteDatabase": (target) => openDatabase(deps, target),
    "lanewise.openInLanewise": async (target) => {
      const opened = await openDatabase(deps, target);
      if (opened) await connectionCommands["lanewise.connect"](ACTIVE);
    },
    "lanewise.runBenchmark": () => runBenchmark(deps, offeredSql(editorText()), () => openDatabase(deps)),
    "lanewise.benchmarkSelectedSql": () => {
      const chosen = selection(editorText());
      if (chosen.ok) return benchmarkSql(deps, chosen.sql);
      return dialogs.say("info", chosen.problem, [offers.runBenchmark]);
    },
    "lanewise.cancelBenchmark": () => {
      if (runs.current) runs.cancel();
      else dialogs.say("info", text("No benchmark is running."));
    },
    "lanewise.showResults": reveal,
    "lanewise.showBenchmarkHistory": () => showHistory(deps),
    "lanewise.exportReport": () => exportReport(deps),
    "lanewise.showLog": showLog,
    "lanewise.showFindings": () => showFindings(),
    ...lintCommands,
    ...connectionCommands,
  };
}

function offeredSql(editor: EditorText | undefined): OfferedSql {
  const chosen = selection(editor);
  const sql = chosen.ok ? chosen.sql : undefined;
  return editor && editor.from !== editor.to
    ? { selected: sql, atCursor: undefined }
    : { selected: undefined, atCursor: sql };
}
