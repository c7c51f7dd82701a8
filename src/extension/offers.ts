import { type Text, text } from "../core/text/text.ts";
import type { Choice } from "./dialogs.ts";

/** The buttons that messages offer, each with one meaning everywhere. */
export interface Offers {
  readonly openDatabase: Choice;
  readonly runBenchmark: Choice;
  readonly showResults: Choice;
  readonly showHistory: Choice;
  readonly cancelRun: Choice;
  readonly showLog: Choice;
  readonly openSettings: Choice;
  readonly openFolderSettings: Choice;
  readonly manageTrust: Choice;
  readonly restartLinter: Choice;
}

/** `command` runs a command of VS Code or of Lanewise. */
export function makeOffers(command: (id: string, ...args: readonly unknown[]) => unknown): Offers {
  const offer = (label: Text, id: string, ...args: readonly unknown[]): Choice => ({
    label,
    run: () => command(id, ...args),
  });
  return {
    openDatabase: offer(text("Open SQLite Database…"), "lanewise.openSqliteDatabase"),
    runBenchmark: offer(text("Run Benchmark…"), "lanewise.runBenchmark"),
    showHistory: offer(text("Show Benchmark History"), "lanewise.showBenchmarkHistory"),
    showResults: offer(text("Show Results"), "lanewise.showResults"),
    cancelRun: offer(text("Cancel Benchmark"), "lanewise.cancelBenchmark"),
    showLog: offer(text("Show Log"), "lanewise.showLog"),
    openSettings: offer(text("Open Settings"), "workbench.action.openSettings", "lanewise.benchmark"),
    openFolderSettings: offer(
      text("Open Settings"),
      "workbench.action.openSettings",
      "lanewise.connectionForFolder",
    ),
    manageTrust: offer(text("Manage Workspace Trust"), "workbench.trust.manage"),
    restartLinter: offer(text("Restart Linter"), "lanewise.restartLinter"),
  };
}
