import type { FlagOption } from "./option-table.ts";

export const help: FlagOption = {
  kind: "flag",
  short: "h",
  section: "Other",
  help: "Show this help.",
};

export const quiet: FlagOption = {
  kind: "flag",
  section: "Output",
  help: "Print errors only. Files are written all the same.",
};
