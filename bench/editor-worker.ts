import path from "node:path";
import { Worker } from "node:worker_threads";
import { defaultLintConfig } from "../src/core/lint/config.ts";
import { lintWorkerLimits } from "../src/node/lint-client.ts";
import type { FromLintWorker, LintWorkerData, ToLintWorker } from "../src/protocol/lint.ts";

const worker = path.join(import.meta.dirname, "../dist/lint-worker.js");

/** The worker that the editor has, in a thread of this process. */
export function openWorker() {
  const workerData: LintWorkerData<undefined> = { role: "editor", pulse: undefined };
  const thread = new Worker(worker, { workerData, resourceLimits: lintWorkerLimits });
  const next = (isIt: (message: FromLintWorker) => boolean) =>
    new Promise<FromLintWorker>((resolve) => {
      const hear = (message: FromLintWorker) => {
        if (!isIt(message)) return;
        thread.off("message", hear);
        resolve(message);
      };
      thread.on("message", hear);
    });
  const send = (message: ToLintWorker) => thread.postMessage(message);
  return {
    next,
    send,
    end: () => thread.terminate(),
  };
}

/** As an editor with these folders would. */
export function configure(lint: ReturnType<typeof openWorker>, folders: readonly string[]): void {
  const config = defaultLintConfig;
  lint.send({
    type: "configure",
    folders: folders.map((folder) => ({
      folder,
      config,
      excludes: [],
      projects: [],
      sitePackages: undefined,
    })),
    fallback: config,
  });
}
