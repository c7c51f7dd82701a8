import { mkdirSync } from "node:fs";
import path from "node:path";
import process from "node:process";
import { readOptions } from "./arguments.mjs";
import { run as build } from "./build.mjs";
import { runAttached } from "./child.mjs";
import { root } from "./root.mjs";
import { makeSampleDatabase } from "./sample-database.mjs";

/** A minute is what a first look may take; a larger table is asked for by those who have the time. */
const budgetSeconds = 40;
const budgetSecondsForMoreRows = 1800;

const strategies = "serial,threads(2),threads(3),shared-session(3),processes(3)";

/**
 * The main job in the terminal: does reading the sample table in parallel help on this machine?
 * @param {readonly string[]} args `--rows N`
 * @returns {Promise<number>} the exit code
 */
export async function run(args) {
  const options = readOptions(args, ["rows"]);
  if (options === undefined) return 2;
  const database = (await build([])) === 0 ? await makeSampleDatabase(options.rows) : undefined;
  if (database === undefined) return 1;

  const json = path.join("demo-output", "report.json");
  const html = path.join("demo-output", "report.html");
  mkdirSync(path.join(root, "demo-output"), { recursive: true });
  console.log();
  const code = await runAttached(
    process.execPath,
    [
      path.join("dist", "cli.js"),
      "bench",
      ...["--sqlite", database],
      ...["--query", "SELECT * FROM files"],
      ...["--strategies", strategies],
      ...["--operations", "6"],
      ...["--budget", String(options.rows === undefined ? budgetSeconds : budgetSecondsForMoreRows)],
      ...["--json", json],
      ...["--html", html],
    ],
    { cwd: root },
  );
  if (code !== 0) return code;
  console.log(`\nThe report, to open in a browser: ${path.join(root, html)}`);
  console.log(`The same as data:                 ${path.join(root, json)}`);
  return 0;
}
