import * as vscode from "vscode";
import type { DocumentName } from "../../protocol/lint.ts";
import { type Disposable, DisposableStore } from "../disposable-store.ts";
import { localize } from "../localize.ts";
import { documentName } from "./document-name.ts";
import { PYTHON } from "./lint-document.ts";
import type { LintResults } from "./lint-results.ts";
import { isPythonCell, type LintScope, notebookOf } from "./lint-scope.ts";
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
    const document = vscode.window.activeTextEditor?.document;
    if (document && namesIn(document).includes(name)) this.refresh();
  }

  dispose(): void {
    this.#owned.dispose();
  }

  #show(document: vscode.TextDocument): void {
    const { results, linter } = this.#deps;
    const names = namesIn(document);
    const files = names.flatMap((name) => results.files.get(name) ?? []);
    const note = files.find((file) => file.note)?.note;
    const isChecked = this.#isChecked(document);
    const state = isChecked ? results.state : "off";
    const isAnswered = names.every((name) => linter.isAnswered(name));
    const counts = countFindings(files);
    const words = [state === "off" || state === "failed" || !isAnswered ? [] : countsText(counts), note ?? []]
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
        : note
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
    const notebook = notebookOf(document);
    const { scope } = this.#deps;
    return (notebook ? scope.notebook(notebook) : scope.text(document)) !== undefined;
  }
}

/** A cell stands for its notebook. */
function namesIn(document: vscode.TextDocument): readonly DocumentName[] {
  const notebook = notebookOf(document);
  if (!notebook) return [documentName(document.uri)];
  return notebook
    .getCells()
    .filter((cell) => isPythonCell(cell))
    .map((cell) => documentName(cell.document.uri));
}
