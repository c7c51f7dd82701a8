import * as vscode from "vscode";
import type { Disposable } from "./disposable-store.ts";
import { localize } from "./localize.ts";
import type { RunEvent, RunService } from "./run-service.ts";
import { donePercent, progressText } from "./run-text.ts";

/** Shows each run as a notification with progress and *Cancel*, as long as it goes on. */
export function runNotification(runs: RunService): Disposable {
  return runs.events.add((started) => {
    if (started.type !== "run-started") return;
    const title = vscode.l10n.t("Benchmark of {0}", started.run.job.profile.name);
    void vscode.window.withProgress(
      { location: vscode.ProgressLocation.Notification, cancellable: true, title },
      (progress, token) =>
        new Promise<void>((resolve) => {
          token.onCancellationRequested(() => runs.cancel());
          let shown = 0;
          const hearing = runs.events.add((event: RunEvent) => {
            if (event.type === "run-finished") {
              hearing.dispose();
              resolve();
              return;
            }
            const done = donePercent(event.run);
            progress.report({ message: localize(progressText(event.run)), increment: done - shown });
            shown = done;
          });
        }),
    );
  });
}
