import type { Rule } from "../rule.ts";
import { blockingCallInAsync } from "./blocking-call-in-async.ts";
import { checkThenUseFile } from "./check-then-use-file.ts";
import { commitInLoop } from "./commit-in-loop.ts";
import { commitWithoutRollback } from "./commit-without-rollback.ts";
import { connectionSharedAcrossFork } from "./connection-shared-across-fork.ts";
import { detachedObjectUse } from "./detached-object-use.ts";
import { enginePerCall } from "./engine-per-call.ts";
import { fetchAllInThreads } from "./fetch-all-in-threads.ts";
import { missingAppContext } from "./missing-app-context.ts";
import { moduleLevelSession } from "./module-level-session.ts";
import { objectSharedAcrossThreads } from "./object-shared-across-threads.ts";
import { perRowWrite } from "./per-row-write.ts";
import { poolTooSmall } from "./pool-too-small.ts";
import { queryInLoop } from "./query-in-loop.ts";
import { redundantAdd } from "./redundant-add.ts";
import { scopedSessionNotRemoved } from "./scoped-session-not-removed.ts";
import { sessionNotClosed } from "./session-not-closed.ts";
import { sessionSharedAcrossTasks } from "./session-shared-across-tasks.ts";
import { sessionSharedAcrossThreads } from "./session-shared-across-threads.ts";
import { unguardedCrossThreadSqlite } from "./unguarded-cross-thread-sqlite.ts";
import { unusedSuppression } from "./unused-suppression.ts";
import { workerErrorSwallowed } from "./worker-error-swallowed.ts";

/** All rules, in the order of the rule book. */
export const rules: readonly Rule[] = [
  sessionSharedAcrossThreads,
  sessionSharedAcrossTasks,
  connectionSharedAcrossFork,
  unguardedCrossThreadSqlite,
  moduleLevelSession,
  scopedSessionNotRemoved,
  missingAppContext,
  objectSharedAcrossThreads,
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
  detachedObjectUse,
  fetchAllInThreads,
  unusedSuppression,
];
