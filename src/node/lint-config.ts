import { defaultLintConfig, type LintConfig } from "../core/lint/config.ts";
import { type Severity, severities } from "../core/lint/finding.ts";
import { didYouMean } from "./did-you-mean.ts";
import { readToml, type TomlTable, tableAt } from "./read-toml.ts";
import { tomlLineOf } from "./toml-line.ts";

/** From which severity on findings make a check fail. */
export type FailOn = Severity | "never";
export const failOnWords: readonly FailOn[] = [...severities, "never"];

/** What `[tool.lanewise]` says; what it leaves open is undefined. */
export interface LintSettings {
  /** Rule ids. */
  readonly select: readonly string[] | undefined;
  readonly ignore: readonly string[] | undefined;
  /** By rule id. */
  readonly severity: Readonly<Record<string, Severity | "off">> | undefined;
  /** Patterns as in a .gitignore, relative to the file's folder. */
  readonly exclude: readonly string[] | undefined;
  readonly failOn: FailOn | undefined;
  readonly budgetMs: number | undefined;
}

export interface ConfigProblem {
  /** Counts from 1. */
  readonly line: number;
  /** One sentence. */
  readonly message: string;
}

export interface LintConfigReading {
  /** Undefined: the file has no section `[tool.lanewise]`, or is no TOML. What has a problem is left out. */
  readonly settings: LintSettings | undefined;
  readonly problems: readonly ConfigProblem[];
}

const SECTION = ["tool", "lanewise"] as const;
const MAX_BUDGET_MS = 3_600_000;

/** Reads the section `[tool.lanewise]` of a pyproject.toml. Touches no file. */
export function readLintConfig(pyproject: string, knownRules: readonly string[]): LintConfigReading {
  const toml = readToml(pyproject);
  if (!toml.ok)
    return {
      settings: undefined,
      problems: [{ line: toml.line, message: `This is not TOML: ${toml.detail}.` }],
    };
  const tool = tableAt(toml.value, "tool");
  if (tool === undefined || !Object.hasOwn(tool, "lanewise")) return { settings: undefined, problems: [] };
  const problems: ConfigProblem[] = [];
  const section = tableAt(toml.value, ...SECTION);
  const complain: Complain = (keys, message, value) => {
    problems.push({ line: tomlLineOf(pyproject, [...SECTION, ...keys], value), message });
  };
  if (section === undefined) complain([], "tool.lanewise is a table: write [tool.lanewise].");
  const settings = settingsOf(section ?? {}, knownRules, complain);
  return { settings, problems: problems.sort((a, b) => a.line - b.line) };
}

/** What holds where neither the command line nor the editor says otherwise. */
export function lintConfigOf(settings: LintSettings | undefined): LintConfig {
  return {
    rules: settings?.severity ?? defaultLintConfig.rules,
    select: settings?.select ?? defaultLintConfig.select,
    ignore: settings?.ignore ?? defaultLintConfig.ignore,
    budgetMs: settings?.budgetMs ?? defaultLintConfig.budgetMs,
  };
}

/** The problem of a rule's id that is none; undefined for a known one. */
export function unknownRule(id: string, knownRules: readonly string[]): string | undefined {
  return knownRules.includes(id) ? undefined : `There is no rule ${shown(id)}.${didYouMean(id, knownRules)}`;
}

/** `keys` below the section; `value`: the text inside it that is wrong. */
type Complain = (keys: readonly string[], message: string, value?: string) => void;

function settingsOf(section: TomlTable, knownRules: readonly string[], complain: Complain): LintSettings {
  const readers = {
    select: (value: unknown) => ruleList("select", value, knownRules, complain),
    ignore: (value: unknown) => ruleList("ignore", value, knownRules, complain),
    severity: (value: unknown) => severityTable(value, knownRules, complain),
    exclude: (value: unknown) => textList("exclude", value, "a list of patterns", complain),
    "fail-on": (value: unknown) => failOnOf(value, complain),
    "budget-ms": (value: unknown) => budgetOf(value, complain),
  };
  const keys = Object.keys(readers);
  for (const key of Object.keys(section))
    if (!keys.includes(key))
      complain([key], `[tool.lanewise] has no key ${shown(key)}.${didYouMean(key, keys)}`);
  const read = <T>(key: keyof typeof readers, reader: (value: unknown) => T) =>
    Object.hasOwn(section, key) ? reader(section[key]) : undefined;
  return {
    select: read("select", readers.select),
    ignore: read("ignore", readers.ignore),
    severity: read("severity", readers.severity),
    exclude: read("exclude", readers.exclude),
    failOn: read("fail-on", readers["fail-on"]),
    budgetMs: read("budget-ms", readers["budget-ms"]),
  };
}

function textList(key: string, value: unknown, what: string, complain: Complain): string[] | undefined {
  if (Array.isArray(value) && value.every((item): item is string => typeof item === "string")) return value;
  complain(
    [key],
    Array.isArray(value)
      ? `${key} holds an entry that is no text.`
      : `${key} is ${what}, not ${kindOf(value)}.`,
  );
  return undefined;
}

function ruleList(
  key: "select" | "ignore",
  value: unknown,
  knownRules: readonly string[],
  complain: Complain,
): string[] | undefined {
  return textList(key, value, "a list of rules", complain)?.filter((id) => {
    const problem = unknownRule(id, knownRules);
    if (problem !== undefined) complain([key], `${key}: ${problem}`, id);
    return problem === undefined;
  });
}

function severityTable(value: unknown, knownRules: readonly string[], complain: Complain) {
  const words = [...severities, "off"] as const;
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    complain(["severity"], `severity is a table of rules, not ${kindOf(value)}.`);
    return undefined;
  }
  const table: Record<string, Severity | "off"> = {};
  for (const [id, severity] of Object.entries(value)) {
    const word = words.find((one) => one === severity);
    const problem =
      unknownRule(id, knownRules) ??
      (word === undefined
        ? `${id} is ${listed(words)}, not ${typeof severity === "string" ? shown(severity) : kindOf(severity)}.` +
          (typeof severity === "string" ? didYouMean(severity, words) : "")
        : undefined);
    if (problem !== undefined) complain(["severity", id], `severity: ${problem}`);
    else if (word !== undefined) table[id] = word;
  }
  return table;
}

function failOnOf(value: unknown, complain: Complain): FailOn | undefined {
  const word = failOnWords.find((one) => one === value);
  if (word === undefined)
    complain(
      ["fail-on"],
      `fail-on is ${listed(failOnWords)}, not ${typeof value === "string" ? shown(value) : kindOf(value)}.` +
        (typeof value === "string" ? didYouMean(value, failOnWords) : ""),
    );
  return word;
}

function budgetOf(value: unknown, complain: Complain): number | undefined {
  if (typeof value === "number" && Number.isInteger(value) && value >= 1 && value <= MAX_BUDGET_MS)
    return value;
  const given = typeof value === "number" ? String(value) : kindOf(value);
  complain(["budget-ms"], `budget-ms is a whole number of milliseconds from 1 to 3,600,000, not ${given}.`);
  return undefined;
}

function listed(words: readonly string[]): string {
  return `${words.slice(0, -1).join(", ")} or ${words.at(-1)}`;
}

function shown(text: string): string {
  return `“${text}”`;
}

function kindOf(value: unknown): string {
  if (Array.isArray(value)) return "a list";
  if (value instanceof Date) return "a date";
  switch (typeof value) {
    case "string":
      return "a text";
    case "number":
    case "bigint":
      return "a number";
    case "boolean":
      return "true or false";
    default:
      return "a table";
  }
}
