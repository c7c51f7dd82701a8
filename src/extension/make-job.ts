import { parseParameterSource } from "../core/benchmark/parse-parameter.ts";
import { makePlan, type Parameter } from "../core/benchmark/plan.ts";
import type { Profile } from "../core/connection/profile.ts";
import type { Job } from "../protocol/runner.ts";
import type { BenchmarkSettings } from "./settings.ts";
import { type Choices, placeholdersOf } from "./wizard/choices.ts";

/** What the user chose, completed by the settings. */
export function makeJob(
  choices: Choices,
  settings: BenchmarkSettings,
  profile: Profile,
  lanewise: string,
): Job {
  return {
    plan: makePlan({
      sql: choices.sql,
      strategies: choices.kinds.flatMap((kind) => choices.lanes.map((lanes) => ({ kind, lanes }))),
      parameters: parameters(choices),
      fetch: choices.fetch,
      rowLimit: settings.rowLimit,
      operations: choices.operations,
      trials: settings.trials,
      limits: settings.limits,
      seed: settings.seed,
      session: Object.keys(settings.sqlite).length === 0 ? {} : { sqlite: settings.sqlite },
    }),
    profile,
    whenBusy: settings.whenBusy,
    lanewise,
  };
}

/** A text that cannot be read is left out: the runner then answers `parameters-mismatch`. */
function parameters({ sql, parameterTexts }: Choices): Parameter[] {
  return placeholdersOf(sql).flatMap(({ name, key }) => {
    const parsed = parseParameterSource(parameterTexts[key] ?? "");
    return parsed.status === "parsed" ? [{ name, source: parsed.source }] : [];
  });
}
