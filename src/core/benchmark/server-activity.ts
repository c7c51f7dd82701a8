import type { ServerActivity } from "./report.ts";
import { type Strategy, sessionCount } from "./strategy.ts";
import type { Share } from "./units.ts";

/** How many of a run's sessions were inside a statement at one look at the server, by what they did there. */
export interface SessionsSeen {
  /** Computing, or ready to: they waited for nothing that the server knows of. */
  readonly running: number;
  /** Waiting for a lock that another session holds. */
  readonly lock: number;
  readonly io: number;
  /** Waiting for the client to take rows or to send more. */
  readonly client: number;
  /** Anything else, and what a server does not tell. */
  readonly other: number;
}

/** The sums over all looks of a trial. */
export interface ActivityCounts extends SessionsSeen {
  readonly looks: number;
}

/** Fewer looks say nothing about a share. */
const FEWEST_LOOKS = 20;

/** The sessions' time by what the server saw of them, over all trials; null with too few looks. */
export function serverActivity(
  strategy: Strategy,
  trials: readonly { readonly server: ActivityCounts | null }[],
): ServerActivity | null {
  const counts = trials.flatMap(({ server }) => server ?? []);
  const total = (part: keyof ActivityCounts) => counts.reduce((sum, one) => sum + one[part], 0);
  const looks = total("looks");
  if (looks < FEWEST_LOOKS) return null;
  const share = (part: keyof SessionsSeen): Share => total(part) / (looks * sessionCount(strategy));
  const shares = {
    running: share("running"),
    lock: share("lock"),
    io: share("io"),
    client: share("client"),
    other: share("other"),
  };
  const busy = Object.values(shares).reduce((sum, one) => sum + one, 0);
  // Others of the same program may have been seen beside the lanes: then nothing can be said.
  return busy > 1.05 ? null : { looks, ...shares, idle: Math.max(0, 1 - busy) };
}
