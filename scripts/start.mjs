import { existsSync, mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import process from "node:process";
import { quietSettings, startWorkbench } from "../test/e2e/workbench/server.mjs";
import { setUpWorkbench } from "../test/e2e/workbench/set-up.mjs";
import { run as build } from "./build.mjs";
import { runAttached } from "./child.mjs";
import { locateNpm } from "./locate-npm.mjs";
import { currentTarget, makeVsix } from "./package.mjs";
import { root } from "./root.mjs";
import { makeSampleDatabase, sampleDatabase, sampleWorkspace } from "./sample-database.mjs";

/**
 * Opens the extension in a VS Code on the sample workspace: the installed one, else the one that the tests use.
 * @returns {Promise<number>} the exit code
 */
export async function run() {
  if ((await build([])) !== 0) return 1;
  const hasDatabase = existsSync(path.join(root, sampleDatabase));
  if (!hasDatabase && (await makeSampleDatabase(undefined)) === undefined) return 1;

  const workspace = path.join(root, sampleWorkspace);
  const code = locateCode();
  return code === undefined ? serveWorkbench(workspace) : openDesktop(code, workspace);
}

/**
 * @param {string} code
 * @param {string} workspace
 */
function openDesktop(code, workspace) {
  const args = [`--extensionDevelopmentPath=${root}`, workspace];
  // Windows starts a .cmd file only through its command interpreter.
  const [command, ...before] = code.endsWith(".cmd")
    ? [process.env.ComSpec ?? "cmd.exe", "/d", "/c", code]
    : [code];
  return runAttached(command ?? code, [...before, ...args]);
}

/** @returns {string | undefined} */
function locateCode() {
  const name = process.platform === "win32" ? "code.cmd" : "code";
  return (process.env.PATH ?? "")
    .split(path.delimiter)
    .map((folder) => path.join(folder, name))
    .find((file) => existsSync(file));
}

/** @param {string} workspace */
async function serveWorkbench(workspace) {
  const npm = locateNpm();
  if (npm === undefined || !(await setUpWorkbench(npm))) return 1;
  const workbench = await startWithExtension();
  if (workbench === undefined) return 1;
  try {
    console.log(`\nOpen ${workbench.url}/?folder=${encodeURIComponent(workspace)}`);
    console.log("in a browser. Ctrl-C ends it.");
    await new Promise((resolve) => {
      process.once("SIGINT", resolve);
      process.once("SIGTERM", resolve);
    });
  } finally {
    await workbench.stop();
  }
  return 0;
}

async function startWithExtension() {
  const folder = mkdtempSync(path.join(os.tmpdir(), "lw-start-"));
  try {
    const vsix = await makeVsix(currentTarget(), folder);
    return vsix === undefined ? undefined : await startWorkbench({ vsix, settings: quietSettings });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
