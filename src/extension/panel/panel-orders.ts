import { text } from "../../core/text/text.ts";
import type { Job } from "../../protocol/runner.ts";
import type { BenchmarkFlow } from "../benchmark-flow.ts";
import { chooseComparison } from "../commands/choose-comparison.ts";
import type { ShowHistoryDeps } from "../commands/show-history.ts";
import type { CommandTable } from "../commands.ts";
import { jobFromReport } from "../job-from-report.ts";
import type { BenchmarkSettings } from "../settings.ts";
import type { PanelOrders } from "./panel-host.ts";

export interface PanelOrdersDeps extends ShowHistoryDeps {
  readonly commands: CommandTable;
  readonly flow: BenchmarkFlow;
  readonly settings: () => BenchmarkSettings;
  /** The version of Lanewise. */
  readonly lanewise: string;
}

/** What the page's buttons do: mostly what the commands do. */
export function panelOrders(deps: PanelOrdersDeps): PanelOrders {
  const { commands, results, memory } = deps;
  return {
    "open-database": () => commands["lanewise.openSqliteDatabase"](),
    "run-benchmark": () => commands["lanewise.runBenchmark"](),
    "cancel-run": () => commands["lanewise.cancelBenchmark"](),
    "run-again": () => runAgain(deps),
    "save-as-baseline": async () => {
      await memory.useBaseline(results.report?.id);
      results.touch();
    },
    "compare-with": () => chooseComparison(deps),
    "clear-comparison": () => results.compare(undefined),
    "export-report": () => commands["lanewise.exportReport"](),
    "show-history": () => commands["lanewise.showBenchmarkHistory"](),
    "show-log": () => commands["lanewise.showLog"](),
  };
}

async function runAgain(deps: PanelOrdersDeps): Promise<void> {
  const { flow, dialogs, offers, results } = deps;
  if (!flow.mayStart()) return;
  const job = jobOfShown(deps);
  if (job) await flow.start(job);
  else
    dialogs.say(
      "warning",
      text("The database {name} was not used in this workspace. Open it to run the benchmark again.", {
        name: results.report?.connection.name ?? "",
      }),
      [offers.openDatabase],
    );
}

/** After a failure without a report: the job that failed. */
function jobOfShown({ results, memory, settings, lanewise }: PanelOrdersDeps): Job | undefined {
  if (results.failed || !results.report) return results.lastJob;
  const { whenBusy } = settings();
  return jobFromReport(results.report, memory.recentProfiles, { whenBusy, lanewise });
}
