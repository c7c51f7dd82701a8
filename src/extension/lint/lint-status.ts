import * as vscode from "vscode";
import type { DocumentName } from "../../protocol/lint.ts";
import { type Disposable, DisposableStore } from "../disposable-store.ts";
import { localize } from "../localize.ts";
import { documentName } from "./document-name.ts";
import type { LintResults } from "./lint-results.ts";
import { type LintScope, PYTHON } from "./lint-scope.ts";
import { countFindings, countsText, stateText, statusBarText } from "./lint-status-text.ts";
import type { Linter } from "./linter.ts";

export interface LintStatusDeps {
  readonly results: LintResults;
  readonly linter: Linter;
  readonly scope: LintScope;
}

/** The counts of the active Python file in the status bar, and the linter's state in the language status. */
export class LintStatus implements Disposable {
  readonly #deps: LintStatusDeps;
  readonly #owned = new DisposableStore();
  readonly #bar: vscode.StatusBarItem;
  readonly #language: vscode.LanguageStatusItem;

  constructor(deps: LintStatusDeps) {
    this.#deps = deps;
    this.#bar = this.#owned.add(
      vscode.window.createStatusBarItem("lanewise.lint", vscode.StatusBarAlignment.Left, 9),
    );
    this.#bar.name = vscode.l10n.t("Lanewise Problems");
    this.#language = this.#owned.add(
      vscode.languages.createLanguageStatusItem("lanewise.lint", { language: PYTHON }),
    );
    this.#language.name = vscode.l10n.t("Lanewise");
    this.#owned.add(
      deps.results.changes.add((files) => {
        if (files.length === 0) this.refresh();
      }),
    );
    this.#owned.add(deps.linter.answered.add((name) => this.#refreshFor(name)));
    this.#owned.add(vscode.window.onDidChangeActiveTextEditor(() => this.refresh()));
    this.refresh();
  }

  refresh(): void {
    const document = vscode.window.activeTextEditor?.document;
    if (document?.languageId === PYTHON) this.#show(document);
    else this.#bar.hide();
  }

  #refreshFor(name: DocumentName): void {
    const uri = vscode.window.activeTextEditor?.document.uri;
    if (uri && documentName(uri) === name) this.refresh();
  }

  dispose(): void {
    this.#owned.dispose();
  }

  #show(document: vscode.TextDocument): void {
    const { results, linter } = this.#deps;
    const name = documentName(document.uri);
    const file = results.files.get(name);
    const isChecked = this.#isChecked(document);
    const state = isChecked ? results.state : "off";
    const isAnswered = linter.isAnswered(name);
    const counts = countFindings(file);
    const words = [
      state === "off" || state === "failed" || !isAnswered ? [] : countsText(counts),
      file?.note ?? [],
    ]
      .flat()
      .map(localize);
    const standing = localize(stateText(state, isAnswered));

    const label = vscode.l10n.t("Lanewise: {0}", words.length > 0 ? words.join(", ") : standing);
    this.#language.text = label;
    this.#language.detail = words.length > 0 ? standing : "";
    this.#language.busy = state === "checking" || (state === "idle" && !isAnswered);
    this.#language.severity =
      state === "failed"
        ? vscode.LanguageStatusSeverity.Error
        : file?.note
          ? vscode.LanguageStatusSeverity.Warning
          : vscode.LanguageStatusSeverity.Information;
    this.#language.command =
      state === "failed"
        ? { command: "lanewise.restartLinter", title: vscode.l10n.t("Restart") }
        : state === "off"
          ? {
              command: "workbench.action.openSettings",
              title: vscode.l10n.t("Open Settings"),
              arguments: ["lanewise.lint"],
            }
          : { command: "lanewise.showLog", title: vscode.l10n.t("Show Log") };

    if (state === "off") {
      this.#bar.hide();
      return;
    }
    this.#bar.text = statusBarText(state, counts);
    this.#bar.tooltip = label;
    this.#bar.accessibilityInformation = { label };
    this.#bar.command = state === "failed" ? "lanewise.restartLinter" : "lanewise.showFindings";
    this.#bar.show();
  }

  #isChecked(document: vscode.TextDocument): boolean {
    const isCell = document.uri.scheme === "vscode-notebook-cell";
    return isCell || this.#deps.scope.text(document) !== undefined;
  }
}
