import process from "node:process";
import type { Failure } from "../../../src/core/benchmark/outcome.ts";
import type { Reach } from "../../../src/workers/drivers/driver.ts";
import { orderOf, withSession } from "./orders.ts";

export interface StreamReport {
  readonly rows: number;
  readonly failure: Failure | null;
  /** What the process ever held in memory, in mebibytes. */
  readonly peakMb: number;
}

/** A process of its own that streams a statement's rows, so that what it takes of memory is known. */
process.once("message", async ({ reach, sql }: { readonly reach: Reach; readonly sql: string }) => {
  const { rows, failure } = await withSession(orderOf(reach, sql, { fetch: "stream" }), async (session) =>
    session.run(0),
  );
  const report: StreamReport = { rows, failure, peakMb: process.resourceUsage().maxRSS / 1024 };
  process.send?.(report, () => process.disconnect());
});
