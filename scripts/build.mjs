import process from "node:process";
import { root } from "./root.mjs";
import { step } from "./step.mjs";

/**
 * Bundles everything into dist/.
 * @param {readonly string[]} args go to esbuild.mjs
 * @returns {Promise<number>} the exit code
 */
export async function run(args) {
  const { ok } = await step("build", process.execPath, ["esbuild.mjs", ...args], { cwd: root });
  return ok ? 0 : 1;
}
