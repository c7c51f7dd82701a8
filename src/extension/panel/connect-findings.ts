import * as vscode from "vscode";
import type { DocumentName, Position } from "../../protocol/lint.ts";
import type { ToPanel } from "../../protocol/panel.ts";
import type { CommandTable } from "../commands.ts";
import { documentLabel } from "../lint/document-label.ts";
import { documentName, documentUri } from "../lint/document-name.ts";
import type { LazyLint } from "../lint/lazy-lint.ts";
import { localize } from "../localize.ts";
import { FindingsHost } from "./findings-host.ts";

export interface ConnectFindingsDeps {
  readonly lint: Pick<LazyLint, "results" | "rules" | "cancelCheck">;
  readonly commands: CommandTable;
  /** Where the panel is. */
  readonly panelColumn: () => vscode.ViewColumn | undefined;
  readonly post: (message: ToPanel) => void;
}

/** Connects the page *Findings* with the linter and with VS Code. */
export function connectFindings({ lint, commands, panelColumn, post }: ConnectFindingsDeps): FindingsHost {
  return new FindingsHost({
    ...{ post, store: lint.results, rules: lint.rules, nameOf: documentLabel, t: localize },
    orders: {
      openPlace: (document, at) => openPlace(document, at, panelColumn()),
      explainRule: (rule) => commands["lanewise.explainRule"]({ rule }),
      checkWorkspace: () => commands["lanewise.checkWorkspace"](),
      cancelCheck: () => lint.cancelCheck(),
      restartLinter: () => commands["lanewise.restartLinter"](),
      openSettings: () => vscode.commands.executeCommand("workbench.action.openSettings", "lanewise.lint"),
    },
  });
}

/** Takes a notebook's cell too: VS Code finds the notebook by the cell's URI. */
async function openPlace(
  document: DocumentName,
  { line, character }: Position,
  panelColumn: vscode.ViewColumn | undefined,
): Promise<void> {
  const uri = documentUri(document);
  const at = new vscode.Position(line, character);
  const options: vscode.TextDocumentShowOptions = {
    viewColumn: columnFor(document, panelColumn),
    selection: new vscode.Range(at, at),
  };
  await vscode.commands.executeCommand("vscode.open", uri, options);
}

/** Where the document is open already, else in another group than the panel, which stays in sight. */
function columnFor(document: DocumentName, panelColumn: vscode.ViewColumn | undefined): vscode.ViewColumn {
  const groups = vscode.window.tabGroups.all;
  const others = groups.filter(({ viewColumn }) => viewColumn !== panelColumn);
  const holds = ({ tabs }: vscode.TabGroup) =>
    tabs.some(({ input }) => input instanceof vscode.TabInputText && documentName(input.uri) === document);
  const group = others.find(holds) ?? groups.find(holds) ?? others[0];
  return group?.viewColumn ?? vscode.ViewColumn.Beside;
}
