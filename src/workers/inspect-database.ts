import type { Failure } from "../core/benchmark/outcome.ts";
import type { FirstLook, TrialOrder } from "../protocol/lane.ts";
import { afterGrace } from "./grace.ts";
import type { LaneLink } from "./lane-link.ts";

export type InspectionEnd =
  | ({ readonly status: "inspected" } & FirstLook)
  | { readonly status: "failed"; readonly failure: Failure }
  | { readonly status: "cancelled"; readonly isStuck: boolean };

/**
 * Lets a lane look at the database before the first trial. Never rejects.
 * @param overlapping how many requests at once a shared session will meet; 0: none is planned
 */
export async function inspectDatabase(
  lane: LaneLink,
  order: TrialOrder,
  overlapping: number,
  signal: AbortSignal,
): Promise<InspectionEnd> {
  const stop = () => lane.stop();
  signal.addEventListener("abort", stop, { once: true });
  const asked = lane.ask({ type: "inspect-database", order, overlapping });
  const answer = await Promise.race([asked, afterGrace(signal, order.profile.engine)]);
  signal.removeEventListener("abort", stop);
  if (!answer) return { status: "cancelled", isStuck: true };
  if (signal.aborted) return { status: "cancelled", isStuck: false };
  switch (answer.type) {
    case "database-inspected":
      return { ...answer, status: "inspected" };
    case "refused":
      return { status: "failed", failure: answer.failure };
    case "lane-died": {
      const failure = { reason: "lane-crashed", detail: answer.detail, data: { lane: 1 } } as const;
      return { status: "failed", failure };
    }
    case "trial-prepared":
    case "trial-ended":
    case "session-closed":
    case "watch-opened":
    case "watch-started":
    case "watch-stopped":
      throw new Error(`A lane answered ${answer.type} to inspect-database`);
  }
}
