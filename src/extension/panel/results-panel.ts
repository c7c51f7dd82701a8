import { randomBytes } from "node:crypto";
import * as vscode from "vscode";
import type { PageName, ToPanel } from "../../protocol/panel.ts";
import { type Disposable, DisposableStore } from "../disposable-store.ts";
import { panelHtml } from "./panel-html.ts";
import type { PanelPage } from "./panel-page.ts";
import { PANEL_VIEW } from "./panel-view.ts";

/** Keeps the pages up to date and hears their orders. */
export interface PanelGuest extends Disposable {
  readonly shown: PageName;
  receive(message: unknown): Promise<void>;
  turnTo(page: PageName): void;
}

export interface ResultsPanelDeps {
  readonly extensionUri: vscode.Uri;
  readonly connect: (post: (message: ToPanel) => void) => PanelGuest;
  readonly onError: (error: unknown) => void;
}

/** The one panel of a window: made when it is first shown, or taken over after a reload. */
export class ResultsPanel implements Disposable, vscode.WebviewPanelSerializer {
  readonly #deps: ResultsPanelDeps;
  #panel: vscode.WebviewPanel | undefined;
  #guest: PanelGuest | undefined;
  #owned = new DisposableStore();

  constructor(deps: ResultsPanelDeps) {
    this.#deps = deps;
  }

  page(page: PageName): PanelPage {
    return {
      reveal: () => this.#reveal(page),
      isInSight: () => this.#panel?.visible === true && this.#guest?.shown === page,
    };
  }

  get viewColumn(): vscode.ViewColumn | undefined {
    return this.#panel?.viewColumn;
  }

  /** Beside the editor at first, so that the code stays in sight; later where the user put it. */
  #reveal(page: PageName): void {
    if (this.#panel) this.#panel.reveal(undefined, true);
    else this.#open();
    this.#guest?.turnTo(page);
  }

  #open(): void {
    const panel = vscode.window.createWebviewPanel(
      PANEL_VIEW,
      vscode.l10n.t("Lanewise Results"),
      { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true },
      this.#options(),
    );
    this.#adopt(panel);
  }

  /** The page's own state is a hint for the page alone: what is shown, the host remembers. */
  async deserializeWebviewPanel(panel: vscode.WebviewPanel): Promise<void> {
    this.#panel?.dispose();
    panel.webview.options = this.#options();
    this.#adopt(panel);
  }

  /** Leaves the page open: a window that is reloaded hands it to the next extension host. */
  dispose(): void {
    this.#owned.dispose();
  }

  #adopt(panel: vscode.WebviewPanel): void {
    const { extensionUri, connect, onError } = this.#deps;
    const { webview } = panel;
    const owned = new DisposableStore();
    this.#owned = owned;
    const guest = owned.add(
      connect((message) => {
        webview.postMessage(message).then(undefined, onError);
      }),
    );
    this.#guest = guest;
    owned.add(webview.onDidReceiveMessage((message: unknown) => guest.receive(message).catch(onError)));
    panel.onDidDispose(() => {
      owned.dispose();
      if (this.#panel !== panel) return;
      this.#panel = undefined;
      this.#guest = undefined;
    });
    panel.iconPath = {
      light: vscode.Uri.joinPath(extensionUri, "resources", "panel-light.svg"),
      dark: vscode.Uri.joinPath(extensionUri, "resources", "panel-dark.svg"),
    };
    webview.html = panelHtml({
      nonce: randomBytes(16).toString("base64"),
      cspSource: webview.cspSource,
      scriptUri: this.#resource(webview, "panel.js"),
      styleUri: this.#resource(webview, "panel.css"),
      title: panel.title,
      language: vscode.env.language,
    });
    this.#panel = panel;
  }

  #options(): vscode.WebviewOptions {
    const { extensionUri } = this.#deps;
    return {
      enableScripts: true,
      localResourceRoots: ["dist", "resources"].map((folder) => vscode.Uri.joinPath(extensionUri, folder)),
    };
  }

  #resource(webview: vscode.Webview, file: string): string {
    return webview.asWebviewUri(vscode.Uri.joinPath(this.#deps.extensionUri, "dist", file)).toString();
  }
}
