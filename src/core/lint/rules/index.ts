import type { Rule } from "../rule.ts";
import { commitInLoop } from "./commit-in-loop.ts";
import { perRowWrite } from "./per-row-write.ts";
import { queryInLoop } from "./query-in-loop.ts";

/** All rules, in the order of the rule book. */
export const rules: readonly Rule[] = [
  perRowWrite,
  commitInLoop,
  queryInLoop,
];
