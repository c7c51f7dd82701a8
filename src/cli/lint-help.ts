import type { CommandHelp } from "./help.ts";
import { lintOptions } from "./lint-options.ts";

export const lintHelp: CommandHelp = {
  name: "lint",
  summary: "Find wrong use of database sessions in Python code.",
  usage: "lanewise lint PATHS... [options]",
  description:
    "Checks Python files for sessions shared across threads, tasks and processes, work per row, sessions that stay " +
    "open, and more: lanewise rules lists all. Folders are walked: what .gitignore files leave out is left out, as are " +
    "environments, caches and build output. A file that is named is checked whatever it is called. - reads standard " +
    "input.\n\n" +
    "Settings come from [tool.lanewise] in pyproject.toml. A line is excused with # lanewise: ignore[rule].",
  options: lintOptions,
  examples: [
    { does: "The whole project", command: "lanewise lint ." },
    {
      does: "Look at the safe fixes, then apply them",
      command: "lanewise lint app --diff; lanewise lint app --fix",
    },
    {
      does: "One rule, as strict as it gets",
      command: "lanewise lint app --select commit-in-loop --fail-on hint",
    },
    {
      does: "What an editor has not saved yet",
      command: "lanewise lint - --stdin-filename app/etl.py < buffer",
    },
    { does: "For code scanning", command: "lanewise lint . --format sarif --output lanewise.sarif" },
  ],
  exitCodes: [
    [0, "Nothing found at or above --fail-on."],
    [1, "Something found."],
    [2, "Wrong usage, a wrong configuration, or a path that cannot be read."],
    [130, "Cancelled."],
  ],
};
