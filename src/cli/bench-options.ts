import { defaultLimits, defaultTrials, isolations, MAX_OPERATIONS } from "../core/benchmark/plan.ts";
import { MAX_LANES, parallelKinds } from "../core/benchmark/strategy.ts";
import { PASSWORD_VARIABLE } from "./bench-database.ts";
import { help, quiet } from "./common-options.ts";
import { type ListOption, type OptionTable, value } from "./option-table.ts";
import { listOf, oneOf, seconds, someText, wholeNumber } from "./option-values.ts";
import { strategyEntry } from "./strategy-list.ts";

export const defaultLanes = "2";
const MEBIBYTE = 1024 * 1024;
const MAX_INT32 = 2 ** 31 - 1;

const what = "What to measure";
const how = "How to measure";
const limits = "Limits";
const session = "Session";
const output = "Output";

/** Every option of `lanewise bench`, in the order of its help. */
export const benchOptions = {
  sqlite: value(what, "FILE", someText, "The SQLite database. It is opened read-only and never written."),
  url: value(
    what,
    "URL",
    someText,
    "The database of a server, as postgresql://user@host/database, mysql://… or mssql://…, or as any other " +
      "connection string; without its password.",
  ),
  "password-env": value(
    what,
    "NAME",
    someText,
    "The environment variable that holds the password; without it, a terminal is asked. A token of Microsoft " +
      "Entra is in LANEWISE_TOKEN.",
    PASSWORD_VARIABLE,
  ),
  query: value(
    what,
    "SQL",
    someText,
    "The statement: one, and one that only reads. The database itself enforces it.",
  ),
  "query-file": value(what, "FILE", someText, "Read the statement from a file; - reads standard input."),
  parameter: {
    kind: "list",
    section: what,
    placeholder: "[NAME=]VALUES",
    help:
      "The values of a placeholder: a range of whole numbers (1..500000) or a list (a,b,c). Each operation draws " +
      "one, the same under every strategy. Give it once per placeholder; a NAME is for :NAME, and for @NAME and " +
      "$NAME where the database has them.",
  } satisfies ListOption,
  fetch: value(
    what,
    "stream|all",
    oneOf("stream", "all"),
    "Read rows and drop them, or keep them all as fetchall does.",
    "stream",
  ),
  "row-limit": value(
    what,
    "N",
    wholeNumber(1, Number.MAX_SAFE_INTEGER),
    "Fetch at most N rows per operation.",
    "all",
  ),

  strategies: value(
    how,
    "LIST",
    listOf(strategyEntry, "serial,threads,processes"),
    `What to compare with serial, which is always measured: ${parallelKinds.join(", ")}, each with every number ` +
      "of --lanes, or full names such as threads(3). Tasks need a server.",
    "all that the database has",
  ),
  lanes: value(
    how,
    "LIST",
    listOf(wholeNumber(1, MAX_LANES), "2,4"),
    "How many lanes the strategies get, for example 2,4.",
    defaultLanes,
  ),
  operations: value(
    how,
    "N",
    wholeNumber(1, MAX_OPERATIONS),
    "How often the statement runs in one trial, shared out equally among the lanes: rounded up to a common " +
      "multiple of the lane counts.",
    "6",
  ),
  trials: value(
    how,
    "N",
    wholeNumber(1, 1000),
    "Measure every strategy exactly N times.",
    `${defaultTrials.minimum} to ${defaultTrials.maximum}, until the intervals are tight`,
  ),
  seed: value(
    how,
    "N",
    wholeNumber(0, 2 ** 32 - 1),
    "Decides the order of trials and the drawn values.",
    "1",
  ),

  "trial-timeout": value(
    limits,
    "SECONDS",
    seconds,
    "End the run when one trial takes longer.",
    inSeconds(defaultLimits.trialMs),
  ),
  budget: value(
    limits,
    "SECONDS",
    seconds,
    "Start no further trial after this time; what was measured is the report.",
    inSeconds(defaultLimits.runMs),
  ),
  "lane-memory": value(
    limits,
    "MB",
    wholeNumber(1, 65_536),
    "With --fetch all: what the rows that one lane keeps may weigh. A larger result is cut there, and the report " +
      "says so.",
    String(defaultLimits.laneBytes / MEBIBYTE),
  ),
  connections: value(
    limits,
    "N",
    wholeNumber(1, 10_000),
    "The most sessions to hold at a server at a time. A strategy that needs more is not started.",
    "what the server has free, less 2",
  ),
  "when-busy": value(
    limits,
    "wait|refuse",
    oneOf("wait", "refuse"),
    "When another Lanewise run is measuring on this machine: wait for its end, or fail.",
    "wait",
  ),

  "busy-timeout": value(
    session,
    "MS",
    wholeNumber(0, MAX_INT32),
    "How long a session waits for a lock of the database.",
    "the driver's",
  ),
  "cache-size": value(
    session,
    "N",
    wholeNumber(-MAX_INT32, MAX_INT32),
    "SQLite's cache_size: pages when positive, kibibytes when negative. Python's sqlite3 has -2000.",
    "the driver's",
  ),
  "mmap-size": value(
    session,
    "BYTES",
    wholeNumber(0, Number.MAX_SAFE_INTEGER),
    "SQLite's mmap_size.",
    "the driver's",
  ),

  isolation: value(
    session,
    "LEVEL",
    oneOf(...isolations),
    `On a server: ${isolations.join(", ")}. Only SQL Server knows snapshot.`,
    "the server's",
  ),
  "lock-timeout": value(
    session,
    "MS",
    wholeNumber(0, MAX_INT32),
    "How long a session waits for a lock of a server. MySQL and MariaDB round up to whole seconds.",
    "the server's",
  ),
  "work-mem": value(session, "KB", wholeNumber(64, MAX_INT32), "PostgreSQL's work_mem.", "the server's"),
  "parallel-workers": value(
    session,
    "N",
    wholeNumber(0, 1024),
    "PostgreSQL's max_parallel_workers_per_gather: 0 keeps a query in one process of the server.",
    "the server's",
  ),
  "packet-size": value(
    session,
    "BYTES",
    wholeNumber(512, 32_767),
    "The packet size that a session asks SQL Server for.",
    "the driver's",
  ),

  json: value(
    output,
    "FILE",
    someText,
    "Write the report as JSON; - writes it to standard output, which then holds nothing else.",
  ),
  html: value(output, "FILE", someText, "Write the report as one page for a browser, with charts."),
  markdown: value(output, "FILE", someText, "Write the report as Markdown; - as above."),
  csv: value(output, "FILE", someText, "Write every trial as a line of CSV; - as above."),
  quiet,

  help,
} satisfies OptionTable;

export type BenchOptions = typeof benchOptions;

function inSeconds(milliseconds: number): string {
  return String(milliseconds / 1000);
}
