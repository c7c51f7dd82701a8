import { readFileSync } from "node:fs";
import path from "node:path";
import { type MessagePort, parentPort, workerData } from "node:worker_threads";
import { rules } from "../core/lint/rules/index.ts";
import { PythonDisk } from "../node/python-disk.ts";
import type { LintWorkerData, ToLintWorker } from "../protocol/lint.ts";
import type { ToLintBatch } from "../protocol/lint-batch.ts";
import { Analyser } from "./lint/analyser.ts";
import { BatchService } from "./lint/batch-service.ts";
import { LintService } from "./lint/lint-service.ts";
import { loadPythonParser } from "./lint/python-parser.ts";

/** The lint worker's thread, for the editor or for the command line. Its grammars lie beside its bundle. */
const { role, pulse } = workerData as LintWorkerData<MessagePort>;
pulse?.on("message", (message) => pulse.postMessage(message));

void start();

async function start(): Promise<void> {
  if (!parentPort) throw new Error("The lint worker is a thread.");
  const port = parentPort;
  const parse = await loadPythonParser({
    runtime: path.join(__dirname, "tree-sitter.wasm"),
    grammar: readFileSync(path.join(__dirname, "tree-sitter-python.wasm")),
  });
  const analyser = new Analyser(parse, rules);
  const disk = new PythonDisk();
  if (role === "editor") {
    const service = new LintService({ analyser, disk, post: (message) => port.postMessage(message) });
    port.on("message", (message: ToLintWorker) => service.receive(message));
  } else {
    const service = new BatchService({ analyser, disk, post: (message) => port.postMessage(message) });
    port.on("message", (message: ToLintBatch) => void service.receive(message));
  }
}
