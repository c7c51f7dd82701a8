import { randomUUID } from "node:crypto";
import path from "node:path";
import * as vscode from "vscode";
import type { ConnectionProfile, SqliteProfile } from "../../core/connection/profile.ts";
import type { ConnectionCommandTable } from "../commands.ts";
import type { Dialogs } from "../dialogs.ts";
import { type Disposable, DisposableStore } from "../disposable-store.ts";
import { localize } from "../localize.ts";
import type { Log } from "../log.ts";
import type { Offers } from "../offers.ts";
import { vscodeQuickInputs } from "../wizard/vscode-quick-inputs.ts";
import type { ActiveConnection } from "./active-connection.ts";
import { askPassword } from "./ask-password.ts";
import { BrowseActions, type BrowseActionsDeps } from "./browse-actions.ts";
import { CatalogSessions } from "./catalog-sessions.ts";
import { type Connection, reachesElsewhere } from "./connection.ts";
import { ConnectionActions, groupAt } from "./connection-actions.ts";
import { ConnectionDecorations } from "./connection-decorations.ts";
import { ConnectionSecrets, type SecretAnswer } from "./connection-secrets.ts";
import { ConnectionStore } from "./connection-store.ts";
import { getEntraToken } from "./entra-token.ts";
import { connectionOf, type ExplorerNode } from "./explorer-node.ts";
import { CONNECTIONS_SETTING, type ExplorerSettings } from "./explorer-settings.ts";
import { ExplorerTree } from "./explorer-tree.ts";
import type { ExplorerSource, ExplorerView } from "./explorer-view.ts";
import { chooseFile } from "./form/choose-file.ts";
import { ConnectionFormPanel } from "./form/connection-form-panel.ts";
import { importConnections } from "./import/import-connections.ts";
import { vscodeImportSources } from "./import/vscode-import-sources.ts";
import type { ConnectionFacts } from "./node-text.ts";
import { openSample } from "./open-sample.ts";
import { PreviewPanels } from "./preview-panel.ts";
import { readSharedProfiles } from "./shared-profiles.ts";
import { Targets } from "./targets.ts";
import { labelOf, TreeItems } from "./tree-items.ts";
import { vscodePrompts } from "./vscode-prompts.ts";
import { withProgress } from "./with-progress.ts";

export interface ConnectionsFeatureDeps {
  readonly context: vscode.ExtensionContext;
  readonly view: ExplorerView;
  readonly settings: () => ExplorerSettings;
  readonly active: ActiveConnection;
  readonly log: Log;
  readonly dialogs: Dialogs;
  readonly offers: Offers;
  readonly onError: (error: unknown) => void;
  readonly benchmark: BrowseActionsDeps["benchmark"];
  readonly selectedSql: BrowseActionsDeps["selectedSql"];
}

/** The explorer's half of the extension: builds its objects and wires them to VS Code. A bundle of its own. */
export class ConnectionsFeature implements Disposable, ExplorerSource {
  readonly commands: ConnectionCommandTable;
  readonly #owned = new DisposableStore();
  readonly #deps: ConnectionsFeatureDeps;
  readonly #store: ConnectionStore;
  readonly #secrets: ConnectionSecrets;
  readonly #tree: ExplorerTree;
  readonly #items: TreeItems;
  readonly #browse: BrowseActions;
  readonly #actions: ConnectionActions;

