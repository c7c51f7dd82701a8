import type { Plan } from "../core/benchmark/plan.ts";
import type { ActivityCounts } from "../core/benchmark/server-activity.ts";
import { type Strategy, sessionCount } from "../core/benchmark/strategy.ts";
import type { TrialOrder } from "../protocol/lane.ts";
import type { LaneAnswer, LaneLink } from "./lane-link.ts";
import type { LaneSet } from "./lane-set.ts";
import { pause } from "./pause.ts";

const CLOSE_MS = 300;

/** The runner's end of a watcher, which is a thread beside the lanes. */
export class ServerWatch {
  readonly #lane: LaneLink;
  #started: Promise<LaneAnswer> | undefined;

  constructor(lane: LaneLink) {
    this.#lane = lane;
  }

  start(): void {
    this.#started = this.#lane.ask({ type: "start-watch" });
  }

  /** What was seen since the start. */
  async stop(): Promise<ActivityCounts | null> {
    await this.#started;
    const answer = await this.#lane.ask({ type: "stop-watch" });
    return answer.type === "watch-stopped" ? answer.seen : null;
  }

  /** Waits a while at most: a server that is gone answers no farewell. */
  async close(): Promise<void> {
    await Promise.race([this.#lane.ask({ type: "close-session" }), pause(CLOSE_MS)]);
  }
}

export interface WatchOrder {
  readonly plan: Plan;
  /** Of the strategies that are measured. */
  readonly strategies: readonly Strategy[];
  readonly lanes: Pick<LaneSet, "watcher">;
  readonly order: TrialOrder;
}

/**
 * Opens one session more than the lanes', where the plan allows it. Null also where the server tells nothing: that is
 * no failure of a run.
 */
export async function watchServer({
  plan,
  strategies,
  lanes,
  order,
}: WatchOrder): Promise<ServerWatch | null> {
  const most = Math.max(...strategies.map(sessionCount));
  if (order.profile.engine === "sqlite" || most >= (plan.limits.connections ?? Infinity)) return null;
  const lane = lanes.watcher();
  const answer = await lane.ask({ type: "open-watch", order });
  return answer.type === "watch-opened" && answer.isWatching ? new ServerWatch(lane) : null;
}
