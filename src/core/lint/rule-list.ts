import type { Rule } from "./rule.ts";
import { commitWithoutRollback } from "./rules/commit-without-rollback.ts";
import { sessionNotClosed } from "./rules/session-not-closed.ts";
import { rule as sessionSharedAcrossThreads } from "./rules/session-shared-across-threads.ts";

/** All rules, by id. A test fails when a file of `rules/` is missing here. */
export const ruleList: readonly Rule[] = [
  commitWithoutRollback,
  sessionNotClosed,
  sessionSharedAcrossThreads,
];
