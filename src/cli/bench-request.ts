import { parseParameters } from "../core/benchmark/parse-parameter.ts";
import {
  defaultLimits,
  defaultTrials,
  MAX_OPERATIONS,
  makePlan,
  type PlanRequest,
} from "../core/benchmark/plan.ts";
import { parallelKindsOf, strategyName } from "../core/benchmark/strategy.ts";
import type { Engine } from "../core/connection/engine.ts";
import { failureText } from "../core/text/failure-text.ts";
import { parameterProblemText } from "../core/text/parameter-problem.ts";
import { english } from "../core/text/text.ts";
import { type BenchDatabase, benchDatabase, engineOf } from "./bench-database.ts";
import { type BenchOptions, benchOptions, defaultLanes } from "./bench-options.ts";
import { sessionOf } from "./bench-session.ts";
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
  readonly database: BenchDatabase;
  readonly query: { readonly sql: string } | { readonly file: string };
  readonly plan: Omit<PlanRequest, "sql">;
  readonly whenBusy: "wait" | "refuse";
  readonly targets: readonly ReportTarget[];
  readonly isQuiet: boolean;
}

/** Reads the arguments after `bench`. Touches no file. */
export function parseBench(args: readonly string[]): Reading<BenchRequest> {
  const parsed = parseOptions(benchOptions, args);
  if (!parsed.ok) return parsed;
  const { values, positionals } = parsed.value;
  const database = benchDatabase({
    sqlite: values.sqlite,
    url: values.url,
    passwordVariable: values["password-env"],
  });
  if (!database.ok && values.url !== undefined) return database;
  if (positionals[0] !== undefined)
    return problem(
      `“${positionals[0]}” is no option: the database is given with --sqlite FILE or --url URL, the statement with --query SQL.`,
    );
  if (!database.ok) return database;
  const query = queryOf(values);
  if (!query.ok) return query;
  const plan = planOf(values, engineOf(database.value));
  if (!plan.ok) return plan;
  const targets = targetsOf(values);
  if (!targets.ok) return targets;
  return {
    ok: true,
    value: {
      database: database.value,
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

function planOf(values: Values, engine: Engine): Reading<BenchRequest["plan"]> {
  const parameters = parseParameters(values.parameter);
  if (parameters.status === "invalid")
    return problem(`--parameter cannot be read. ${english(parameterProblemText(parameters.problem))}`);
  const entries = values.strategies ?? parallelKindsOf(engine);
  const strategies = strategiesOf(entries, values.lanes ?? defaultOf("lanes", defaultLanes));
  const misfit = strategies.find(({ kind }) => kind === "tasks");
  if (misfit && engine === "sqlite") {
    const data = { strategy: strategyName(misfit) };
    const { what, remedy } = failureText({ reason: "needs-server", detail: "", data });
    return problem(`--strategies: ${english(what)} ${english(remedy)}`);
  }
  const session = sessionOf(values, engine);
  if (!session.ok) return session;
  const plan: BenchRequest["plan"] = {
    strategies,
    parameters: parameters.parameters,
    trials: values.trials === undefined ? defaultTrials : { minimum: values.trials, maximum: values.trials },
    limits: {
      ...(values["trial-timeout"] === undefined ? {} : { trialMs: values["trial-timeout"] }),
      ...(values.budget === undefined ? {} : { runMs: values.budget }),
      ...(values["lane-memory"] === undefined ? {} : laneMemory(values["lane-memory"])),
      ...(values.connections === undefined ? {} : { connections: values.connections }),
    },
    session: session.value,
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
function defaultOf<Name extends "lanes">(name: Name, text: string) {
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
