import path from "node:path";
import process from "node:process";
import { run as build } from "./build.mjs";
import { runAttached } from "./child.mjs";
import { root } from "./root.mjs";

/**
 * Measures Lanewise itself against its peers.
 * @param {readonly string[]} args go to bench/main.mjs
 * @returns {Promise<number>} the exit code
 */
export async function run(args) {
  const failed = await build([]);
  return failed || runAttached(process.execPath, [path.join("bench", "main.mjs"), ...args], { cwd: root });
}
