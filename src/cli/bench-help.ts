import { benchOptions } from "./bench-options.ts";
import type { CommandHelp } from "./help.ts";

export const benchHelp: CommandHelp = {
  name: "bench",
  summary: "Measure a query one after the other against several lanes in parallel.",
  usage: "lanewise bench (--sqlite FILE | --url URL) --query SQL [options]",
  description:
    "Runs the same operations serially and in parallel, in trials whose order is shuffled, and says whether parallel " +
    "helps, by which factor, with its interval, and why. A second serial runs along: what separates the two is noise, " +
    "and only a difference beyond it is claimed.\n\n" +
    "threads(N) is N threads with a session each, processes(N) the same in processes, tasks(N) N sessions on one " +
    "event loop, as async programs have them, shared-session(N) N lanes that take turns on one session. Results go to standard output; progress to standard error, if that is a terminal. " +
    "Ctrl-C ends all lanes and still prints and writes what was measured; a second one ends at once.",
  options: benchOptions,
  examples: [
    {
      does: "Does reading the whole table gain from 2 or 4 lanes?",
      command: 'lanewise bench --sqlite shop.db --query "SELECT * FROM orders" --lanes 2,4',
    },
    {
      does: "Point reads of random rows, 20,000 in each trial",
      command:
        'lanewise bench --sqlite shop.db --query "SELECT * FROM orders WHERE id = ?" \\\n' +
        "    --parameter 1..500000 --operations 20000",
    },
    {
      does: "A server; the password is in LANEWISE_PASSWORD, or asked for",
      command:
        'lanewise bench --url postgresql://me@db.example.com/shop --query "SELECT * FROM orders WHERE id = $1" \\\n' +
        "    --parameter 1..500000 --operations 20000 --lanes 2,4,8",
    },
    {
      does: "For a later comparison, and for a browser",
      command:
        "lanewise bench --sqlite shop.db --query-file report.sql --json report.json --html report.html",
    },
    {
      does: "In CI: the table into the job's summary",
      command: "lanewise bench --sqlite shop.db --query-file report.sql --markdown - >> summary.md",
    },
  ],
  exitCodes: [
    [0, "Measured: serial, and at least one other strategy if any was asked for."],
    [1, "Failed. Files hold what was measured until then."],
    [2, "Wrong usage: nothing was run."],
    [130, "Cancelled. Files hold what was measured until then."],
  ],
};
