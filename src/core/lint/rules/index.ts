import type { Rule } from "../rule.ts";
import { blockingCallInAsync } from "./blocking-call-in-async.ts";
import { commitInLoop } from "./commit-in-loop.ts";
import { commitWithoutRollback } from "./commit-without-rollback.ts";
import { enginePerCall } from "./engine-per-call.ts";
import { perRowWrite } from "./per-row-write.ts";
import { queryInLoop } from "./query-in-loop.ts";
import { sessionNotClosed } from "./session-not-closed.ts";

/** All rules, in the order of the rule book. */
export const rules: readonly Rule[] = [
  perRowWrite,
  commitInLoop,
  queryInLoop,
  sessionNotClosed,
  commitWithoutRollback,
  enginePerCall,
  blockingCallInAsync,
];
