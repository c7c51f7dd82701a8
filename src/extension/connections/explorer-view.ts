import * as vscode from "vscode";
import type { Disposable } from "../disposable-store.ts";
import type { ExplorerNode } from "./explorer-node.ts";
import { CONNECTIONS_VIEW } from "./view-ids.ts";

/** What the view asks for; loaded when it is first shown. */
export interface ExplorerSource {
  children(node: ExplorerNode | undefined): Promise<readonly ExplorerNode[]>;
  itemOf(node: ExplorerNode): vscode.TreeItem;
  /** Inserted where the nodes are dropped in an editor; undefined: nothing. */
  textOf(nodes: readonly ExplorerNode[]): string | undefined;
  /** Connections are dropped on a node, or beside all. */
  move(nodes: readonly ExplorerNode[], onto: ExplorerNode | undefined): Promise<void>;
}

/** As VS Code names what is dragged within a tree. */
const OWN_MIME = `application/vnd.code.tree.${CONNECTIONS_VIEW.toLowerCase()}`;

/** The view *Connections*: nothing of what it shows is loaded before somebody looks at it. */
export class ExplorerView
  implements Disposable, vscode.TreeDataProvider<ExplorerNode>, vscode.TreeDragAndDropController<ExplorerNode>
{
  readonly id = CONNECTIONS_VIEW;
  readonly dragMimeTypes = ["text/plain"];
  readonly dropMimeTypes = [OWN_MIME];
  readonly onDidChangeTreeData: vscode.Event<ExplorerNode | undefined>;
  readonly #changed = new vscode.EventEmitter<ExplorerNode | undefined>();
  readonly #source: () => ExplorerSource;
  readonly #view: vscode.TreeView<ExplorerNode>;

  constructor(source: () => ExplorerSource) {
    this.#source = source;
    this.onDidChangeTreeData = this.#changed.event;
    this.#view = vscode.window.createTreeView(CONNECTIONS_VIEW, {
      treeDataProvider: this,
      dragAndDropController: this,
      showCollapseAll: true,
    });
  }

  /**
   * The node that has the keyboard's focus, which arrow keys move without selecting anything, and which VS Code does not
   * tell: it is the one whose selection toggles. It is the selected one from then on. Only where the view has the focus.
   */
  async focused(): Promise<ExplorerNode | undefined> {
    const before = this.#view.selection;
    await vscode.commands.executeCommand("list.toggleSelection");
    const after = this.#view.selection;
    const node = after.find((one) => !before.includes(one)) ?? before.find((one) => !after.includes(one));
    if (node) await this.#view.reveal(node, { select: true, focus: true, expand: false });
    return node;
  }

  changed(node: ExplorerNode | undefined): void {
    this.#changed.fire(node);
  }

  /** Says beside the view's name that not all is shown. */
  showFilter(filter: string | undefined): void {
    this.#view.description = filter === undefined ? "" : vscode.l10n.t("only “{0}”", filter);
  }

  /** To expand a connection opens it. */
  async reveal(node: ExplorerNode, { expand }: { readonly expand: boolean }): Promise<void> {
    await this.#view.reveal(node, { select: true, focus: true, expand });
  }

  async getChildren(node?: ExplorerNode): Promise<ExplorerNode[]> {
    return [...(await this.#source().children(node))];
  }

  getTreeItem(node: ExplorerNode): vscode.TreeItem {
    return this.#source().itemOf(node);
  }

  getParent({ parent }: ExplorerNode): ExplorerNode | undefined {
    return parent;
  }

  handleDrag(nodes: readonly ExplorerNode[], data: vscode.DataTransfer): void {
    const inserted = this.#source().textOf(nodes);
    if (inserted !== undefined) data.set("text/plain", new vscode.DataTransferItem(inserted));
    data.set(OWN_MIME, new vscode.DataTransferItem(nodes));
  }

  async handleDrop(onto: ExplorerNode | undefined, data: vscode.DataTransfer): Promise<void> {
    const nodes: unknown = data.get(OWN_MIME)?.value;
    if (Array.isArray(nodes)) await this.#source().move(nodes as readonly ExplorerNode[], onto);
  }

  dispose(): void {
    this.#view.dispose();
    this.#changed.dispose();
  }
}
