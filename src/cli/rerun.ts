// Runs on every Node since 18: nothing newer may be used here.
import { spawn } from "node:child_process";
import path from "node:path";

/** SQLite's driver needs Node-API 10, and Lanewise worker features that came with it. */
const OLDEST: readonly [major: number, minor: number] = [22, 15];

export type NodeChoice =
  | { readonly choice: "this-node" }
  | { readonly choice: "other-node"; readonly executable: string }
  | { readonly choice: "none"; readonly sentence: string };

export interface RunningNode {
  /** Without a leading `v`. */
  readonly version: string;
  readonly executable: string;
}

/** Which Node can run Lanewise: this one, the one that the project has pinned, or none. */
export function chooseNode(
  running: RunningNode,
  pinned: string,
  exists: (file: string) => boolean,
): NodeChoice {
  const [major = 0, minor = 0] = running.version.split(".").map(Number);
  if (major > OLDEST[0] || (major === OLDEST[0] && minor >= OLDEST[1])) return { choice: "this-node" };
  if (pinned !== running.executable && exists(pinned)) return { choice: "other-node", executable: pinned };
  return {
    choice: "none",
    sentence:
      `Lanewise needs Node ${OLDEST.join(".")} or newer, and this is Node ${running.version}: ` +
      "install a newer one from https://nodejs.org.",
  };
}

/** Where the project keeps the Node that it was built with. */
export function pinnedNode(root: string, platform: string, arch: string): string {
  const [system, executable] = platform === "win32" ? ["win", "node.exe"] : [platform, "node"];
  return path.join(root, "scripts", "node", "node_modules", `node-${system}-${arch}`, "bin", executable);
}

/** How a process ended: its exit code, the signal that killed it, or why it could not start. */
type Ending = { readonly code: number } | { readonly signal: NodeJS.Signals } | { readonly problem: string };

/** Runs this command again on another Node: the same arguments, streams and signals. */
export function rerun(executable: string, args: readonly string[]): Promise<Ending> {
  const forwarded = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
  return new Promise((resolve) => {
    const child = spawn(executable, args, { stdio: "inherit" });
    // Windows has no signals to pass on: its console tells every process, and `kill` would be the end.
    const passOn = (signal: NodeJS.Signals) => {
      if (process.platform !== "win32") child.kill(signal);
    };
    for (const signal of forwarded) process.on(signal, passOn);
    const release = () => {
      for (const signal of forwarded) process.off(signal, passOn);
    };
    child.once("error", (error) => {
      release();
      resolve({ problem: error.message });
    });
    child.once("exit", (code, signal) => {
      release();
      resolve(signal === null ? { code: code ?? 1 } : { signal });
    });
  });
}
