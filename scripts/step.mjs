import { runCaptured } from "./child.mjs";

/**
 * Runs a child quietly: one line with its duration, and its whole output only when it fails.
 * @param {string} label
 * @param {string} command
 * @param {readonly string[]} args
 * @param {import("./child.mjs").ChildOptions} [options]
 * @returns {Promise<{ ok: boolean, output: string }>}
 * @throws {import("./child.mjs").Interrupted}
 */
export async function step(label, command, args, options) {
  const started = performance.now();
  const { code, output } = await runCaptured(command, args, options);
  const ok = code === 0;
  printStep(label, performance.now() - started, ok ? "" : `FAILED (exit code ${code})`);
  if (!ok) process.stdout.write(output.endsWith("\n") ? output : `${output}\n`);
  return { ok, output };
}

/**
 * @param {string} label
 * @param {number} durationMs
 * @param {string} [remark]
 */
function printStep(label, durationMs, remark = "") {
  const seconds = `${(durationMs / 1000).toFixed(1)} s`;
  console.log(`${label.padEnd(24)}${seconds.padStart(8)}  ${remark}`.trimEnd());
}
