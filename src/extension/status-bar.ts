import * as vscode from "vscode";
import { profileLocation } from "../core/connection/profile.ts";
import { type Disposable, DisposableStore } from "./disposable-store.ts";
import { localize } from "./localize.ts";
import type { RunService } from "./run-service.ts";
import { statusText } from "./run-text.ts";
import type { WorkspaceMemory } from "./workspace-memory.ts";

/**
 * The active connection, or the run that goes on. Not there where nothing was ever measured: Lanewise also starts for
 * Python files alone.
 */
export class StatusBar implements Disposable {
  readonly #owned = new DisposableStore();
  readonly #item: vscode.StatusBarItem;
  readonly #memory: WorkspaceMemory;
  readonly #runs: RunService;
  readonly #pinned: () => string | undefined;

  /** `pinned`: the connection that the file in front is pinned to. */
  constructor(memory: WorkspaceMemory, runs: RunService, pinned: () => string | undefined) {
    this.#memory = memory;
    this.#runs = runs;
    this.#pinned = pinned;
    this.#item = this.#owned.add(
      vscode.window.createStatusBarItem("lanewise.connection", vscode.StatusBarAlignment.Left, 10),
    );
    this.#item.name = vscode.l10n.t("Lanewise");
    this.#owned.add(runs.events.add(() => this.refresh()));
    this.#owned.add(vscode.window.onDidChangeActiveTextEditor(() => this.refresh()));
    this.refresh();
  }

  refresh(): void {
    const run = this.#runs.current;
    if (run) {
      // Not a spinning one: an icon that moves costs the processor that is being measured.
      this.#item.text = `$(pulse) ${localize(statusText(run))}`;
      this.#item.tooltip = vscode.l10n.t(
        "Lanewise is measuring {0}. Show the results.",
        profileLocation(run.job.profile),
      );
      this.#item.command = "lanewise.showResults";
      this.#item.show();
      return;
    }
    this.#item.command = "lanewise.setActiveConnection";
    const pinned = this.#pinned();
    if (pinned !== undefined) {
      this.#item.text = `$(pinned) ${pinned}`;
      this.#item.tooltip = vscode.l10n.t(
        "This file is pinned to the connection {0} by the setting lanewise.connectionForFolder.",
        pinned,
      );
      this.#item.show();
      return;
    }
    const profile = this.#memory.profile;
    if (!profile) {
      this.#item.hide();
      return;
    }
    this.#item.text = `$(database) ${profile.name}`;
    this.#item.tooltip = vscode.l10n.t(
      "Lanewise measures {0}. Switch to another connection.",
      profileLocation(profile),
    );
    this.#item.show();
  }

  dispose(): void {
    this.#owned.dispose();
  }
}
