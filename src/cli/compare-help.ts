import { compareOptions } from "./compare-options.ts";
import type { CommandHelp } from "./help.ts";

export const compareHelp: CommandHelp = {
  name: "compare",
  summary: "Compare a report with a baseline: faster, slower, or not shown to differ.",
  usage: "lanewise compare BASELINE REPORT [options]",
  description:
    "Reads two reports that lanewise bench --json wrote and compares every strategy that both have measured. A factor " +
    "is the baseline's time divided by the report's: above 1 the report is faster. A regression or an improvement is " +
    "claimed only where the whole interval lies beyond the noise of both runs.\n\n" +
    "BASELINE or REPORT may be - for standard input.",
  options: compareOptions,
  examples: [
    {
      does: "Did the new index help?",
      command: "lanewise compare before.json after.json",
    },
    {
      does: "In CI: fail the job only if it became slower",
      command:
        "lanewise bench --sqlite shop.db --query-file report.sql --quiet --json - \\\n" +
        "    | lanewise compare baseline.json -",
    },
  ],
  exitCodes: [
    [0, "Compared: an improvement, or no difference that can be shown."],
    [1, "A regression, proved."],
    [2, "Wrong usage, an unreadable file, or reports that cannot be compared."],
  ],
};
