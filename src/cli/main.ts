// The entry of dist/cli.js. It runs on every Node since 18, to tell the old ones apart; the command itself is loaded
// only where it can run.
import { existsSync } from "node:fs";
import path from "node:path";
import { chooseNode, pinnedNode, rerun } from "./rerun.ts";

void main();

async function main(): Promise<void> {
  const pinned = pinnedNode(path.dirname(__dirname), process.platform, process.arch);
  const node = chooseNode(
    { version: process.versions.node, executable: process.execPath },
    pinned,
    existsSync,
  );
  if (node.choice === "none") return fail(node.sentence);
  try {
    if (node.choice === "this-node") {
      const { runOnNode } = await import("./run-on-node.ts");
      return await runOnNode(__dirname);
    }
    const ending = await rerun(node.executable, process.argv.slice(1));
    if ("problem" in ending) fail(`${node.executable} cannot be started: ${ending.problem}.`);
    else if ("signal" in ending) process.kill(process.pid, ending.signal);
    else process.exitCode = ending.code;
  } catch (error) {
    fail(`A bug in Lanewise: ${error instanceof Error ? error.stack : String(error)}`);
  }
}

function fail(sentence: string): void {
  process.stderr.write(`lanewise: ${sentence}\n`);
  process.exitCode = 1;
}
