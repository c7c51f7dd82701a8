import type { CliDeps, Terminal } from "./cli-deps.ts";

/** Where each kind of text goes in one invocation. */
export interface Channels {
  /** The stream of `tell`, for its width and colours. */
  readonly results: Terminal;
  /** For the progress line; no terminal when nothing shall be shown. */
  readonly progress: Terminal;
  /** Results. Nothing when quiet. */
  tell(text: string): void;
  /** A passing remark, on standard error. Nothing when quiet. */
  mention(sentence: string): void;
  /** An error, on standard error, always. */
  complain(sentence: string): void;
}

/** Results go to standard output, unless a file was to be written there: that then holds nothing else. */
export function channelsFor(
  { command, isQuiet, targets }: { command: string; isQuiet: boolean; targets: readonly { path: string }[] },
  { stdout, stderr }: Pick<CliDeps, "stdout" | "stderr">,
): Channels {
  const results = targets.some(({ path }) => path === "-") ? stderr : stdout;
  return {
    results,
    progress: isQuiet ? { ...stderr, isTerminal: false } : stderr,
    tell: (text) => {
      if (!isQuiet && text !== "") results.write(text.endsWith("\n") ? text : `${text}\n`);
    },
    mention: (sentence) => {
      if (!isQuiet) stderr.write(`${sentence}\n`);
    },
    complain: (sentence) => stderr.write(`lanewise ${command}: ${sentence}\n`),
  };
}

/** Writes to the file, or to standard output for `-`. A sentence on failure. */
export async function writeTarget(
  file: string,
  text: string,
  { stdout, files }: Pick<CliDeps, "stdout" | "files">,
): Promise<string | undefined> {
  const whole = text.endsWith("\n") ? text : `${text}\n`;
  if (file !== "-") return files.write(file, whole);
  stdout.write(whole);
  return undefined;
}
