import * as vscode from "vscode";
import { text } from "../../core/text/text.ts";
import type { Dialogs } from "../dialogs.ts";
import type { Offers } from "../offers.ts";
import type { LintResults } from "./lint-results.ts";
import type { LintSettings } from "./lint-settings.ts";
import type { Linter } from "./linter.ts";
import type { ProjectExcludes } from "./project-excludes.ts";

export interface WorkspaceCheckDeps {
  readonly linter: Linter;
  readonly results: LintResults;
  readonly settings: (uri: vscode.Uri | undefined) => LintSettings;
  readonly projectExcludes: ProjectExcludes;
  readonly dialogs: Dialogs;
  readonly offers: Offers;
}

/** *Check Workspace*: one at a time, with its progress and a way to cancel it. */
export class CheckWorkspace {
  readonly #deps: WorkspaceCheckDeps;
  #cancel: AbortController | undefined;

  constructor(deps: WorkspaceCheckDeps) {
    this.#deps = deps;
  }

  cancel(): void {
    this.#cancel?.abort();
  }

  async run(): Promise<void> {
    const { dialogs } = this.#deps;
    if (this.#cancel) return;
    const folders = (vscode.workspace.workspaceFolders ?? []).filter(({ uri }) => uri.scheme === "file");
    if (folders.length === 0) {
      dialogs.say("info", text("There is no folder on this machine to check. Open one first."));
      return;
    }
    const enabled = folders.filter(({ uri }) => this.#deps.settings(uri).enabled);
    if (enabled.length === 0) {
      dialogs.say("info", text("Session lint is switched off by the setting lanewise.lint.enable."));
      return;
    }
    this.#cancel = new AbortController();
    try {
      await this.#withProgress(enabled, this.#cancel);
    } finally {
      this.#cancel = undefined;
    }
  }

  #withProgress(folders: readonly vscode.WorkspaceFolder[], cancel: AbortController): Thenable<void> {
    const { results } = this.#deps;
    const options = {
      location: vscode.ProgressLocation.Notification,
      title: vscode.l10n.t("Lanewise: checking the workspace"),
      cancellable: true,
    };
    return vscode.window.withProgress(options, async (progress, token) => {
      const cancelled = token.onCancellationRequested(() => cancel.abort());
      let shown = 0;
      const heard = results.onDidChange(() => {
        if (!results.progress || results.progress.total === 0) return;
        const { done, total } = results.progress;
        const percent = (done / total) * 100;
        progress.report({
          increment: Math.max(0, percent - shown),
          message: vscode.l10n.t("{0} of {1} files", done, total),
        });
        shown = percent;
      });
      try {
        await this.#check(folders, cancel.signal);
      } finally {
        heard.dispose();
        cancelled.dispose();
      }
    });
  }

  async #check(folders: readonly vscode.WorkspaceFolder[], signal: AbortSignal): Promise<void> {
    const { linter, dialogs, offers } = this.#deps;
    // What projects leave out is known then.
    await linter.start();
    const found = await Promise.all(folders.map((folder) => this.#filesOf(folder, signal)));
    if (signal.aborted) return;
    const files = [...new Set(found.flat())];
    if (files.length === 0) {
      dialogs.say("info", text("There is no Python file to check in this workspace."));
      return;
    }
    const check = await linter.check(files, signal);
    if (check && check.unreadable.length > 0)
      dialogs.say("warning", text("{count} files could not be read.", { count: check.unreadable.length }), [
        offers.showLog,
      ]);
  }

  async #filesOf(folder: vscode.WorkspaceFolder, signal: AbortSignal): Promise<readonly string[]> {
    const { settings, projectExcludes } = this.#deps;
    const globs = [...excludedBySettings(folder), ...settings(folder.uri).excludes];
    const token = new vscode.CancellationTokenSource();
    const cancel = () => token.cancel();
    signal.addEventListener("abort", cancel);
    try {
      const exclude = globs.length === 0 ? null : new vscode.RelativePattern(folder, `{${globs.join(",")}}`);
      const pattern = new vscode.RelativePattern(folder, "**/*.py");
      const found = await vscode.workspace.findFiles(pattern, exclude, undefined, token.token);
      return found
        .map(({ fsPath }) => fsPath)
        .filter((file) => !projectExcludes.holds(folder.uri.fsPath, file));
    } finally {
      signal.removeEventListener("abort", cancel);
      token.dispose();
    }
  }
}

/** The globs that are switched on; those with a condition on a sibling file cannot be told to a search. */
function excludedBySettings(folder: vscode.WorkspaceFolder): readonly string[] {
  return ["files.exclude", "search.exclude"].flatMap((name) => {
    const globs = vscode.workspace.getConfiguration(undefined, folder).get<Record<string, unknown>>(name, {});
    return Object.keys(globs).filter((glob) => globs[glob] === true);
  });
}
