import type { WorkspaceMemory } from "../workspace-memory.ts";
import type { Connection } from "./connection.ts";

/** The connection that commands use, as the rest of the extension knows it. */
export interface ActiveConnection {
  readonly id: string | undefined;
  use(connection: Connection): Promise<void>;
  /** It is gone. */
  forget(): Promise<void>;
}

/** Remembered for the workspace. */
export function activeConnection(memory: WorkspaceMemory, onChange: () => void): ActiveConnection {
  return {
    get id() {
      return memory.activeConnection;
    },
    async use({ id, profile }) {
      await memory.useProfile(profile, id);
      onChange();
    },
    async forget() {
      await memory.forgetActive();
      onChange();
    },
  };
}
