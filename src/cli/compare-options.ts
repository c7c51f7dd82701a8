import { help, quiet } from "./common-options.ts";
import type { OptionTable, ValueOption } from "./option-table.ts";
import { someText } from "./option-values.ts";

/** Every option of `lanewise compare`, in the order of its help. */
export const compareOptions = {
  json: {
    kind: "value",
    section: "Output",
    placeholder: "FILE",
    read: someText,
    help: "Write the comparison as JSON; - writes it to standard output, alone.",
  } satisfies ValueOption<string>,
  quiet,
  help,
} satisfies OptionTable;
