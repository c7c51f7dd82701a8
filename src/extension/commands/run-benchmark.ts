import type { ConnectionProfile } from "../../core/connection/profile.ts";
import { type Text, text } from "../../core/text/text.ts";
import type { Job } from "../../protocol/runner.ts";
import type { BenchmarkFlow } from "../benchmark-flow.ts";
import { makeJob } from "../make-job.ts";
import type { BenchmarkSettings } from "../settings.ts";
import { benchmarkSteps, parameterSteps } from "../wizard/benchmark-steps.ts";
import { type Choices, placeholdersOf } from "../wizard/choices.ts";
import type { QuickInputs } from "../wizard/quick-inputs.ts";
import { runSteps } from "../wizard/run-steps.ts";
import type { WorkspaceMemory } from "../workspace-memory.ts";

export interface RunBenchmarkDeps {
  readonly flow: BenchmarkFlow;
  readonly memory: WorkspaceMemory;
  readonly ask: QuickInputs;
  readonly t: (text: Text) => string;
  readonly settings: () => BenchmarkSettings;
  readonly cpus: () => number;
  /** The version of Lanewise. */
  readonly lanewise: string;
}

/** Point reads take microseconds: with fewer operations only the start of the lanes would be measured. */
const POINT_READ_OPERATIONS = 20_000;

/** What the editor in front could be asked for. */
export interface OfferedSql {
  readonly selected: string | undefined;
  /** The statement at the cursor of an SQL file. */
  readonly atCursor: string | undefined;
}

/** *Run Benchmark…*: asks for all. Offers the selected SQL, else the last one, else the statement at the cursor. */
export async function runBenchmark(
  deps: RunBenchmarkDeps,
  offered: OfferedSql,
  openDatabase: () => Promise<ConnectionProfile | undefined>,
): Promise<void> {
  if (!deps.flow.mayStart()) return;
  const profile = await deps.flow.profile(openDatabase);
  if (!profile) return;
  const settings = deps.settings();
  const last = deps.memory.choices;
  const sql = offered.selected ?? last.sql ?? offered.atCursor ?? "";
  const initial = { ...fromSettings(settings), ...last, sql };
  const choices = await runSteps(
    benchmarkSteps({
      ask: deps.ask,
      t: deps.t,
      title: deps.t(text("Benchmark of {name}", { name: profile.name })),
      cpus: deps.cpus(),
      engine: profile.engine,
    }),
    initial,
  );
  if (!choices) return;
  await deps.memory.keepChoices(choices);
  await start(deps, choices, settings, profile);
}

/** *Benchmark Selected SQL*: asks only for what the statement leaves open; the rest comes from the settings. */
export async function benchmarkSql(
  deps: RunBenchmarkDeps,
  sql: string,
  on?: ConnectionProfile,
): Promise<void> {
  if (!deps.flow.mayStart()) return;
  const profile = on ?? (await deps.flow.profile());
  if (!profile) return;
  const settings = deps.settings();
  const { parameterTexts = {}, operations = POINT_READ_OPERATIONS } = deps.memory.choices;
  const hasPlaceholders = placeholdersOf(sql, profile.engine).length > 0;
  const initial = { ...fromSettings(settings), sql, parameterTexts };
  const choices = await runSteps(
    parameterSteps({
      ask: deps.ask,
      t: deps.t,
      title: deps.t(text("Benchmark of {name}", { name: profile.name })),
      cpus: deps.cpus(),
      engine: profile.engine,
    }),
    hasPlaceholders ? { ...initial, operations } : initial,
  );
  if (!choices) return;
  await deps.memory.keepChoices({
    ...fromSettings(settings),
    ...deps.memory.choices,
    ...asked(choices, profile),
  });
  await start(deps, choices, settings, profile);
}

function start(
  deps: RunBenchmarkDeps,
  choices: Choices,
  settings: BenchmarkSettings,
  profile: ConnectionProfile,
): Promise<void> {
  // Operations are only asked for with placeholders; else the settings decide.
  const operations =
    placeholdersOf(choices.sql, profile.engine).length > 0 ? choices.operations : settings.operations;
  const job: Job = makeJob({ ...choices, operations }, settings, profile, deps.lanewise);
  return deps.flow.start(job);
}

function fromSettings({ fetch, lanes, kinds }: BenchmarkSettings): Choices {
  return { fetch, lanes, kinds, sql: "", parameterTexts: {}, operations: POINT_READ_OPERATIONS };
}

/** What was not asked for does not replace what *Run Benchmark…* offers. */
function asked(
  { sql, parameterTexts, operations }: Choices,
  { engine }: ConnectionProfile,
): Partial<Choices> {
  return placeholdersOf(sql, engine).length > 0 ? { sql, parameterTexts, operations } : { sql };
}
