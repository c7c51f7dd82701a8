import * as vscode from "vscode";
import { type CommandTable, commandIds } from "./commands.ts";
import { type Disposable, DisposableStore } from "./disposable-store.ts";

/** Registers every command; what a handler throws is a bug and ends here. */
export function registerCommands(table: CommandTable, onError: (error: unknown) => void): Disposable {
  const owned = new DisposableStore();
  for (const id of commandIds) {
    owned.add(
      vscode.commands.registerCommand(id, async (argument?: unknown) => {
        try {
          await table[id](argument);
        } catch (error) {
          onError(error);
        }
      }),
    );
  }
  return owned;
}
