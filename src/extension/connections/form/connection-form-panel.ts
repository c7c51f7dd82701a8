import { randomBytes } from "node:crypto";
import * as vscode from "vscode";
import type { ToConnectionForm } from "../../../protocol/connection-form.ts";
import { type Disposable, DisposableStore } from "../../disposable-store.ts";
import { panelHtml } from "../../panel/panel-html.ts";
import type { ConnectionDraft, ConnectionForm } from "../connection-form.ts";
import { type ConnectionFormDeps, ConnectionFormHost } from "./connection-form-host.ts";

export interface ConnectionFormPanelDeps extends ConnectionFormDeps {
  readonly extensionUri: vscode.Uri;
  readonly onError: (error: unknown) => void;
}

interface OpenForm {
  readonly host: ConnectionFormHost;
  panel: vscode.WebviewPanel;
  end(draft: ConnectionDraft | undefined): void;
}

const VIEW = "lanewise.connectionForm";

/** The form as a page in an editor's place: one at a time. */
export class ConnectionFormPanel implements Disposable {
  readonly #deps: ConnectionFormPanelDeps;
  #open: OpenForm | undefined;

  constructor(deps: ConnectionFormPanelDeps) {
    this.#deps = deps;
  }

  /** Undefined as well when another form is open that the user does not give up for this one. */
  readonly ask: ConnectionForm = async (initial) => {
    const before = this.#open;
    if (before?.host.isChanged) {
      before.panel.reveal();
      if (!(await before.host.confirmThrowingAway())) return undefined;
    }
    this.#open?.end(undefined);
    return new Promise((resolve) => this.#start(initial, resolve));
  };

  dispose(): void {
    this.#open?.end(undefined);
  }

  #start(initial: ConnectionDraft | undefined, resolve: (draft: ConnectionDraft | undefined) => void): void {
    const close = (draft: ConnectionDraft | undefined) => {
      if (this.#open === form) this.#open = undefined;
      host.dispose();
      resolve(draft);
      form.panel.dispose();
    };
    const host = new ConnectionFormHost({
      ...this.#deps,
      initial,
      close,
      post: (message) => this.#post(form, message),
    });
    const title = initial
      ? vscode.l10n.t("Edit {name}", { name: initial.profile.name })
      : vscode.l10n.t("Add Connection");
    const form: OpenForm = { host, panel: this.#makePanel(title), end: close };
    this.#open = form;
    this.#connect(form, title);
  }

  #post(form: OpenForm, message: ToConnectionForm): void {
    if (this.#open === form) form.panel.webview.postMessage(message).then(undefined, this.#deps.onError);
  }

  #connect(form: OpenForm, title: string): void {
    const { onError } = this.#deps;
    const { panel, host } = form;
    const owned = new DisposableStore();
    owned.add(panel.webview.onDidReceiveMessage((message: unknown) => host.receive(message).catch(onError)));
    panel.onDidDispose(() => {
      owned.dispose();
      if (this.#open === form) this.#closed(form, title).catch(onError);
    });
    panel.webview.html = this.#html(panel.webview, title);
  }

  /** A tab cannot be kept from closing, but what was in it is still here. */
  async #closed(form: OpenForm, title: string): Promise<void> {
    if (!form.host.isChanged || (await form.host.confirmThrowingAway())) return form.end(undefined);
    if (this.#open !== form) return;
    form.panel = this.#makePanel(title);
    this.#connect(form, title);
  }

  #makePanel(title: string): vscode.WebviewPanel {
    const { extensionUri } = this.#deps;
    const panel = vscode.window.createWebviewPanel(VIEW, title, vscode.ViewColumn.Active, {
      enableScripts: true,
      localResourceRoots: [vscode.Uri.joinPath(extensionUri, "dist")],
    });
    panel.iconPath = {
      light: vscode.Uri.joinPath(extensionUri, "resources", "panel-light.svg"),
      dark: vscode.Uri.joinPath(extensionUri, "resources", "panel-dark.svg"),
    };
    return panel;
  }

  #html(webview: vscode.Webview, title: string): string {
    const resource = (file: string) =>
      webview.asWebviewUri(vscode.Uri.joinPath(this.#deps.extensionUri, "dist", file)).toString();
    return panelHtml({
      nonce: randomBytes(16).toString("base64"),
      cspSource: webview.cspSource,
      scriptUri: resource("connection-form.js"),
      styleUri: resource("connection-form.css"),
      title,
      language: vscode.env.language,
    });
  }
}