  constructor(deps: ConnectionsFeatureDeps) {
    const { context, view, settings, active, dialogs, offers, onError } = deps;
    const { extensionUri } = context;
    const dist = context.asAbsolutePath("dist");
    this.#deps = deps;
    const own = <T extends Disposable>(disposable: T) => this.#owned.add(disposable);

    const shared = () =>
      readSharedProfiles(vscode.workspace.isTrusted ? settings().shared : [], firstFolder());
    const store = new ConnectionStore({
      ...{ memento: context.globalState, shared, newId: randomUUID, onError },
    });
    this.#store = store;
    const secrets = new ConnectionSecrets({
      storage: context.secrets,
      askPassword: askPassword(vscodePrompts),
      getToken: () => getEntraToken(vscode.authentication.getSession),
    });
    this.#secrets = secrets;
    const sessions = own(
      new CatalogSessions({
        ...{ file: path.join(dist, "catalog-worker.js"), secrets, onError },
        timeoutMs: () => settings().timeoutMs,
      }),
    );
    const tree = new ExplorerTree({ store, sessions, onError });
    this.#tree = tree;
    const factsOf = (id: string): ConnectionFacts | undefined => {
      const connection = store.get(id);
      return connection && { connection, state: sessions.stateOf(id), isActive: active.id === id };
    };
    this.#items = new TreeItems({ extensionUri, factsOf, filterOf: (node) => tree.filterOf(node) });
    const decorations = own(new ConnectionDecorations(factsOf));
    const targets = new Targets({
      ...{ store, sessions, dialogs, t: localize },
      activeId: () => active.id,
    });
    const nameOf = (id: string) => store.get(id)?.profile.name;
    const reveal = (node: ExplorerNode) => view.reveal(node, { expand: true });
    const previews = own(new PreviewPanels({ extensionUri, sessions, dialogs, onError }));
    const form = own(
      new ConnectionFormPanel({
        ...{ extensionUri, onError, chooseFile, t: localize, workspaceFolder: firstFolder },
        confirm: vscodePrompts.confirm,
        freeName: (wished) => store.freeName(wished),
        groups: () => store.groups,
        // Of no connection yet, so that nothing of it is kept.
        test: (profile, secret, onStep, signal) =>
          sessions.test({ id: "form", profile, origin: "user", keeping: "ask" }, onStep, signal, secret),
      }),
    );
    const actions = new ConnectionActions({
      ...{ store, secrets, sessions, tree, targets, active, dialogs, t: localize },
      prompts: vscodePrompts,
      form: form.ask,
      reveal: async ({ id }) => this.#show(id, false),
      openSharedSettings: () =>
        vscode.commands.executeCommand("workbench.action.openWorkspaceSettings", {
          query: CONNECTIONS_SETTING,
        }),
    });
    this.#actions = actions;
    const browse = new BrowseActions({
      ...{ sessions, tree, targets, dialogs, offers, reveal, withProgress },
      prompts: vscodePrompts,
      nameOf: (node) => labelOf(node, nameOf),
      edit: (id) => actions.edit(tree.nodeOf(id)),
      preview: async (target) => previews.show(target),
      benchmark: deps.benchmark,
      selectedSql: deps.selectedSql,
    });
    this.#browse = browse;

    this.commands = {
      "lanewise.addConnection": () => actions.add(),
      "lanewise.importConnections": () =>
        importConnections({
          ...{ store, secrets, dialogs, offers, log: deps.log, t: localize },
          sources: vscodeImportSources,
          ask: vscodeQuickInputs,
          reveal: async ({ id }) => this.#show(id, false),
        }),
      "lanewise.openSample": () =>
        openSample({
          ...{ dialogs, offers, t: localize },
          folder: context.globalStorageUri.fsPath,
          worker: path.join(dist, "sample-worker.js"),
          adopt: (profile) => this.adopt(profile),
          reveal: async ({ id }) => this.#show(id, true),
        }),
      "lanewise.editConnection": (argument) => actions.edit(argument),
      "lanewise.duplicateConnection": (argument) => actions.duplicate(argument),
      "lanewise.renameConnection": (argument) => actions.rename(argument),
      "lanewise.removeConnection": (argument) => actions.remove(argument),
      "lanewise.moveToGroup": (argument) => actions.moveToGroup(argument),
      "lanewise.testConnection": (argument) => browse.test(argument),
      "lanewise.connect": (argument) => browse.connect(argument),
      "lanewise.disconnect": (argument) => browse.disconnect(argument),
      "lanewise.refreshConnections": (argument) => browse.refresh(argument),
      "lanewise.setActiveConnection": (argument) => actions.setActive(argument),
      "lanewise.copyName": (argument) => browse.copyName(argument),
      "lanewise.copySelect": (argument) => browse.copySelect(argument),
      "lanewise.copyConnectionString": (argument) => actions.copyConnectionString(argument),
      "lanewise.previewRows": (argument) => browse.preview(argument),
      "lanewise.benchmarkTable": (argument) => browse.benchmarkTable(argument),
      "lanewise.benchmarkSqlHere": (argument) => browse.benchmarkSqlHere(argument),
      "lanewise.filterConnections": (argument) => browse.filter(argument),
      "lanewise.clearFilter": (argument) => browse.clearFilter(argument),
      "lanewise.loadMore": (argument) => browse.loadMore(argument),
      "lanewise.cancelLoading": (argument) => browse.cancelLoading(argument),
      "lanewise.showProblem": (argument) => browse.showProblem(argument),
    };

    own(
      tree.changes.add((node) => {
        view.changed(node);
        view.showFilter(tree.filterOf(undefined));
      }),
    );
    own(store.changes.add(() => tree.changes.tell(undefined)));
    own(
      sessions.changes.add((id) => {
        tree.touch(id);
        decorations.changed(id);
      }),
    );
    own(
      vscode.workspace.onDidChangeConfiguration((change) => {
        if (change.affectsConfiguration(CONNECTIONS_SETTING)) tree.changes.tell(undefined);
      }),
    );
    own(vscode.workspace.onDidGrantWorkspaceTrust(() => tree.changes.tell(undefined)));
    // Another window may have added one.
    own(
      vscode.window.onDidChangeWindowState(({ focused }) => {
        if (focused) tree.changes.tell(undefined);
      }),
    );
  }

