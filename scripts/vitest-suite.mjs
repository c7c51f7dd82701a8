import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import path from "node:path";
import process from "node:process";
import { root } from "./root.mjs";
import { step } from "./step.mjs";

/**
 * Runs vitest and counts its tests. In CI a skipped test counts as failed: nobody is there to notice it.
 * @param {string} label
 * @param {readonly string[]} selection which tests
 * @param {import("./test.mjs").Context} context
 * @returns {Promise<import("./test.mjs").Counts>}
 */
export async function runVitest(label, selection, { environment, filters }) {
  const vitest = path.join(root, "node_modules", "vitest", "vitest.mjs");
  const resultFile = path.join(root, "test-output", `${label}.json`);
  mkdirSync(path.dirname(resultFile), { recursive: true });
  rmSync(resultFile, { force: true });
  const { ok } = await step(
    label,
    process.execPath,
    [
      vitest,
      "run",
      ...selection,
      ...filters,
      "--reporter=default",
      "--reporter=json",
      `--outputFile=${resultFile}`,
    ],
    { cwd: root, env: environment },
  );
  const counts = existsSync(resultFile)
    ? countTests(JSON.parse(readFileSync(resultFile, "utf8")))
    : { passed: 0, failed: 0, skipped: 0 };
  // A file that does not load, an error outside of any test, no test at all: failures without a failed test.
  if (!ok && counts.failed === 0) counts.failed = 1;
  if (!process.env.CI) return counts;
  return { passed: counts.passed, failed: counts.failed + counts.skipped, skipped: 0 };
}

/**
 * @param {{ numPassedTests: number, numFailedTests: number, numPendingTests: number, numTodoTests: number,
 *   testResults: readonly { status: string, assertionResults: readonly { status: string }[] }[] }} result
 */
function countTests(result) {
  const brokenFiles = result.testResults.filter(
    (file) => file.status === "failed" && !file.assertionResults.some((test) => test.status === "failed"),
  );
  return {
    passed: result.numPassedTests,
    failed: result.numFailedTests + brokenFiles.length,
    skipped: result.numPendingTests + result.numTodoTests,
  };
}
