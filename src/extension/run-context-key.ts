import * as vscode from "vscode";
import type { contextKeys } from "./commands.ts";
import type { Disposable } from "./disposable-store.ts";
import type { RunService } from "./run-service.ts";

const key: (typeof contextKeys)[0] = "lanewise.running";

/** Tells VS Code whether a run goes on: *Cancel Benchmark* is enabled by it. */
export function runContextKey(runs: RunService): Disposable {
  return runs.events.add(({ type }) => {
    if (type === "run-started") void vscode.commands.executeCommand("setContext", key, true);
    if (type === "run-finished") void vscode.commands.executeCommand("setContext", key, false);
  });
}
