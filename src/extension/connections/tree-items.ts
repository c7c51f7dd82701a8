import * as vscode from "vscode";
import { assertNever } from "../../core/assert-never.ts";
import type { Engine } from "../../core/connection/engine.ts";
import { profileProblemText } from "../../core/text/profile-problem-text.ts";
import { type Text, text } from "../../core/text/text.ts";
import { localize } from "../localize.ts";
import { catalogProblemText } from "./catalog-problem-text.ts";
import type {
  ConnectionNode,
  ErrorNode,
  ExplorerNode,
  FolderNode,
  GroupNode,
  RefusedNode,
} from "./explorer-node.ts";
import { nodeName } from "./node-name.ts";
import {
  type ConnectionFacts,
  columnTexts,
  connectionMarks,
  foreignKeyText,
  indexTexts,
  placeText,
  rowsText,
} from "./node-text.ts";

export interface TreeItemDeps {
  readonly extensionUri: vscode.Uri;
  readonly factsOf: (connection: string) => ConnectionFacts | undefined;
  readonly filterOf: (node: ExplorerNode) => string | undefined;
}

/** How a node looks. `contextValue` is a list of words, for the manifest's `when` clauses. */
export class TreeItems {
  readonly #deps: TreeItemDeps;

  constructor(deps: TreeItemDeps) {
    this.#deps = deps;
  }

  itemOf(node: ExplorerNode): vscode.TreeItem {
    const item = this.#draw(node);
    item.id = node.id;
    const filter = this.#deps.filterOf(node);
    if (filter === undefined) return item;
    item.contextValue = `${item.contextValue ?? node.kind} filtered`;
    const said = vscode.l10n.t("only “{0}”", filter);
    item.description =
      typeof item.description === "string" && item.description !== ""
        ? `${item.description} · ${said}`
        : said;
    return item;
  }

  #draw(node: ExplorerNode): vscode.TreeItem {
    switch (node.kind) {
      case "group":
        return groupItem(node);
      case "connection":
        return this.#connectionItem(node);
      case "database":
        return node.name === undefined
          ? branch(vscode.l10n.t("System"), "server-environment", "database")
          : branch(node.name, "database", "database named filterable");
      case "namespace":
        return branch(node.namespace.schema, "symbol-namespace", "namespace named");
      case "folder":
        return folderItem(node);
      case "relation": {
        const { name, kind, estimatedRows } = node.relation;
        const item = branch(name, kind === "table" ? "table" : "eye", "relation named filterable");
        return described(item, [rowsText(estimatedRows)]);
      }
      case "parts":
        return node.parts.of === "indexes"
          ? branch(vscode.l10n.t("Indexes"), "list-ordered", "parts")
          : branch(vscode.l10n.t("Foreign Keys"), "references", "parts");
      case "column": {
        const icon = node.column.keyPosition === undefined ? "symbol-field" : "key";
        return described(leaf(node.column.name, icon, "column named"), columnTexts(node.column));
      }
      case "index":
        return described(leaf(node.index.name, "list-ordered", "index named"), indexTexts(node.index));
      case "foreign-key":
        return described(leaf(node.key.columns.join(", "), "references", "foreign-key named"), [
          foreignKeyText(node.key),
        ]);
      case "loading":
        return leaf(vscode.l10n.t("Loading…"), "loading~spin", "loading");
      case "more": {
        const item = leaf(vscode.l10n.t("Load more…"), "ellipsis", "more");
        item.command = command("lanewise.loadMore", item, node);
        return described(item, [text("{shown} shown", { shown: node.shown })]);
      }
      case "error":
        return errorItem(node);
      case "empty":
        return emptyItem(node.parent, node.filter);
      case "refused":
        return refusedItem(node);
      default:
        return assertNever(node);
    }
  }

  #connectionItem({ connection: id }: ConnectionNode): vscode.TreeItem {
    const facts = this.#deps.factsOf(id);
    // Between its removal and the next drawing.
    if (!facts) return leaf("", "blank", "gone");
    const { connection, state, isActive } = facts;
    const { profile } = connection;
    const words = ["connection", "named", connection.origin, state.state, ...(isActive ? ["active"] : [])];
    if (profile.engine !== "sqlite") words.push("filterable");
    const item = branch(profile.name, "database", words.join(" "));
    item.iconPath =
      state.state === "connecting"
        ? new vscode.ThemeIcon("loading~spin")
        : engineIcon(this.#deps.extensionUri, profile.engine);
    item.resourceUri = connectionUri(id);
    described(item, connectionMarks(facts));
    const lines = [localize(placeText(profile))];
    if (state.state === "connected") lines.push(state.version);
    if (state.state === "failed") lines.push(...problemLines(catalogProblemText(state.problem)));
    if (connection.origin === "settings") lines.push(vscode.l10n.t("Shared by the workspace’s settings."));
    item.tooltip = lines.join("\n");
    item.accessibilityInformation = {
      label: [profile.name, ...lines.slice(0, 1), ...connectionMarks(facts).map(localize)].join(", "),
    };
    return item;
  }
}