  children(node: ExplorerNode | undefined): Promise<readonly ExplorerNode[]> {
    return this.#tree.children(node);
  }

  itemOf(node: ExplorerNode): vscode.TreeItem {
    return this.#items.itemOf(node);
  }

  textOf(nodes: readonly ExplorerNode[]): string | undefined {
    const texts = nodes.flatMap((node) => {
      const connection = this.#store.get(connectionOf(node) ?? "");
      return (connection && this.#browse.textOf(node, connection)) ?? [];
    });
    return texts.length === 0 ? undefined : texts.join(", ");
  }

  async move(nodes: readonly ExplorerNode[], onto: ExplorerNode | undefined): Promise<void> {
    const ids = nodes.flatMap((node) => (node.kind === "connection" ? [node.connection] : []));
    await this.#actions.move(ids, groupAt(onto));
  }

  /** The active connection is another one. */
  activeChanged(): void {
    for (const { id } of this.#store.all) this.#tree.touch(id);
  }

  /** Makes a SQLite file a connection, when it is none yet, and the active one. */
  async adopt(profile: SqliteProfile): Promise<Connection> {
    const known = this.#store.all.find((one) => !reachesElsewhere(one.profile, profile));
    const name = this.#store.freeName(profile.name);
    const connection = known ?? (await this.#store.add({ ...profile, name }, "stored"));
    await this.#deps.active.use(connection);
    return connection;
  }

  find(name: string): Connection | undefined {
    return this.#store.all.find(({ profile }) => profile.name === name);
  }

  /** For a benchmark: as the explorer knows it, or asked for. */
  secretFor(profile: ConnectionProfile): Promise<SecretAnswer> {
    const known = this.#store.all.find((one) => !reachesElsewhere(one.profile, profile));
    return this.#secrets.get(known ?? { id: "", profile, origin: "settings", keeping: "ask" });
  }

  dispose(): void {
    this.#owned.dispose();
  }

  async #show(id: string, expand: boolean): Promise<void> {
    const { view } = this.#deps;
    await vscode.commands.executeCommand(`${view.id}.focus`);
    const node = this.#tree.findConnection(id);
    if (node) await view.reveal(node, { expand });
  }
}

function firstFolder(): string | undefined {
  return vscode.workspace.workspaceFolders?.find(({ uri }) => uri.scheme === "file")?.uri.fsPath;
}
