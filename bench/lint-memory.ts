import process from "node:process";
import { configure, openWorker } from "./editor-worker.ts";
import { largestPythonTree } from "./python-tree.ts";

// A process of its own: prints how many megabytes it grows by when the editor's worker checks a whole tree.
const tree = largestPythonTree();
const before = process.memoryUsage().rss;
const lint = openWorker();
configure(lint, [tree.folder]);
const finished = lint.next((message) => message.type === "check-finished");
lint.send({ type: "check-files", id: 1, files: tree.files });
await finished;
console.log((process.memoryUsage().rss - before) / 1e6);
await lint.end();
