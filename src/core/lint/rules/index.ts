import type { Rule } from "../rule.ts";
import { blockingCallInAsync } from "./blocking-call-in-async.ts";
import { commitInLoop } from "./commit-in-loop.ts";
import { commitWithoutRollback } from "./commit-without-rollback.ts";
import { enginePerCall } from "./engine-per-call.ts";
import { moduleLevelSession } from "./module-level-session.ts";
import { perRowWrite } from "./per-row-write.ts";
import { queryInLoop } from "./query-in-loop.ts";
import { sessionNotClosed } from "./session-not-closed.ts";
import { sessionSharedAcrossThreads } from "./session-shared-across-threads.ts";
import { sessionSharedAcrossTasks } from "./session-shared-across-tasks.ts";

/** All rules, in the order of the rule book. */
export const rules: readonly Rule[] = [
  sessionSharedAcrossThreads,
  sessionSharedAcrossTasks,
  moduleLevelSession,
  perRowWrite,
  commitInLoop,
  queryInLoop,
  sessionNotClosed,
  commitWithoutRollback,
  enginePerCall,
  blockingCallInAsync,
];
