import { rmSync } from "node:fs";
import path from "node:path";
import process from "node:process";
import { root } from "./root.mjs";
import { step } from "./step.mjs";

/**
 * Bundles everything into dist/, and nothing of an earlier build stays there.
 * @param {readonly string[]} args go to esbuild.mjs
 * @returns {Promise<number>} the exit code
 */
export async function run(args) {
  rmSync(path.join(root, "dist"), { recursive: true, force: true });
  const { ok } = await step("build", process.execPath, ["esbuild.mjs", ...args], { cwd: root });
  return ok ? 0 : 1;
}
