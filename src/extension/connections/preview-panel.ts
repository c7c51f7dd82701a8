import { randomBytes } from "node:crypto";
import * as vscode from "vscode";
import { assertNever } from "../../core/assert-never.ts";
import type { Preview } from "../../core/connection/catalog.ts";
import { exportPreview, type PreviewFormat } from "../../core/connection/preview-export.ts";
import { text } from "../../core/text/text.ts";
import { type FromPreview, readFromPreview, type ToPreview } from "../../protocol/preview.ts";
import type { Dialogs } from "../dialogs.ts";
import { type Disposable, DisposableStore } from "../disposable-store.ts";
import { localize } from "../localize.ts";
import { panelHtml } from "../panel/panel-html.ts";
import { catalogProblemText } from "./catalog-problem-text.ts";
import type { CatalogSessions } from "./catalog-sessions.ts";
import type { RelationTarget } from "./targets.ts";
import { PREVIEW_VIEW } from "./view-ids.ts";

export interface PreviewPanelsDeps {
  readonly extensionUri: vscode.Uri;
  readonly sessions: Pick<CatalogSessions, "ask">;
  readonly dialogs: Dialogs;
  readonly onError: (error: unknown) => void;
}

const ROWS = 200;
const CUT_AT = 1000;

const fileKinds: Readonly<Record<PreviewFormat, { readonly kind: string; readonly extension: string }>> = {
  csv: { kind: "CSV", extension: "csv" },
  json: { kind: "JSON", extension: "json" },
  markdown: { kind: "Markdown", extension: "md" },
};

/** A page for each table that is looked into; the rows are read when it opens, and when the user asks again. */
export class PreviewPanels implements Disposable {
  readonly #deps: PreviewPanelsDeps;
  readonly #open = new Map<string, PreviewPanel>();

  constructor(deps: PreviewPanelsDeps) {
    this.#deps = deps;
  }

  show(target: RelationTarget): void {
    const { connection, relation } = target;
    const key = JSON.stringify([connection.id, relation.namespace, relation.name]);
    const known = this.#open.get(key);
    if (known) known.reveal();
    else this.#open.set(key, new PreviewPanel(target, this.#deps, () => this.#open.delete(key)));
  }

  dispose(): void {
    for (const panel of [...this.#open.values()]) panel.dispose();
  }
}

class PreviewPanel implements Disposable {
  readonly #target: RelationTarget;
  readonly #deps: PreviewPanelsDeps;
  readonly #panel: vscode.WebviewPanel;
  readonly #owned = new DisposableStore();
  readonly #title: string;
  #shown: ToPreview;
  #preview: Preview | undefined;
  #abort: AbortController | undefined;

  constructor(target: RelationTarget, deps: PreviewPanelsDeps, onDispose: () => void) {
    this.#target = target;
    this.#deps = deps;
    const { connection, relation } = target;
    this.#title = `${relation.name} · ${connection.profile.name}`;
    this.#shown = { type: "show-loading", title: this.#title };
    const folder = vscode.Uri.joinPath(deps.extensionUri, "dist");
    const panel = vscode.window.createWebviewPanel(PREVIEW_VIEW, relation.name, vscode.ViewColumn.Active, {
      enableScripts: true,
      localResourceRoots: [folder],
    });
    this.#panel = panel;
    const { webview } = panel;
    const icon = (theme: string) => vscode.Uri.joinPath(deps.extensionUri, "resources", `panel-${theme}.svg`);
    panel.iconPath = { light: icon("light"), dark: icon("dark") };
    this.#owned.add(
      webview.onDidReceiveMessage((message: unknown) => this.#receive(message).catch(deps.onError)),
    );
    this.#owned.add(
      panel.onDidDispose(() => {
        this.#abort?.abort();
        this.#owned.dispose();
        onDispose();
      }),
    );
    const resource = (file: string) => webview.asWebviewUri(vscode.Uri.joinPath(folder, file)).toString();
    webview.html = panelHtml({
      nonce: randomBytes(16).toString("base64"),
      cspSource: webview.cspSource,
      scriptUri: resource("preview.js"),
      styleUri: resource("preview.css"),
      title: this.#title,
      language: vscode.env.language,
    });
    this.#read().catch(deps.onError);
  }

  reveal(): void {
    this.#panel.reveal();
  }

  dispose(): void {
    this.#panel.dispose();
  }

  async #read(): Promise<void> {
    const abort = new AbortController();
    this.#abort = abort;
    this.#show({ type: "show-loading", title: this.#title });
    const { connection, relation } = this.#target;
    const question = { ask: "preview", relation, rows: ROWS, cutAt: CUT_AT } as const;
    const reply = await this.#deps.sessions.ask(connection, question, abort.signal);
    if (reply.ok) {
      this.#preview = reply.value;
      this.#show({ type: "show-rows", title: this.#title, preview: reply.value, limit: ROWS });
      return;
    }
    const { what, detail, remedy } = catalogProblemText(reply.problem);
    const words = detail === "" ? [] : [detail];
    const message = [localize(what), ...words, localize(remedy)].join(" ");
    this.#show({ type: "show-problem", title: this.#title, message });
  }

  async #receive(message: unknown): Promise<void> {
    const order = readFromPreview(message);
    switch (order?.type) {
      case undefined:
        return;
      case "ready":
        this.#show(this.#shown);
        return;
      case "read-again":
        return this.#read();
      case "cancel":
        this.#abort?.abort();
        return;
      case "copy-text":
        await vscode.env.clipboard.writeText(order.text);
        return;
      case "export-rows":
        return this.#export(order);
      default:
        assertNever(order);
    }
  }

  async #export({ format }: Extract<FromPreview, { type: "export-rows" }>): Promise<void> {
    if (!this.#preview) return;
    const { dialogs } = this.#deps;
    const { kind, extension } = fileKinds[format];
    const { name } = this.#target.relation;
    const file = `${name.replaceAll(/[^\p{L}\p{N}._-]+/gu, "_")}.${extension}`;
    const target = await dialogs.saveFile({ title: text("Export Rows"), name: file, kind, extension });
    if (!target) return;
    const detail = await target.write(exportPreview(this.#preview, format));
    if (detail === undefined)
      dialogs.say("info", text("The rows are in {file}.", { file: target.path }), [
        { label: text("Open"), run: () => target.open() },
      ]);
    else dialogs.say("error", text("The rows could not be written: {detail}", { detail }));
  }

  #show(message: ToPreview): void {
    this.#shown = message;
    this.#panel.webview.postMessage(message).then(undefined, this.#deps.onError);
  }
}
