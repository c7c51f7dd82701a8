import type { CommandHelp } from "./help.ts";
import { rulesOptions } from "./rules-options.ts";

export const rulesHelp: CommandHelp = {
  name: "rules",
  summary: "List the rules of lint, or explain one.",
  usage: "lanewise rules [RULE...] [options]",
  description:
    "Lists every rule with its severity and what it finds. With the names of rules: why each matters, what to do " +
    "instead, with examples, what it leaves alone, and the sources.",
  options: rulesOptions,
  examples: [
    { does: "All rules", command: "lanewise rules" },
    { does: "Everything about one", command: "lanewise rules commit-in-loop" },
  ],
  exitCodes: [
    [0, "Done."],
    [2, "Wrong usage."],
  ],
};
