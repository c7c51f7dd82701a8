import type { ConnectionProfile } from "../../core/connection/profile.ts";
import { text } from "../../core/text/text.ts";
import { vscodePrompts } from "./vscode-prompts.ts";

/** Before a production database gets any load. */
export function confirmLoad({ name }: ConnectionProfile): Promise<boolean> {
  return vscodePrompts.confirm({
    message: text("Put load on the production database “{name}”?", { name }),
    detail: text("The benchmark only reads, and reads as fast as it can."),
    yes: text("Run Benchmark"),
  });
}
