import { parseParameterSource } from "../core/benchmark/parse-parameter.ts";
import { makePlan, type Parameter, type SessionSettings } from "../core/benchmark/plan.ts";
import { parallelKindsOf } from "../core/benchmark/strategy.ts";
import type { Engine } from "../core/connection/engine.ts";
import type { ConnectionProfile } from "../core/connection/profile.ts";
import type { Job } from "../protocol/runner.ts";
import type { BenchmarkSettings } from "./settings.ts";
import { type Choices, placeholdersOf } from "./wizard/choices.ts";

/** What the user chose, completed by the settings. Strategies that the engine does not have are left out. */
export function makeJob(
  choices: Choices,
  settings: BenchmarkSettings,
  profile: ConnectionProfile,
  lanewise: string,
): Job {
  const { engine } = profile;
  const kinds = parallelKindsOf(engine).filter((kind) => choices.kinds.includes(kind));
  return {
    plan: makePlan({
      sql: choices.sql,
      strategies: kinds.flatMap((kind) => choices.lanes.map((lanes) => ({ kind, lanes }))),
      parameters: parameters(choices, engine),
      fetch: choices.fetch,
      rowLimit: settings.rowLimit,
      operations: choices.operations,
      trials: settings.trials,
      limits: settings.limits,
      seed: settings.seed,
      session: sessionOf(engine, settings),
    }),
    profile,
    whenBusy: settings.whenBusy,
    lanewise,
  };
}

/** Only what is set, and only of the engine: the report tells what was asked for. */
function sessionOf(engine: Engine, { session }: BenchmarkSettings): SessionSettings {
  const settings = session[engine];
  return Object.keys(settings).length === 0 ? {} : { [engine]: settings };
}

/** A text that cannot be read is left out: the runner then answers `parameters-mismatch`. */
function parameters({ sql, parameterTexts }: Choices, engine: Engine): Parameter[] {
  return placeholdersOf(sql, engine).flatMap(({ name, key }) => {
    const parsed = parseParameterSource(parameterTexts[key] ?? "");
    return parsed.status === "parsed" ? [{ name, source: parsed.source }] : [];
  });
}
