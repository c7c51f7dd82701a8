import { help } from "./common-options.ts";
import type { OptionTable, ValueOption } from "./option-table.ts";
import { oneOf } from "./option-values.ts";

/** Every option of `lanewise rules`, in the order of its help. */
export const rulesOptions = {
  format: {
    kind: "value",
    section: "Output",
    placeholder: "text|json",
    read: oneOf("text", "json"),
    help: "For people or for programs.",
    fallback: "text",
  } satisfies ValueOption<"text" | "json">,
  help,
} satisfies OptionTable;
