import type { Report } from "../core/benchmark/report.ts";
import { parseStrategy } from "../core/benchmark/strategy.ts";
import type { ConnectionProfile } from "../core/connection/profile.ts";
import type { Job } from "../protocol/runner.ts";

/**
 * The same operations again. A report names its database without saying where it lies: of those used in this
 * workspace, the newest of that name and engine; undefined where there is none.
 */
export function jobFromReport(
  { plan, connection }: Report,
  recent: readonly ConnectionProfile[],
  rest: Pick<Job, "whenBusy" | "lanewise">,
): Job | undefined {
  const profile = recent.find(({ name, engine }) => name === connection.name && engine === connection.engine);
  if (!profile) return undefined;
  const strategies = plan.strategies.flatMap((name) => parseStrategy(name) ?? []);
  return { plan: { ...plan, strategies }, profile, ...rest };
}
