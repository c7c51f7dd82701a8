import path from "node:path";
import process from "node:process";
import { runAttached } from "./child.mjs";
import { root } from "./root.mjs";

/** The workspace that `npm start` opens. */
export const sampleWorkspace = path.join("samples", "workspace");

/**
 * Makes the sample database of the sample workspace, or finds it made.
 * @param {string | undefined} rows undefined: the generator's own default
 * @returns {Promise<string | undefined>} its path below the project's folder; undefined when that failed
 */
export async function makeSampleDatabase(rows) {
  const database = path.join(sampleWorkspace, "christmas.db");
  const generator = path.join("samples", "make-database.mjs");
  const wish = rows === undefined ? [] : ["--rows", rows];
  const code = await runAttached(process.execPath, [generator, ...wish, database], { cwd: root });
  return code === 0 ? database : undefined;
}
