import { fork } from "node:child_process";
import { childEnvironment } from "./child-environment.ts";

/** Makes the sample database in a process of its own. Undefined: it is there; else what went wrong. bundle: of `sample-worker.ts` */
export function makeSample(bundle: string, file: string): Promise<string | undefined> {
  return new Promise((resolve) => {
    const child = fork(bundle, [file], {
      execArgv: [],
      env: childEnvironment(),
      stdio: ["ignore", "ignore", "pipe", "ipc"],
    });
    let stderr = "";
    child.stderr?.on("data", (data: Buffer) => {
      stderr = (stderr + data.toString()).slice(-2000);
    });
    child.once("error", ({ message }) => resolve(message));
    child.once("exit", (code, signal) =>
      resolve(code === 0 ? undefined : `${signal ?? `code ${code}`} ${stderr}`.trim()),
    );
  });
}
