import { failOnWords } from "../node/lint-config.ts";
import { help } from "./common-options.ts";
import { type FlagOption, type ListOption, type OptionTable, value } from "./option-table.ts";
import { listOf, oneOf, someText, wholeNumber } from "./option-values.ts";

export const lintFormats = ["text", "json", "sarif", "github"] as const;
export type LintFormat = (typeof lintFormats)[number];
const MAX_THREADS = 64;

const files = "Files";
const rules = "Rules";
const fixes = "Fixes";
const output = "Output";
const speed = "Speed";

const ruleList = listOf(someText, "commit-in-loop,per-row-write");

/** Every option of `lanewise lint`, in the order of its help. */
export const lintOptions = {
  exclude: {
    kind: "list",
    section: files,
    placeholder: "GLOB",
    help: "Leave out what matches, as a line of a .gitignore: legacy/, *_pb2.py. Files that are named are checked all the same.",
  } satisfies ListOption,
  "no-gitignore": flag(files, "Check also what .gitignore files leave out."),
  "stdin-filename": value(
    files,
    "FILE",
    someText,
    "With - as the path: the name of what standard input holds.",
  ),
  config: value(
    files,
    "FILE",
    someText,
    "Read [tool.lanewise] from this file.",
    "the nearest pyproject.toml that has it, for each file",
  ),

  select: value(
    rules,
    "RULES",
    ruleList,
    "Only these rules, also those that are off by default: a list with commas.",
  ),
  ignore: value(rules, "RULES", ruleList, "Not these rules."),
  "fail-on": value(
    rules,
    "SEVERITY",
    oneOf(...failOnWords),
    `Exit with 1 when there is a finding of this severity or a higher one: ${failOnWords.join(", ")}.`,
    "warning",
  ),

  fix: flag(fixes, "Apply the safe fixes to the files, until there is none left; at most 10 rounds."),
  diff: flag(fixes, "Show what --fix would change, and change nothing."),

  format: value(
    output,
    lintFormats.join("|"),
    oneOf(...lintFormats),
    "For people, for programs, for code scanning (SARIF 2.1.0), or as annotations of a GitHub workflow.",
    "text",
  ),
  output: value(output, "FILE", someText, "Write the findings to a file.", "standard output"),
  statistics: flag(
    output,
    "How often each rule found something: instead of the findings, in JSON beside them.",
  ),
  quiet: flag(output, "Findings and errors only: no summary, no progress."),

  threads: value(
    speed,
    "N",
    wholeNumber(1, MAX_THREADS),
    "How many threads check files.",
    "one per processor",
  ),
  "no-cache": flag(speed, "Check everything anew, and keep nothing for the next time."),
  "cache-dir": value(
    speed,
    "FOLDER",
    someText,
    "Where results are kept.",
    "lanewise in the user's cache folder",
  ),
  help,
} satisfies OptionTable;

function flag(section: string, helpText: string): FlagOption {
  return { kind: "flag", section, help: helpText };
}
