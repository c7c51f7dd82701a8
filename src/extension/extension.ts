import { availableParallelism } from "node:os";
import path from "node:path";
import * as vscode from "vscode";
import { forkRunner } from "../node/fork-runner.ts";
import type { ToPanel } from "../protocol/panel.ts";
import { BenchmarkFlow, type PinnedConnection } from "./benchmark-flow.ts";
import { commandTable } from "./command-table.ts";
import { compareWith } from "./commands/compare-with.ts";
import { benchmarkSql } from "./commands/run-benchmark.ts";
import { selection } from "./commands/selection.ts";
import type { CommandTable } from "./commands.ts";
import { compareInWorker } from "./compare-in-worker.ts";
import { activeConnection } from "./connections/active-connection.ts";
import { confirmLoad } from "./connections/confirm-load.ts";
import { LazyConnections } from "./connections/lazy-connections.ts";
import { pinnedConnection } from "./connections/pinned-connection.ts";
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
import { vscodeExplorerSettings, vscodeSettings } from "./vscode-settings.ts";
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
  const explorerSettings = vscodeExplorerSettings(extension.packageJSON, log);
  const pinnedName = () => pinnedConnection(explorerSettings);
  const pinned = (): PinnedConnection | undefined => {
    const name = pinnedName();
    return name === undefined ? undefined : { name, profile: connections.profileOf(name) };
  };
  const flow = new BenchmarkFlow({
    ...{ runs, results, memory, store, dialogs, offers, t, log, isTrusted, page, pinned, confirmLoad },
    secretFor: (profile) => connections.secretFor(profile),
  });
  const statusBar = owned.add(new StatusBar(memory, runs, pinnedName));
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
  const measuring = { ...services, ask: vscodeQuickInputs, cpus: availableParallelism };
  const active = activeConnection(memory, () => {
    statusBar.refresh();
    results.touch();
    connections.activeChanged();
  });
  const connections: LazyConnections = owned.add(
    new LazyConnections({
      ...{ context, active, log, dialogs, offers, onError, settings: explorerSettings },
      benchmark: ({ profile }, sql) => benchmarkSql(measuring, sql, profile),
      selectedSql: () => selection(editorText()),
    }),
  );
  const commands: CommandTable = commandTable({
    ...measuring,
    editorText,
    render: renderReport(dist),
    showLog: () => log.show(),
    lintCommands: lint.commands,
    connectionCommands: connections.commands,
    showFindings: panel.page("findings").reveal,
    adopt: (profile) => connections.adopt(profile),
  });
  const orders: PanelOrders = panelOrders({ ...services, commands });

  owned.add(registerCommands(commands, onError));
  owned.add(runNotification(runs));
  owned.add(runContextKey(runs));
  owned.add(vscode.workspace.onDidGrantWorkspaceTrust(() => results.touch()));
  owned.add(vscode.window.registerWebviewPanelSerializer(PANEL_VIEW, panel));
}
