import { availableParallelism } from "node:os";
import path from "node:path";
import * as vscode from "vscode";
import { forkRunner } from "../node/fork-runner.ts";
import type { ToPanel } from "../protocol/panel.ts";
import { BenchmarkFlow, type SecretAnswer } from "./benchmark-flow.ts";
import { commandTable } from "./command-table.ts";
import { compareWith } from "./commands/compare-with.ts";
import type { CommandTable } from "./commands.ts";
import { compareInWorker } from "./compare-in-worker.ts";
import { DisposableStore } from "./disposable-store.ts";
import { editorText } from "./editor-text.ts";
import { formatTime } from "./format-time.ts";
import { LazyLint } from "./lint/lazy-lint.ts";
import { localize as t } from "./localize.ts";
import { makeOffers } from "./offers.ts";
import { openReportStore } from "./open-report-store.ts";
import { connectFindings } from "./panel/connect-findings.ts";
import { PanelHost, type PanelOrders } from "./panel/panel-host.ts";
import { panelOrders } from "./panel/panel-orders.ts";
import { PanelPages } from "./panel/panel-pages.ts";
import { PANEL_VIEW } from "./panel/panel-view.ts";
import { Results } from "./panel/results.ts";
import { ResultsPanel } from "./panel/results-panel.ts";
import { registerCommands } from "./register-commands.ts";
import { renderReport } from "./render-report.ts";
import { runContextKey } from "./run-context-key.ts";
import { runNotification } from "./run-notification.ts";
import { RunService } from "./run-service.ts";
import { StatusBar } from "./status-bar.ts";
import { unexpected } from "./unexpected.ts";
import { vscodeDialogs } from "./vscode-dialogs.ts";
import { vscodeSettings } from "./vscode-settings.ts";
import { vscodeQuickInputs } from "./wizard/vscode-quick-inputs.ts";
import { WorkspaceMemory } from "./workspace-memory.ts";

/** Longer than the grace of the runner's client, which normally ends a deaf runner. */
const RUN_GRACE_MS = 5000;

/** Builds Lanewise's half of the extension host. Its end cancels the run that goes on. */
export function activate(context: vscode.ExtensionContext): void {
  const { extension, extensionUri, workspaceState, subscriptions } = context;
  const owned = new DisposableStore();
  subscriptions.push(owned);
  const dist = context.asAbsolutePath("dist");
  const isTrusted = () => vscode.workspace.isTrusted;

  const log = owned.add(vscode.window.createOutputChannel("Lanewise", { log: true }));
  const offers = makeOffers((id, ...args) => vscode.commands.executeCommand(id, ...args));
  const dialogs = vscodeDialogs(log);
  const onError = unexpected(log, dialogs, offers);
  const memory = new WorkspaceMemory(workspaceState);
  const store = openReportStore(context, log);
  const readReport = (id: string) => store.read(id);
  const runBenchmark = forkRunner({ file: path.join(dist, "bench-runner.js") });
  const runs = owned.add(new RunService({ runBenchmark, log, graceMs: RUN_GRACE_MS }));
  const results = new Results({ memory, readReport, log });
  const lint = owned.add(new LazyLint({ context, log, dialogs, offers, onError }));
  const connect = (post: (message: ToPanel) => void) =>
    new PanelPages(post, [
      new PanelHost({ post, runs, results, memory, orders, isTrusted, t }),
      connectFindings({ post, lint, commands, panelColumn: () => panel.viewColumn }),
    ]);
  const panel: ResultsPanel = owned.add(new ResultsPanel({ extensionUri, onError, connect }));
  const page = panel.page("benchmark");
  const secretFor = async (): Promise<SecretAnswer> => ({ status: "known", secret: undefined });
  const flow = new BenchmarkFlow({
    ...{ runs, results, memory, store, dialogs, offers, t, log, isTrusted, page },
    secretFor,
  });
  const statusBar = owned.add(new StatusBar(memory, runs));
  const shown = { store, results, memory, dialogs, offers, t, formatTime, reveal: page.reveal };
  const compare = compareInWorker(path.join(dist, "compare-worker.js"));
  const services = {
    ...shown,
    flow,
    runs,
    settings: vscodeSettings(extension.packageJSON, log),
    lanewise: String(extension.packageJSON.version),
    compareWith: compareWith({ ...shown, readReport, compare }),
  };
  const commands: CommandTable = commandTable({
    ...services,
    ask: vscodeQuickInputs,
    cpus: availableParallelism,
    editorText,
    render: renderReport(dist),
    showLog: () => log.show(),
    lintCommands: lint.commands,
    showFindings: panel.page("findings").reveal,
    onChange: () => {
      statusBar.refresh();
      results.touch();
    },
  });
  const orders: PanelOrders = panelOrders({ ...services, commands });

  owned.add(registerCommands(commands, onError));
  owned.add(runNotification(runs));
  owned.add(runContextKey(runs));
  owned.add(vscode.workspace.onDidGrantWorkspaceTrust(() => results.touch()));
  owned.add(vscode.window.registerWebviewPanelSerializer(PANEL_VIEW, panel));
}
