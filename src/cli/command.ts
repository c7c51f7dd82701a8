import type { CliDeps, ExitCode } from "./cli-deps.ts";
import type { CommandHelp } from "./help.ts";

/** One sentence; the hint to the help follows it. */
export interface UsageError {
  readonly usageError: string;
}

export interface Command {
  readonly help: CommandHelp;
  readonly run: (args: readonly string[], deps: CliDeps) => Promise<ExitCode | UsageError>;
}
