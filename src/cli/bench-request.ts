import { parseParameters } from "../core/benchmark/parse-parameter.ts";
import {
  defaultLimits,
  defaultTrials,
  MAX_OPERATIONS,
  makePlan,
  type PlanRequest,
} from "../core/benchmark/plan.ts";
import { parameterProblemText } from "../core/text/parameter-problem.ts";
import { english } from "../core/text/text.ts";
import { type BenchOptions, benchOptions, defaultLanes, defaultStrategies } from "./bench-options.ts";
import { type OptionValues, parseOptions, problem, type Reading } from "./option-table.ts";
import { laneCountsText, strategiesOf } from "./strategy-list.ts";

export const reportFormats = ["json", "html", "markdown", "csv"] as const;
export type ReportFormat = (typeof reportFormats)[number];

/** Where a report goes. */
export interface ReportTarget {
  readonly format: ReportFormat;
  /** As given; `-` is standard output. */
  readonly path: string;
}

/** What `lanewise bench` was asked to do. */
export interface BenchRequest {
  /** As given. */
  readonly database: string;
  readonly query: { readonly sql: string } | { readonly file: string };
  readonly plan: Omit<PlanRequest, "sql">;
  readonly whenBusy: "wait" | "refuse";
  readonly targets: readonly ReportTarget[];
  readonly isQuiet: boolean;
}

const PASSWORD_VARIABLE = "LANEWISE_PASSWORD";

/** Reads the arguments after `bench`. Touches no file. */
export function parseBench(args: readonly string[]): Reading<BenchRequest> {
  const parsed = parseOptions(benchOptions, args);
  if (!parsed.ok) return parsed;
  const { values, positionals } = parsed.value;
  if (values.url !== undefined) return problem(urlRefusal(values.url));
  if (positionals[0] !== undefined)
    return problem(
      `“${positionals[0]}” is no option: the database is given with --sqlite FILE, the statement with --query SQL.`,
    );
  if (values.sqlite === undefined) return problem("A database is missing: --sqlite FILE.");
  const query = queryOf(values);
  if (!query.ok) return query;
  const plan = planOf(values);
  if (!plan.ok) return plan;
  const targets = targetsOf(values);
  if (!targets.ok) return targets;
  return {
    ok: true,
    value: {
      database: values.sqlite,
      query: query.value,
      plan: plan.value,
      whenBusy: values["when-busy"] ?? "wait",
      targets: targets.value,
      isQuiet: values.quiet,
    },
  };
}

type Values = OptionValues<BenchOptions>;

function queryOf(values: Values): Reading<BenchRequest["query"]> {
  const file = values["query-file"];
  if (values.query !== undefined && file !== undefined)
    return problem("--query and --query-file are both given; one statement is measured.");
  if (values.query !== undefined) return { ok: true, value: { sql: values.query } };
  if (file !== undefined) return { ok: true, value: { file } };
  return problem("A statement is missing: --query SQL or --query-file FILE.");
}

function planOf(values: Values): Reading<BenchRequest["plan"]> {
  const parameters = parseParameters(values.parameter);
  if (parameters.status === "invalid")
    return problem(`--parameter cannot be read. ${english(parameterProblemText(parameters.problem))}`);
  const entries = values.strategies ?? defaultOf("strategies", defaultStrategies);
  const strategies = strategiesOf(entries, values.lanes ?? defaultOf("lanes", defaultLanes));
  const plan: BenchRequest["plan"] = {
    strategies,
    parameters: parameters.parameters,
    trials: values.trials === undefined ? defaultTrials : { minimum: values.trials, maximum: values.trials },
    limits: {
      ...(values["trial-timeout"] === undefined ? {} : { trialMs: values["trial-timeout"] }),
      ...(values.budget === undefined ? {} : { runMs: values.budget }),
      ...(values["lane-memory"] === undefined ? {} : laneMemory(values["lane-memory"])),
    },
    session: {
      sqlite: {
        ...(values["cache-size"] === undefined ? {} : { cacheSize: values["cache-size"] }),
        ...(values["mmap-size"] === undefined ? {} : { mmapSize: values["mmap-size"] }),
        ...(values["busy-timeout"] === undefined ? {} : { busyTimeoutMs: values["busy-timeout"] }),
      },
    },
    rowLimit: values["row-limit"] ?? null,
    ...(values.fetch === undefined ? {} : { fetch: values.fetch }),
    ...(values.operations === undefined ? {} : { operations: values.operations }),
    ...(values.seed === undefined ? {} : { seed: values.seed }),
  };
  const { operations } = makePlan({ ...plan, sql: "" });
  if (operations > MAX_OPERATIONS)
    return problem(
      `--lanes leads to ${operations.toLocaleString("en-US")} operations, the smallest number that ` +
        `${laneCountsText(strategies)} can share equally: choose numbers with a smaller common multiple.`,
    );
  return { ok: true, value: plan };
}

/** The table's own reading of a default. */
function defaultOf<Name extends "strategies" | "lanes">(name: Name, text: string) {
  const reading = benchOptions[name].read(text);
  if (!reading.ok) throw new Error(`The default of --${name} ${reading.problem}`);
  return reading.value as NonNullable<Values[Name]>;
}

/** The heap grows with what a lane may keep, in the proportion of the defaults: rows weigh more in memory than their data. */
function laneMemory(mebibytes: number) {
  const laneBytes = mebibytes * 1024 * 1024;
  const laneHeapMb = Math.ceil((defaultLimits.laneHeapMb * laneBytes) / defaultLimits.laneBytes);
  return { laneBytes, laneHeapMb: Math.max(defaultLimits.laneHeapMb, laneHeapMb) };
}

function targetsOf(values: Values): Reading<readonly ReportTarget[]> {
  const targets = reportFormats.flatMap((format) => {
    const path = values[format];
    return path === undefined ? [] : [{ format, path }];
  });
  const onStandardOutput = targets.filter(({ path }) => path === "-");
  if (onStandardOutput.length > 1)
    return problem(
      `${onStandardOutput.map(({ format }) => `--${format}`).join(" and ")} cannot both go to standard output.`,
    );
  if (values.html === "-") return problem("--html needs a file: a page is no use on standard output.");
  return { ok: true, value: targets };
}

/** Never repeats the address: it may hold a secret. */
function urlRefusal(url: string): string {
  const hasPassword =
    /\/\/[^/?#@:]*:[^?#\s]+@/.test(url) || /(?:^|[?&;\s])(?:password|passwd|pwd)\s*=\s*[^&;\s]/i.test(url);
  const onlySqlite = "this version measures only SQLite, with --sqlite FILE.";
  return hasPassword
    ? `--url holds a password, which every user of this machine can read in the list of processes: ` +
        `take it out and set the environment variable ${PASSWORD_VARIABLE}. Also, ${onlySqlite}`
    : `--url is for servers: ${onlySqlite}`;
}
