// node scripts/run.mjs <task> [arguments]: installs what is missing, then runs scripts/<task>.mjs on the
// project's own Node. Needs Node 20 and npm, nothing else: only the task itself may import packages.
import { realpathSync } from "node:fs";
import path from "node:path";
import process from "node:process";

import { Interrupted, runAttached } from "./child.mjs";
import { installPackages } from "./install-packages.mjs";
import { locateNpm } from "./locate-npm.mjs";
import { locatePinnedNode } from "./pinned-node.mjs";
import { root } from "./root.mjs";

const tasks = ["build", "demo", "test", "start", "package", "bench", "rules", "new-rule"];

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof Interrupted)) throw error;
  process.exitCode = 130;
}

/**
 * @param {string[]} args
 * @returns {Promise<number>} the exit code
 */
async function main([task = "", ...args]) {
  if (Number.parseInt(process.versions.node, 10) < 20) return refuse("This project needs Node 20 or newer.");
  if (!tasks.includes(task)) return refuse(`Usage: node scripts/run.mjs <${tasks.join("|")}> [arguments]`);
  const npm = locateNpm();
  if (npm === undefined) return refuse("npm was not found, neither beside this Node nor on the PATH.");

  const pinned = locatePinnedNode();
  if (pinned !== undefined) {
    const installed = await installPackages(pinned.folder, { label: "install Node 24", npm });
    if (!installed) return 1;
    // Comparing folders and not versions: npm on another Node 24 resolves the same, but "pinned" means pinned.
    // Its real path: `execPath` is one, too, and a checkout whose packages are a link would start itself forever.
    const binary = realpathSync(pinned.binary);
    if (process.execPath !== binary) return rerun(binary, npm, [task, ...args]);
  } else if (!suffices(process.versions.node)) {
    return refuse(
      `There is no packaged Node 24 for ${process.platform}-${process.arch}: install Node 22.15 or newer and try again.`,
    );
  }

  if (!(await installPackages(root, { label: "install packages", npm }))) return 1;
  const { run } = await import(`./${task}.mjs`);
  return run(args);
}

/**
 * The same command on the pinned Node, which comes first on the PATH of all that it starts.
 * @param {string} node
 * @param {string} npm
 * @param {string[]} args
 */
function rerun(node, npm, args) {
  const searched = [path.dirname(node), process.env.PATH].join(path.delimiter);
  const { PATH: _, Path: __, ...rest } = process.env;
  return runAttached(node, [path.join(root, "scripts", "run.mjs"), ...args], {
    env: { ...rest, PATH: searched, npm_execpath: npm },
  });
}

/** @param {string} version */
function suffices(version) {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  return major > 22 || (major === 22 && minor >= 15);
}

/** @param {string} sentence */
function refuse(sentence) {
  console.error(sentence);
  return 1;
}
