import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import type { TdsServerOptions } from "./server/options.ts";

export interface TdsServerProcess {
  readonly host: string;
  readonly port: number;
  readonly pid: number;
  /** Ends it with SIGKILL and waits until it is gone. */
  readonly kill: () => Promise<void>;
  /** The same server again: same port, same databases. */
  readonly startAgain: () => Promise<TdsServerProcess>;
}

export async function startTdsServerProcess(
  options: Omit<TdsServerOptions, "onProtocolError">,
): Promise<TdsServerProcess> {
  const child = fork(fileURLToPath(new URL("./server-process.ts", import.meta.url)), [], {
    execArgv: ["--disable-warning=MODULE_TYPELESS_PACKAGE_JSON"],
    stdio: ["ignore", "inherit", "inherit", "ipc"],
  });
  child.send(options);
  const port = await firstMessage(child);
  const kill = async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const exited = once(child, "exit");
    child.kill("SIGKILL");
    await exited;
  };
  const startAgain = async () => {
    await kill();
    return startTdsServerProcess({ ...options, port });
  };
  return { host: options.host ?? "127.0.0.1", port, pid: child.pid ?? 0, kill, startAgain };
}

function firstMessage(child: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    child.once("message", (message) => resolve((message as { port: number }).port));
    child.once("exit", (code) => reject(new Error(`the server ended with ${code} before it listened`)));
  });
}
