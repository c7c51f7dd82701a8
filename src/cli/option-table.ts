import { parseArgs } from "node:util";
import { didYouMean } from "../node/did-you-mean.ts";

/** What a command line gives: a value, or one sentence on what is wrong with it. */
export type Reading<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly problem: string };

interface Described {
  /** The heading under which help lists it. */
  readonly section: string;
  readonly help: string;
}

export interface FlagOption extends Described {
  readonly kind: "flag";
  readonly short?: string;
}

export interface ValueOption<T> extends Described {
  readonly kind: "value";
  readonly placeholder: string;
  /** What holds when it is not given, as help shows it. */
  readonly fallback?: string;
  /** Answered, but not listed. */
  readonly isHidden?: boolean;
  /** The problem completes the sentence "--lanes …". */
  readonly read: (text: string) => Reading<T>;
}

/** An option with a value, without the words that every entry would repeat. */
export function value<T>(
  section: string,
  placeholder: string,
  read: ValueOption<T>["read"],
  helpText: string,
  fallback?: string,
): ValueOption<T> {
  return {
    kind: "value",
    section,
    placeholder,
    read,
    help: helpText,
    ...(fallback === undefined ? {} : { fallback }),
  };
}

/** May be given several times. */
export interface ListOption extends Described {
  readonly kind: "list";
  readonly placeholder: string;
}

/** The one declaration of a command's options: parsing and help both read it. Keys are the long names. */
export type OptionTable = Readonly<Record<string, FlagOption | ValueOption<unknown> | ListOption>>;

export type OptionValues<Table extends OptionTable> = {
  readonly [Name in keyof Table]: Table[Name] extends FlagOption
    ? boolean
    : Table[Name] extends ListOption
      ? readonly string[]
      : Table[Name] extends ValueOption<infer T>
        ? T | undefined
        : never;
};

export interface ParsedOptions<Table extends OptionTable> {
  readonly values: OptionValues<Table>;
  readonly positionals: readonly string[];
}

/** Whether `--help` or `-h` is among the options, whatever else is wrong with them. */
export function asksForHelp(table: OptionTable, args: readonly string[]): boolean {
  return tokensOf(table, args).some((token) => token.kind === "option" && token.name === "help");
}

/** Reads a command's arguments by its table. Every mistake is a sentence; none is passed over. */
export function parseOptions<Table extends OptionTable>(
  table: Table,
  args: readonly string[],
): Reading<ParsedOptions<Table>> {
  const values: Record<string, unknown> = {};
  for (const [name, option] of Object.entries(table))
    values[name] = option.kind === "flag" ? false : option.kind === "list" ? [] : undefined;
  const positionals: string[] = [];
  for (const token of tokensOf(table, args)) {
    if (token.kind === "positional") positionals.push(token.value);
    if (token.kind !== "option") continue;
    const option = Object.hasOwn(table, token.name) ? table[token.name] : undefined;
    if (!option) return problem(unknownOption(table, args[token.index] ?? token.rawName));
    if (option.kind === "flag") {
      if (token.value !== undefined) return problem(`${token.rawName} takes no value.`);
      values[token.name] = true;
      continue;
    }
    const { value } = token;
    if (value === undefined || (!token.inlineValue && isOption(table, value)))
      return problem(`${token.rawName} needs a value: ${token.rawName} ${option.placeholder}.`);
    if (option.kind === "list") {
      values[token.name] = [...(values[token.name] as string[]), value];
      continue;
    }
    if (values[token.name] !== undefined) return problem(`${token.rawName} is given twice.`);
    const reading = option.read(value);
    if (!reading.ok) return problem(`${token.rawName} ${reading.problem}`);
    values[token.name] = reading.value;
  }
  return { ok: true, value: { values: values as OptionValues<Table>, positionals } };
}

function tokensOf(table: OptionTable, args: readonly string[]) {
  const options = Object.fromEntries(
    Object.entries(table).map(([name, option]) => [
      name,
      option.kind === "flag"
        ? { type: "boolean" as const, ...(option.short === undefined ? {} : { short: option.short }) }
        : { type: "string" as const },
    ]),
  );
  return parseArgs({ args: [...args], options, strict: false, allowPositionals: true, tokens: true }).tokens;
}

/** `--query --lanes 2` is a forgotten value; `--query "-- a comment"` and `--cache-size -2000` are values. */
function isOption(table: OptionTable, value: string): boolean {
  const name = /^--([a-z][a-z-]*)(?:=.*)?$/.exec(value)?.[1];
  return name !== undefined && Object.hasOwn(table, name);
}

function unknownOption(table: OptionTable, arg: string): string {
  const typed = arg.replace(/=.*$/s, "");
  const names = Object.keys(table).filter((name) => !isHidden(table, name));
  const meant = didYouMean(
    `--${typed.replace(/^-+/, "")}`,
    names.map((name) => `--${name}`),
  );
  return `The option ${typed} is unknown.${meant}`;
}

function isHidden(table: OptionTable, name: string): boolean {
  const option = table[name];
  return option?.kind === "value" && option.isHidden === true;
}

/** A mistake, as one sentence. */
export function problem(sentence: string): { readonly ok: false; readonly problem: string } {
  return { ok: false, problem: sentence };
}
