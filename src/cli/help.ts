import { columnLines, INDENT } from "./column-lines.ts";
import type { OptionTable } from "./option-table.ts";
import { wrap } from "./wrap.ts";

/** A command as help shows it. */
export interface CommandHelp {
  readonly name: string;
  /** One line for the list of commands. */
  readonly summary: string;
  readonly usage: string;
  readonly description: string;
  readonly options: OptionTable;
  readonly examples: readonly { readonly does: string; readonly command: string }[];
  readonly exitCodes: readonly (readonly [code: number, meaning: string])[];
}

const MAX_WIDTH = 100;

/** The page of one command. `columns`: of the terminal; lines are never longer than 100 characters. */
export function commandHelpText(command: CommandHelp, columns: number): string {
  const width = Math.min(columns, MAX_WIDTH);
  const listed = Object.entries(command.options).filter(
    ([, option]) => !(option.kind === "value" && option.isHidden),
  );
  const sections = [...new Set(listed.map(([, option]) => option.section))].map((section) => ({
    title: section,
    rows: listed
      .filter(([, option]) => option.section === section)
      .map(([name, option]) => optionRow(name, option)),
  }));
  const codes = command.exitCodes.map(([code, meaning]) => [String(code), meaning] as const);
  return [
    `Usage: ${command.usage}`,
    "",
    ...command.description.split("\n\n").flatMap((paragraph) => [...wrap(paragraph, width), ""]),
    ...sections.flatMap(({ title, rows }) => [`${title}:`, ...columnLines(rows, width), ""]),
    "Examples:",
    ...command.examples.flatMap(({ does, command: line }) => [`${INDENT}# ${does}`, `${INDENT}${line}`]),
    "",
    "Exit codes:",
    ...columnLines(codes, width),
    "",
  ].join("\n");
}

/** The page of `lanewise --help`. */
export function overviewText(commands: readonly CommandHelp[], columns: number): string {
  const width = Math.min(columns, MAX_WIDTH);
  const about =
    "Measures whether running database work in parallel helps, on your own database, and says why. A difference " +
    "is claimed only where it is larger than the noise of the same run. Finds wrong use of database sessions in " +
    "Python code.";
  return [
    "Usage: lanewise COMMAND [options]",
    "",
    ...wrap(about, width),
    "",
    "Commands:",
    ...columnLines(
      [
        ...commands.map(({ name, summary }) => [name, summary] as const),
        ["help COMMAND", "Everything about one command."] as const,
      ],
      width,
    ),
    "",
    "Options:",
    ...columnLines(
      [
        ["-h, --help", "Show this help; after a command: that command's."],
        ["-V, --version", "Print the version."],
      ],
      width,
    ),
    "",
    "Examples:",
    ...commands
      .filter(({ name }) => name === "bench" || name === "lint")
      .flatMap(({ examples }) => examples.slice(0, 1).map(({ command }) => INDENT + command)),
    "",
  ].join("\n");
}

function optionRow(name: string, option: OptionTable[string]): readonly [string, string] {
  if (option.kind === "flag") return [`${option.short ? `-${option.short}, ` : ""}--${name}`, option.help];
  const given = `--${name} ${option.placeholder}`;
  if (option.kind === "list") return [given, `${option.help} May be repeated.`];
  return [
    given,
    option.fallback === undefined ? option.help : `${option.help} [default: ${option.fallback}]`,
  ];
}
