import type { Rule } from "../rule.ts";
import { blockingCallInAsync } from "./blocking-call-in-async.ts";
import { checkThenUseFile } from "./check-then-use-file.ts";
import { commitInLoop } from "./commit-in-loop.ts";
import { commitWithoutRollback } from "./commit-without-rollback.ts";
import { enginePerCall } from "./engine-per-call.ts";
import { fetchAllInThreads } from "./fetch-all-in-threads.ts";
import { moduleLevelSession } from "./module-level-session.ts";
import { perRowWrite } from "./per-row-write.ts";
import { poolTooSmall } from "./pool-too-small.ts";
import { queryInLoop } from "./query-in-loop.ts";
import { redundantAdd } from "./redundant-add.ts";
import { sessionNotClosed } from "./session-not-closed.ts";
import { sessionSharedAcrossTasks } from "./session-shared-across-tasks.ts";
import { sessionSharedAcrossThreads } from "./session-shared-across-threads.ts";
import { workerErrorSwallowed } from "./worker-error-swallowed.ts";

/** All rules, in the order of the rule book. */
export const rules: readonly Rule[] = [
  sessionSharedAcrossThreads,
  sessionSharedAcrossTasks,
  moduleLevelSession,
  perRowWrite,
  commitInLoop,
  queryInLoop,
  redundantAdd,
  sessionNotClosed,
  commitWithoutRollback,
  enginePerCall,
  workerErrorSwallowed,
  poolTooSmall,
  blockingCallInAsync,
  checkThenUseFile,
  fetchAllInThreads,
];
