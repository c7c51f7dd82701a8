import path from "node:path";
import process from "node:process";
import { runAttached } from "./child.mjs";
import { run as makePackage } from "./package.mjs";
import { root } from "./root.mjs";
import { makeSampleDatabase } from "./sample-database.mjs";

/**
 * Measures Lanewise itself against its peers, on the sample database; the package's size is one of the figures.
 * @param {readonly string[]} args go to bench/main.ts
 * @returns {Promise<number>} the exit code
 */
export async function run(args) {
  const database = (await makePackage([])) === 0 ? await makeSampleDatabase(undefined) : undefined;
  if (database === undefined) return 1;
  // Node runs TypeScript, but would like package.json to say which kind of modules these are.
  const node = ["--disable-warning=MODULE_TYPELESS_PACKAGE_JSON", path.join("bench", "main.ts")];
  return runAttached(process.execPath, [...node, database, ...args], { cwd: root });
}