/** By it decorations find the connection. */
export function connectionUri(id: string): vscode.Uri {
  return vscode.Uri.from({ scheme: "lanewise-connection", path: `/${id}` });
}

function engineIcon(extensionUri: vscode.Uri, engine: Engine) {
  const file = (theme: string) =>
    vscode.Uri.joinPath(extensionUri, "resources", "engines", `${engine}-${theme}.svg`);
  return { light: file("light"), dark: file("dark") };
}

function groupItem({ path }: GroupNode): vscode.TreeItem {
  const item = branch(path.at(-1) ?? "", "folder", "group named");
  item.collapsibleState = vscode.TreeItemCollapsibleState.Expanded;
  return item;
}

function folderItem({ of }: FolderNode): vscode.TreeItem {
  const label = of === "table" ? vscode.l10n.t("Tables") : vscode.l10n.t("Views");
  return branch(label, of === "table" ? "folder" : "folder-library", "folder filterable");
}

function errorItem(node: ErrorNode): vscode.TreeItem {
  const problem = catalogProblemText(node.problem);
  const item = leaf(localize(problem.what), "error", "error");
  item.iconPath = new vscode.ThemeIcon("error", new vscode.ThemeColor("list.errorForeground"));
  item.description = vscode.l10n.t("Retry or edit");
  item.tooltip = problemLines(problem).join("\n");
  item.command = command("lanewise.showProblem", item, node);
  return item;
}

function problemLines({ what, remedy, detail }: ReturnType<typeof catalogProblemText>): string[] {
  return [localize(what), ...(detail === "" ? [] : [detail]), localize(remedy)];
}

function emptyItem(parent: ExplorerNode | undefined, filter: string | undefined): vscode.TreeItem {
  if (filter === undefined) return leaf(localize(nothingText(parent)), "dash", "empty");
  const item = leaf(vscode.l10n.t("No name holds “{0}”", filter), "filter", "empty");
  item.description = vscode.l10n.t("Show all");
  item.command = command("lanewise.clearFilter", item, parent);
  return item;
}

function nothingText(parent: ExplorerNode | undefined): Text {
  if (parent?.kind === "folder") return parent.of === "table" ? text("No tables") : text("No views");
  return text("Nothing in here");
}

function refusedItem({ refused }: RefusedNode): vscode.TreeItem {
  const item = leaf(
    refused.length === 1
      ? vscode.l10n.t("1 shared connection cannot be used")
      : vscode.l10n.t("{0} shared connections cannot be used", refused.length),
    "warning",
    "refused",
  );
  item.tooltip = refused
    .flatMap(({ index, name, problems }) =>
      problems.map((problem) => `${name ?? `[${index}]`}: ${localize(profileProblemText(problem))}`),
    )
    .join("\n");
  item.description = vscode.l10n.t("Open Settings");
  item.command = {
    command: "workbench.action.openSettings",
    title: item.description,
    arguments: ["lanewise.connections"],
  };
  return item;
}

function branch(label: string, icon: string, contextValue: string): vscode.TreeItem {
  const item = new vscode.TreeItem(label, vscode.TreeItemCollapsibleState.Collapsed);
  item.iconPath = new vscode.ThemeIcon(icon);
  item.contextValue = contextValue;
  return item;
}

function leaf(label: string, icon: string, contextValue: string): vscode.TreeItem {
  const item = branch(label, icon, contextValue);
  item.collapsibleState = vscode.TreeItemCollapsibleState.None;
  return item;
}

function described(item: vscode.TreeItem, texts: readonly (Text | undefined)[]): vscode.TreeItem {
  item.description = texts
    .filter((one) => one !== undefined)
    .map(localize)
    .join(" · ");
  return item;
}

/** What Enter and a click do. */
function command(id: string, { label }: vscode.TreeItem, node: ExplorerNode | undefined): vscode.Command {
  return { command: id, title: String(label), arguments: [node] };
}

/** What is read aloud, and copied, where a node has no name of its own. */
export function labelOf(node: ExplorerNode, connectionName: (id: string) => string | undefined): string {
  return (node.kind === "connection" ? connectionName(node.connection) : nodeName(node)) ?? "";
}
