import * as vscode from "vscode";
import type { Text } from "../../core/text/text.ts";
import { localize } from "../localize.ts";

/** A notification with a Cancel, for what was asked for by name. */
export async function withProgress<T>(title: Text, task: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const options = {
    location: vscode.ProgressLocation.Notification,
    title: localize(title),
    cancellable: true,
  };
  return vscode.window.withProgress(options, (_progress, token) => {
    const abort = new AbortController();
    token.onCancellationRequested(() => abort.abort());
    return task(abort.signal);
  });
}
