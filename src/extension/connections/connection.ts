import type { ConnectionProfile } from "../../core/connection/profile.ts";
import type { Keeping } from "../../protocol/connection-form.ts";

/** A profile in the tree. */
export interface Connection {
  readonly id: string;
  readonly profile: ConnectionProfile;
  /** `settings`: shared in `lanewise.connections`, and changed there alone. */
  readonly origin: "user" | "settings";
  readonly keeping: Keeping;
}

/** A change that makes an open session one to another place, or of another user. */
export function reachesElsewhere(before: ConnectionProfile, after: ConnectionProfile): boolean {
  const reach = ({ name, group, production, ...rest }: ConnectionProfile) => JSON.stringify(sorted(rest));
  return reach(before) !== reach(after);
}

function sorted(object: object): unknown {
  const entries = Object.entries(object).sort(([a], [b]) => (a < b ? -1 : 1));
  return entries.map(([key, value]) => [key, typeof value === "object" && value ? sorted(value) : value]);
}
