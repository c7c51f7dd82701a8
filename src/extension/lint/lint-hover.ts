import * as vscode from "vscode";
import type { Milliseconds } from "../../core/benchmark/units.ts";
import type { Span } from "../../protocol/lint.ts";
import { documentName } from "./document-name.ts";
import { explainUri } from "./explain-uri.ts";
import { rangeOf } from "./lint-diagnostics.ts";
import type { LintResults } from "./lint-results.ts";
import type { Linter } from "./linter.ts";
import type { RuleBook, RuleEntry } from "./rule-book.ts";

const PATIENCE_MS: Milliseconds = 500;

export interface LintHoverDeps {
  readonly linter: Linter;
  readonly results: LintResults;
  readonly rules: RuleBook;
}

/** Says why a finding matters and what to do; the finding itself VS Code shows above it. */
export class LintHover implements vscode.HoverProvider {
  readonly #deps: LintHoverDeps;

  constructor(deps: LintHoverDeps) {
    this.#deps = deps;
  }

  async provideHover(
    document: vscode.TextDocument,
    position: vscode.Position,
  ): Promise<vscode.Hover | undefined> {
    const { linter, results, rules } = this.#deps;
    const name = documentName(document.uri);
    if (!(await linter.whenCurrent(name, PATIENCE_MS))) return undefined;
    const found = (results.files.get(name)?.findings ?? []).filter(({ span }) => isAt(span, position));
    const smallest = found.at(-1);
    if (!smallest) return undefined;
    const book = await rules();
    const entries = [...new Set(found.map(({ rule }) => rule))].flatMap((rule) => book.get(rule) ?? []);
    return entries.length === 0
      ? undefined
      : new vscode.Hover(entries.map(explanation), rangeOf(smallest.span));
  }
}

function isAt(span: Span, position: vscode.Position): boolean {
  return rangeOf(span).contains(position);
}

function explanation({ id, docs }: RuleEntry): vscode.MarkdownString {
  const more = vscode.l10n.t("More about {0}", `\`${id}\``);
  const sources = docs.sources.map(({ title, url }) => `[${title}](${url})`);
  const markdown = new vscode.MarkdownString(
    [docs.why, docs.remedy, [`[${more}](${explainUri(id)})`, ...sources].join(" · ")].join("\n\n"),
  );
  markdown.isTrusted = { enabledCommands: ["lanewise.explainRule"] };
  return markdown;
}
