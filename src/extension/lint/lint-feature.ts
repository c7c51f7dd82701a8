import path from "node:path";
import * as vscode from "vscode";
import { LintClient } from "../../node/lint-client.ts";
import type { LintCommandTable } from "../commands.ts";
import type { Dialogs } from "../dialogs.ts";
import { type Disposable, DisposableStore } from "../disposable-store.ts";
import { localize } from "../localize.ts";
import type { Log } from "../log.ts";
import type { Offers } from "../offers.ts";
import { changeRuleSeverity } from "./change-rule-severity.ts";
import { documentUri } from "./document-name.ts";
import { explainRule } from "./explain-rule.ts";
import { LintCodeActions } from "./lint-code-actions.ts";
import { lintSettings, onLintSettingsChange, readLintConfiguration } from "./lint-configuration.ts";
import { lintDiagnostics } from "./lint-diagnostics.ts";
import { PYTHON } from "./lint-document.ts";
import { LintHover } from "./lint-hover.ts";
import type { LintResults } from "./lint-results.ts";
import { LintScope } from "./lint-scope.ts";
import { LintStatus } from "./lint-status.ts";
import { Linter } from "./linter.ts";
import { linterFailure } from "./linter-failure.ts";
import { openRulePage } from "./open-rule-page.ts";
import { projectConfig } from "./project-config.ts";
import { ProjectExcludes } from "./project-excludes.ts";
import { ProjectFiles } from "./project-files.ts";
import { PythonEnvironments } from "./python-environments.ts";
import type { RuleBook } from "./rule-book.ts";
import { setRuleSeverity } from "./rule-severity-setting.ts";
import { watchDocuments } from "./watch-documents.ts";
import { watchFiles } from "./watch-files.ts";
import { CheckWorkspace } from "./workspace-check.ts";

export interface LintFeatureDeps {
  readonly context: vscode.ExtensionContext;
  readonly results: LintResults;
  readonly rules: RuleBook;
  readonly log: Log;
  readonly dialogs: Dialogs;
  readonly offers: Offers;
  readonly onError: (error: unknown) => void;
}

/** The linter's half of the extension: builds its objects and wires them to VS Code. A bundle of its own. */
export class LintFeature implements Disposable {
  readonly commands: LintCommandTable;
  readonly cancelCheck: () => void;
  readonly #owned = new DisposableStore();

  constructor({ context, results, rules, log, dialogs, offers, onError }: LintFeatureDeps) {
    const { extension, extensionUri } = context;
    const dist = context.asAbsolutePath("dist");
    const settings = lintSettings(extension.packageJSON, log);
    const projectExcludes = new ProjectExcludes();
    const scope = new LintScope(settings, projectExcludes);
    const reconfigure = () => linter.reconfigure().catch(onError);
    const python = new PythonEnvironments(log, reconfigure);
    const projectFiles = new ProjectFiles(reconfigure, onError);
    const readProject = async (toml: string) => projectConfig(toml, [...(await rules()).keys()]);
    const sitePackages = (folder: vscode.WorkspaceFolder) => python.sitePackages(folder);
    const linter = new Linter({
      startLink: (events) => new LintClient({ file: path.join(dist, "lint-worker.js") }, events),
      readConfiguration: () =>
        readLintConfiguration({ log, readProject, projectExcludes, projectFiles, sitePackages }, settings),
      documents: () => scope.documents(),
      timing: (name) => settings(documentUri(name)).timing,
      onFailure: linterFailure(dialogs, offers),
      ...{ results, log, onError },
    });
    const workspaceCheck = new CheckWorkspace({
      linter,
      results,
      settings,
      projectExcludes,
      dialogs,
      offers,
    });

    this.cancelCheck = () => workspaceCheck.cancel();
    this.commands = {
      "lanewise.checkWorkspace": () => workspaceCheck.run(),
      "lanewise.checkFile": () => checkActiveFile(linter, scope),
      "lanewise.clearWorkspaceResults": () => linter.clearWorkspaceResults(),
      "lanewise.restartLinter": () => linter.restart(),
      "lanewise.explainRule": (argument) =>
        explainRule({ rules, dialogs, openPage: openRulePage(extensionUri, log) }, argument),
      "lanewise.changeRuleSeverity": (argument) =>
        changeRuleSeverity(
          {
            ...{ rules, dialogs, t: localize, setSeverity: setRuleSeverity },
            severityOf: (rule, uri) =>
              settings(uri === undefined ? undefined : vscode.Uri.parse(uri)).rules[rule],
          },
          argument,
        ),
    };

    const owned = this.#owned;
    const selector = { language: PYTHON };
    owned.add(linter);
    owned.add(python);
    owned.add(projectFiles);
    owned.add(lintDiagnostics(results));
    owned.add(new LintStatus({ results, linter, scope }));
    owned.add(vscode.languages.registerHoverProvider(selector, new LintHover({ linter, results, rules })));
    owned.add(
      vscode.languages.registerCodeActionsProvider(
        selector,
        new LintCodeActions({ linter, results }),
        LintCodeActions.metadata,
      ),
    );
    owned.add(watchFiles((changed, deleted) => linter.filesChanged(changed, deleted)));
    owned.add(onLintSettingsChange(reconfigure));
    owned.add(vscode.workspace.onDidGrantWorkspaceTrust(reconfigure));
    owned.add(watchDocuments(linter, scope));
  }

  dispose(): void {
    this.#owned.dispose();
  }
}

/** Also where changes are checked only when they are saved. */
function checkActiveFile(linter: Linter, scope: LintScope): void {
  const document = vscode.window.activeTextEditor?.document;
  const text = document && scope.text(document);
  if (text) linter.open(text);
}
