import * as vscode from "vscode";
import type { Severity } from "../../core/lint/finding.ts";
import type { DocumentName, PlacedFinding, Span } from "../../protocol/lint.ts";
import { type Disposable, DisposableStore } from "../disposable-store.ts";
import { localize } from "../localize.ts";
import { documentUri } from "./document-name.ts";
import { explainUri } from "./explain-uri.ts";
import type { LintResults } from "./lint-results.ts";

const severityOf: Readonly<Record<Severity, vscode.DiagnosticSeverity>> = {
  error: vscode.DiagnosticSeverity.Error,
  warning: vscode.DiagnosticSeverity.Warning,
  information: vscode.DiagnosticSeverity.Information,
  hint: vscode.DiagnosticSeverity.Hint,
};

/** Marks the findings in editors and in the Problems view. */
export function lintDiagnostics(results: LintResults): Disposable {
  const owned = new DisposableStore();
  const collection = owned.add(vscode.languages.createDiagnosticCollection("lanewise"));
  owned.add(
    results.changes.add((files) => {
      if (files.length > 0) collection.set(files.map((file) => [documentUri(file), marks(results, file)]));
    }),
  );
  return owned;
}

function marks(results: LintResults, file: DocumentName): vscode.Diagnostic[] {
  return results.files.get(file)?.findings.map(diagnostic) ?? [];
}

function diagnostic(finding: PlacedFinding): vscode.Diagnostic {
  const { rule, severity, span, text, related, unnecessary } = finding;
  const mark = new vscode.Diagnostic(rangeOf(span), localize(text), severityOf[severity]);
  mark.source = "Lanewise";
  mark.code = { value: rule, target: explainUri(rule) };
  mark.relatedInformation = related.map(
    (place) =>
      new vscode.DiagnosticRelatedInformation(
        new vscode.Location(documentUri(place.file), rangeOf(place.span)),
        localize(place.text),
      ),
  );
  if (unnecessary) mark.tags = [vscode.DiagnosticTag.Unnecessary];
  return mark;
}

export function rangeOf({ start, end }: Span): vscode.Range {
  return new vscode.Range(start.line, start.character, end.line, end.character);
}
