import path from "node:path";
import process from "node:process";
import { runAttached } from "./child.mjs";
import { root } from "./root.mjs";

/** The workspace that `npm start` opens. */
export const sampleWorkspace = path.join("samples", "workspace");

/** Its database, below the project's folder; made when it is needed. */
export const sampleDatabase = path.join(sampleWorkspace, "christmas.db");

/**
 * Makes the sample database of the sample workspace, or finds it made.
 * @param {string | undefined} rows undefined: the generator's own default
 * @returns {Promise<string | undefined>} its path below the project's folder; undefined when that failed
 */
export async function makeSampleDatabase(rows) {
  const generator = path.join("samples", "make-database.mjs");
  const wish = rows === undefined ? [] : ["--rows", rows];
  const code = await runAttached(process.execPath, [generator, ...wish, sampleDatabase], { cwd: root });
  return code === 0 ? sampleDatabase : undefined;
}
