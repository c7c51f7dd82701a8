import type { ConnectionProfile } from "../../core/connection/profile.ts";
import type { Secret } from "../../core/connection/secret.ts";
import type { Keeping } from "../../protocol/connection-form.ts";

/** What a user fills in for a connection. */
export interface ConnectionDraft {
  readonly profile: ConnectionProfile;
  readonly keeping: Keeping;
  /** Before: what is kept, as far as it is known. After: what was entered; undefined, and what is kept stays. */
  readonly secret: Secret | undefined;
}

/** Asks for a new connection, or for changes to one; undefined when the user gives up. Saves nothing. */
export type ConnectionForm = (initial: ConnectionDraft | undefined) => Promise<ConnectionDraft | undefined>;
