import type { Fetch } from "../../core/benchmark/plan.ts";
import type { ParallelKind } from "../../core/benchmark/strategy.ts";
import type { Engine } from "../../core/connection/engine.ts";
import { placeholders } from "../../core/sql/placeholders.ts";

/** What a user chooses in *Run Benchmark…*. */
export interface Choices {
  readonly fetch: Fetch;
  readonly sql: string;
  /** As typed, by the placeholder's key. */
  readonly parameterTexts: Readonly<Record<string, string>>;
  /** Of one trial. */
  readonly operations: number;
  readonly lanes: readonly number[];
  readonly kinds: readonly ParallelKind[];
}

/** A placeholder of the statement: `name` as in a plan, `key` as in `Choices.parameterTexts`. */
export interface Placeholder {
  readonly name: string | null;
  readonly key: string;
}

/** `:name` or, by position from 1, `?1`. None also where the statement cannot be bound at all. */
export function placeholdersOf(sql: string, engine: Engine): readonly Placeholder[] {
  const found = placeholders(sql, engine);
  if (found.kind !== "found") return [];
  return found.names.map((name, i) => ({ name, key: name === null ? `?${i + 1}` : `:${name}` }));
}
