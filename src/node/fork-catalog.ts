import { type ChildProcess, fork } from "node:child_process";
import type { SideFiles } from "../protocol/runner.ts";
import { REMOVE_SIDE_FILES } from "../protocol/runner.ts";
import { childEnvironment } from "./child-environment.ts";

const STDERR_KEPT = 2000;

export interface CatalogChild {
  readonly child: ChildProcess;
  /** How it ended, for people who know processes. */
  readonly ending: (code: number | null, signal: NodeJS.Signals | null) => string;
}

/** Starts a catalog process; it waits for its order. file: the bundle */
export function forkCatalog(file: string): CatalogChild {
  const child = forkBundle(file, []);
  let stderr = "";
  child.stderr?.on("data", (data: Buffer) => {
    stderr = (stderr + data.toString()).slice(-STDERR_KEPT);
  });
  return { child, ending: (code, signal) => `${signal ?? `code ${code}`} ${stderr}`.trim() };
}

/** After a catalog process that could not do it itself. */
export function forkRemoval(file: string, sideFiles: SideFiles): void {
  forkBundle(file, [REMOVE_SIDE_FILES, JSON.stringify(sideFiles)]).unref();
}

function forkBundle(file: string, args: readonly string[]): ChildProcess {
  return fork(file, args, {
    execArgv: [],
    serialization: "advanced",
    env: childEnvironment(),
    stdio: ["ignore", "ignore", "pipe", "ipc"],
  });
}
