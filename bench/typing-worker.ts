import { readFileSync } from "node:fs";
import path from "node:path";
import { parentPort, workerData } from "node:worker_threads";
import { defaultLintConfig } from "../src/core/lint/config.ts";
import { rules } from "../src/core/lint/rules/index.ts";
import { PythonDisk } from "../src/node/python-disk.ts";
import type { FromLintWorker, ToLintWorker } from "../src/protocol/lint.ts";
import { Analyser } from "../src/workers/lint/analyser.ts";
import { LintService } from "../src/workers/lint/lint-service.ts";
import { loadPythonParser } from "../src/workers/lint/python-parser.ts";

/** How long each key took. */
export interface TypingTimes {
  readonly type: "typed";
  readonly findings: number;
  readonly timesMs: readonly number[];
}

/** The lint worker's own parts, with a typist in the same thread. */
const { text, keystrokes } = workerData as { readonly text: string; readonly keystrokes: number };
const dist = path.join(import.meta.dirname, "../dist");
const file = path.join(dist, "typing.py");

const parse = await loadPythonParser({
  runtime: path.join(dist, "tree-sitter.wasm"),
  grammar: readFileSync(path.join(dist, "tree-sitter-python.wasm")),
});
let heard: (message: FromLintWorker) => void = () => {};
const service = new LintService({
  analyser: new Analyser(parse, rules),
  disk: new PythonDisk(),
  post: (message) => {
    parentPort?.postMessage(message);
    heard(message);
  },
});

/** Until the findings of this version are on their way. */
function answered(message: ToLintWorker, version: number): Promise<number> {
  return new Promise((resolve) => {
    heard = (posted) => {
      if (posted.type === "findings" && posted.version === version) resolve(posted.findings.length);
    };
    service.receive(message);
  });
}

service.receive({ type: "configure", folders: [], fallback: defaultLintConfig });
const findings = await answered({ type: "open-document", file, version: 1, text }, 1);
// Where somebody types: in a statement in the middle of a function in the middle of the file.
const start = text.indexOf("    done = ", text.length >> 1) + "    done = ".length;
const timesMs: number[] = [];
for (let key = 0; key < keystrokes; key++) {
  const version = key + 2;
  const edits = [key % 2 === 0 ? { start, end: start, text: "x" } : { start, end: start + 1, text: "" }];
  const began = performance.now();
  await answered({ type: "change-document", file, version, edits }, version);
  timesMs.push(performance.now() - began);
  // Lets go what waits, as between two messages.
  await new Promise((resolve) => setImmediate(resolve));
}
parentPort?.postMessage({ type: "typed", findings, timesMs } satisfies TypingTimes);
