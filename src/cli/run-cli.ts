import { didYouMean } from "../node/did-you-mean.ts";
import { benchCommand } from "./bench-command.ts";
import type { CliDeps, ExitCode } from "./cli-deps.ts";
import type { Command } from "./command.ts";
import { compareCommand } from "./compare-command.ts";
import { commandHelpText, overviewText } from "./help.ts";
import { lintCommand } from "./lint-command.ts";
import { asksForHelp } from "./option-table.ts";
import { rulesCommand } from "./rules-command.ts";

const commands: readonly Command[] = [benchCommand, compareCommand, lintCommand, rulesCommand];

/** Does what the arguments after `lanewise` say. Never rejects for what a user, a file or a database can cause. */
export async function runCli(args: readonly string[], deps: CliDeps): Promise<ExitCode> {
  const { stdout, stderr } = deps;
  const [first, ...rest] = args;
  if (first === undefined) {
    stderr.write(overviewText(helps(), stderr.columns()));
    return 2;
  }
  if (first === "--version" || first === "-V") {
    stdout.write(`${deps.version}\n`);
    return 0;
  }
  if (first === "--help" || first === "-h" || first === "help") return showHelp(rest[0], deps);
  const command = commands.find(({ help }) => help.name === first);
  if (!command) return usageError(unknownCommand(first), undefined, deps);
  if (asksForHelp(command.help.options, rest)) return showHelp(first, deps);
  const result = await command.run(rest, deps);
  return typeof result === "number" ? result : usageError(result.usageError, command, deps);
}

function showHelp(name: string | undefined, deps: CliDeps): ExitCode {
  const columns = deps.stdout.columns();
  const command = commands.find(({ help }) => help.name === name);
  if (name !== undefined && !command) return usageError(unknownCommand(name), undefined, deps);
  deps.stdout.write(command ? commandHelpText(command.help, columns) : overviewText(helps(), columns));
  return 0;
}

function usageError(sentence: string, command: Command | undefined, deps: CliDeps): ExitCode {
  const name = command ? `lanewise ${command.help.name}` : "lanewise";
  deps.stderr.write(`${name}: ${sentence}\nSee ${name} --help.\n`);
  return 2;
}

function unknownCommand(word: string): string {
  if (
    word.startsWith("-") &&
    commands.some(({ help }) => Object.hasOwn(help.options, word.replace(/^--|=.*$/gs, "")))
  )
    return `${word.replace(/=.*$/s, "")} comes after a command: lanewise bench …`;
  const names = commands.map(({ help }) => help.name);
  return word.startsWith("-")
    ? `The option ${word.replace(/=.*$/s, "")} is unknown.${didYouMean(word, ["--help", "--version"])}`
    : `“${word}” is no command.${didYouMean(word, [...names, "help"])}`;
}

function helps() {
  return commands.map(({ help }) => help);
}
