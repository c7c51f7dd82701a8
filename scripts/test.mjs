import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import process from "node:process";
import { provideChromium } from "../test/e2e/workbench/chromium.mjs";
import { oldest, setUpWorkbench } from "../test/e2e/workbench/set-up.mjs";
import { provideServers } from "../test/support/servers/provide-servers.mjs";
import { run as build } from "./build.mjs";
import { locateNpm } from "./locate-npm.mjs";
import { currentTarget, makeVsix, vsixFile } from "./package.mjs";
import { root } from "./root.mjs";
import { step } from "./step.mjs";
import { runVitest } from "./vitest-suite.mjs";

/** @typedef {{ passed: number, failed: number, skipped: number }} Counts */
/** @typedef {{ environment: NodeJS.ProcessEnv, filters: readonly string[] }} Context */
/** @typedef {{ name: string, needs: readonly string[], run: (context: Context) => Promise<Counts> }} Suite */

const output = path.join(root, "test-output");

/**
 * In this order, one at a time: tests that measure, and the editor, need the machine for themselves.
 * @type {readonly Suite[]}
 */
const suites = [
  { name: "types", needs: [], run: tool("types", "typescript/bin/tsc", ["-b", "--pretty", "false"]) },
  {
    name: "lint",
    needs: [],
    run: tool("lint", "@biomejs/biome/bin/biome", ["ci", "--colors=off", "--diagnostic-level=warn"]),
  },
  { name: "knip", needs: [], run: tool("knip", "knip/bin/knip.js", ["--no-progress"]) },
  { name: "build", needs: [], run: async () => check((await build([])) === 0) },
  { name: "vsix", needs: ["build"], run: packageForThisPlatform },
  { name: "unit", needs: ["build"], run: (context) => runVitest("unit", ["--project", "unit"], context) },
  {
    name: "workers",
    needs: ["build"],
    run: testWithServers,
  },
  {
    name: "package",
    needs: ["vsix"],
    run: (context) => runVitest("package", ["--project", "package"], context),
  },
  { name: "e2e", needs: ["vsix"], run: testInEditor },
];

/**
 * @param {readonly string[]} args names of suites, by default all; what follows them goes to vitest
 * @returns {Promise<number>} the exit code
 */
export async function run(args) {
  const names = suites.map((suite) => suite.name);
  const firstFilter = args.findIndex((arg) => !names.includes(arg));
  const wanted = firstFilter === -1 ? args : args.slice(0, firstFilter);
  const filters = firstFilter === -1 ? [] : args.slice(firstFilter);
  if (wanted.length === 0 && filters.length > 0) {
    console.error(`Usage: npm test -- [${names.join("|")}]… [what vitest takes, such as a file or -t NAME]`);
    return 2;
  }
  const selected = withNeeds(wanted.length === 0 ? names : wanted);
  const results = await runSuites(
    suites.filter((suite) => selected.has(suite.name)),
    filters,
  );
  return report(results);
}

/** @param {readonly string[]} names */
function withNeeds(names) {
  const selected = new Set(names);
  // Backwards: a suite's needs stand before it.
  for (const suite of suites.toReversed()) {
    if (selected.has(suite.name)) for (const need of suite.needs) selected.add(need);
  }
  return selected;
}

/**
 * @param {readonly Suite[]} selected
 * @param {readonly string[]} filters
 */
async function runSuites(selected, filters) {
  /** @type {Map<string, Counts>} */
  const results = new Map();
  for (const suite of selected) {
    const missing = suite.needs.find((need) => (results.get(need)?.failed ?? 0) > 0);
    if (missing !== undefined) {
      console.log(`${suite.name}: not run, because ${missing} failed`);
      results.set(suite.name, check(false));
      continue;
    }
    const temporary = makeTemporaryFolder();
    try {
      results.set(suite.name, await suite.run({ environment: environmentFor(temporary), filters }));
    } finally {
      rmSync(temporary, { recursive: true, force: true, maxRetries: 5 });
    }
  }
  return results;
}

/** Short: the editor makes Unix sockets in it, whose paths have at most 107 bytes. */
function makeTemporaryFolder() {
  return mkdtempSync(path.join(process.platform === "win32" ? os.tmpdir() : "/tmp", "lw-"));
}

/** @param {string} temporary */
function environmentFor(temporary) {
  const { FORCE_COLOR: _, ...inherited } = process.env;
  return {
    ...inherited,
    NO_COLOR: "1",
    ...{ TMPDIR: temporary, TMP: temporary, TEMP: temporary },
    LANEWISE_VSIX: vsixFile(currentTarget(), output),
  };
}

/**
 * @param {string} label
 * @param {string} script below node_modules
 * @param {readonly string[]} args
 * @returns {Suite["run"]}
 */
function tool(label, script, args) {
  const file = path.join(root, "node_modules", ...script.split("/"));
  return async ({ environment }) => {
    const { ok } = await step(label, process.execPath, [file, ...args], { cwd: root, env: environment });
    return check(ok);
  };
}

async function packageForThisPlatform() {
  return check((await makeVsix(currentTarget(), output)) !== undefined);
}

/**
 * Installs the database servers first, where tests cannot run into a time limit.
 * @param {Context} context
 */
async function testWithServers(context) {
  await provideServers();
  return runVitest("workers", ["--project", "workers"], context);
}

/**
 * Installs the editor, the browser and the database servers first, where tests cannot run into a time limit.
 * @param {Context} context
 */
async function testInEditor(context) {
  const npm = locateNpm();
  if (npm === undefined || !(await setUpWorkbench(npm)) || !(await setUpWorkbench(npm, oldest)))
    return check(false);
  const chromium = await provideChromium();
  if (chromium === undefined) return check(false);
  await provideServers();
  const environment = { ...context.environment, CHROMIUM: chromium };
  return runVitest("e2e", ["--config", "vitest.e2e.config.mts"], { ...context, environment });
}

/**
 * @param {boolean} ok
 * @returns {Counts}
 */
function check(ok) {
  return { passed: ok ? 1 : 0, failed: ok ? 0 : 1, skipped: 0 };
}

/**
 * @param {ReadonlyMap<string, Counts>} results
 * @returns {number} the exit code
 */
function report(results) {
  const total = { passed: 0, failed: 0, skipped: 0 };
  console.log();
  for (const [name, counts] of results) {
    console.log(`${name}: ${sentence(counts)}`);
    total.passed += counts.passed;
    total.failed += counts.failed;
    total.skipped += counts.skipped;
  }
  console.log(`\n${sentence(total)}`);
  return total.failed > 0 ? 1 : 0;
}

/** @param {Counts} counts */
function sentence({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed, ${skipped} skipped`;
}
