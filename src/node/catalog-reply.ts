import type { Failure } from "../core/benchmark/outcome.ts";
import type { Milliseconds } from "../core/benchmark/units.ts";

/** Why a question has no answer. */
export type CatalogProblem =
  | { readonly problem: "failed"; readonly failure: Failure }
  | { readonly problem: "timed-out"; readonly limitMs: Milliseconds }
  | { readonly problem: "cancelled" }
  /** The process died, and with it what had not been answered. */
  | { readonly problem: "process-ended"; readonly detail: string };

export type CatalogReply<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly problem: CatalogProblem };

/** What a driver gave up for its time, or was told to, is no failure of the database. */
export function problemOf(failure: Failure, limitMs: Milliseconds): CatalogProblem {
  if (failure.reason === "timed-out") return { problem: "timed-out", limitMs };
  return failure.reason === "cancelled" ? { problem: "cancelled" } : { problem: "failed", failure };
}

export function no<T>(problem: CatalogProblem): CatalogReply<T> {
  return { ok: false, problem };
}
