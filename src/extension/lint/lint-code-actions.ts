import * as vscode from "vscode";
import type { Milliseconds } from "../../core/benchmark/units.ts";
import type { PlacedFinding } from "../../protocol/lint.ts";
import { localize } from "../localize.ts";
import { documentName } from "./document-name.ts";
import { type PlacedEdit, safeEdits, safeFix, touch } from "./finding-fixes.ts";
import { ignoreInFile, ignoreOnLine } from "./ignore-edit.ts";
import { rangeOf } from "./lint-diagnostics.ts";
import type { LintResults } from "./lint-results.ts";
import type { Linter } from "./linter.ts";

const FIX_ALL = vscode.CodeActionKind.SourceFixAll.append("lanewise");

/** How long a light bulb, and how long a save, waits for an answer about the newest text. */
const BULB_MS: Milliseconds = 1000;
const SAVE_MS: Milliseconds = 2000;

export interface LintCodeActionsDeps {
  readonly linter: Linter;
  readonly results: LintResults;
}

/** Fixes of findings, and ways to live with them. */
export class LintCodeActions implements vscode.CodeActionProvider {
  static readonly metadata: vscode.CodeActionProviderMetadata = {
    providedCodeActionKinds: [vscode.CodeActionKind.QuickFix, FIX_ALL],
  };
  readonly #deps: LintCodeActionsDeps;

  constructor(deps: LintCodeActionsDeps) {
    this.#deps = deps;
  }

  async provideCodeActions(
    document: vscode.TextDocument,
    range: vscode.Range,
    { only, diagnostics }: vscode.CodeActionContext,
    token: vscode.CancellationToken,
  ): Promise<vscode.CodeAction[]> {
    const { linter, results } = this.#deps;
    const isFixAll = only !== undefined && FIX_ALL.intersects(only);
    const isQuickFix = only === undefined || only.contains(vscode.CodeActionKind.QuickFix);
    if (!isFixAll && !isQuickFix) return [];
    const name = documentName(document.uri);
    const isCurrent = await linter.whenCurrent(name, isFixAll ? SAVE_MS : BULB_MS);
    if (!isCurrent || token.isCancellationRequested) return [];
    const findings = results.files.get(name)?.findings ?? [];
    if (isFixAll) return fixAll(document, findings);
    const here = findings.filter(({ span }) => touch(span, range));
    return here.flatMap((finding) => actionsFor(document, finding, findings, diagnostics));
  }
}

function fixAll(document: vscode.TextDocument, findings: readonly PlacedFinding[]): vscode.CodeAction[] {
  const edits = safeEdits(findings);
  if (edits.length === 0) return [];
  const action = new vscode.CodeAction(vscode.l10n.t("Fix all safe Lanewise problems"), FIX_ALL);
  action.edit = workspaceEdit(document, edits);
  return [action];
}

function actionsFor(
  document: vscode.TextDocument,
  finding: PlacedFinding,
  all: readonly PlacedFinding[],
  diagnostics: readonly vscode.Diagnostic[],
): vscode.CodeAction[] {
  const { rule, span, fixes } = finding;
  const marks = diagnostics.filter((mark) => isMarkOf(mark, finding));
  const make = (title: string): vscode.CodeAction => {
    const action = new vscode.CodeAction(title, vscode.CodeActionKind.QuickFix);
    action.diagnostics = [...marks];
    return action;
  };
  const edit = (title: string, edits: readonly PlacedEdit[]): vscode.CodeAction => {
    const action = make(title);
    action.edit = workspaceEdit(document, edits);
    return action;
  };
  const order = (title: string, command: string): vscode.CodeAction => {
    const action = make(title);
    const argument = { rule, uri: document.uri.toString() };
    action.command = { title, command, arguments: [argument] };
    return action;
  };

  const offered = fixes.map(({ title, safe, edits }) => {
    const action = edit(localize(title), edits);
    action.isPreferred = safe;
    return action;
  });
  const alike = all.filter((other) => other.rule === rule && safeFix(other));
  if (safeFix(finding) && alike.length > 1)
    offered.push(edit(vscode.l10n.t("Fix all safe problems of {0}", rule), safeEdits(alike)));
  const text = document.getText();
  return [
    ...offered,
    edit(vscode.l10n.t("Ignore {0} on this line", rule), [ignoreOnLine(text, span.start.line, rule)]),
    edit(vscode.l10n.t("Ignore {0} in this file", rule), [ignoreInFile(text, rule)]),
    order(vscode.l10n.t("Change severity of {0}…", rule), "lanewise.changeRuleSeverity"),
    order(vscode.l10n.t("Explain {0}", rule), "lanewise.explainRule"),
  ];
}

function isMarkOf({ source, code, range }: vscode.Diagnostic, { rule, span }: PlacedFinding): boolean {
  const isOurs = source === "Lanewise" && typeof code === "object" && code.value === rule;
  return isOurs && range.isEqual(rangeOf(span));
}

function workspaceEdit(document: vscode.TextDocument, edits: readonly PlacedEdit[]): vscode.WorkspaceEdit {
  const edit = new vscode.WorkspaceEdit();
  edit.set(
    document.uri,
    edits.map(({ span, text }) => vscode.TextEdit.replace(rangeOf(span), text)),
  );
  return edit;
}
