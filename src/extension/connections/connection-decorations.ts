import * as vscode from "vscode";
import { type Disposable, DisposableStore } from "../disposable-store.ts";
import type { ConnectionFacts } from "./node-text.ts";
import { connectionUri } from "./tree-items.ts";

/** The badge of a production database; colours beside it tell of what failed and what is open. */
export class ConnectionDecorations implements Disposable, vscode.FileDecorationProvider {
  readonly onDidChangeFileDecorations: vscode.Event<vscode.Uri>;
  readonly #changed = new vscode.EventEmitter<vscode.Uri>();
  readonly #factsOf: (id: string) => ConnectionFacts | undefined;
  readonly #owned = new DisposableStore();

  constructor(factsOf: (id: string) => ConnectionFacts | undefined) {
    this.#factsOf = factsOf;
    this.onDidChangeFileDecorations = this.#changed.event;
    this.#owned.add(this.#changed);
    this.#owned.add(vscode.window.registerFileDecorationProvider(this));
  }

  changed(id: string): void {
    this.#changed.fire(connectionUri(id));
  }

  provideFileDecoration(uri: vscode.Uri): vscode.FileDecoration | undefined {
    if (uri.scheme !== connectionUri("").scheme) return undefined;
    const facts = this.#factsOf(uri.path.slice(1));
    if (!facts) return undefined;
    const { connection, state } = facts;
    if (connection.profile.production)
      return new vscode.FileDecoration(
        "P",
        vscode.l10n.t("Production"),
        new vscode.ThemeColor("list.warningForeground"),
      );
    if (state.state === "failed")
      return new vscode.FileDecoration(
        "!",
        vscode.l10n.t("Failed"),
        new vscode.ThemeColor("list.errorForeground"),
      );
    return undefined;
  }

  dispose(): void {
    this.#owned.dispose();
  }
}
