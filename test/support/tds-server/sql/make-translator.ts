import { translateCondition } from "./translate-condition.ts";
import { translateQuery } from "./translate-query.ts";
import { translateValue } from "./translate-value.ts";
import type { Environment, Translator } from "./translator.ts";

export interface Translation extends Translator {
  /** The variables to bind, in the order of their numbers in the SQL. */
  readonly bound: readonly string[];
}

/** A translator for one statement. */
export function makeTranslator(environment: Environment): Translation {
  const bound: string[] = [];
  const t: Translation = {
    environment,
    bound,
    bind: (variable) => {
      const at = bound.indexOf(variable);
      return `@p${at < 0 ? bound.push(variable) : at + 1}`;
    },
    value: (expression, scope) => translateValue(t, expression, scope),
    condition: (expression, scope) => translateCondition(t, expression, scope),
    query: (query, scope, isOutermost = false) => translateQuery(t, query, scope, isOutermost),
  };
  return t;
}
