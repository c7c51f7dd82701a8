import { type FailOn, unknownRule } from "../node/lint-config.ts";
import { type LintFormat, lintOptions } from "./lint-options.ts";
import { parseOptions, problem, type Reading } from "./option-table.ts";

/** What `lanewise lint` was asked to do. Paths are as given. */
export interface LintRequest {
  readonly input: { readonly paths: readonly string[] } | { readonly stdinName: string };
  readonly exclude: readonly string[];
  readonly respectsGitignore: boolean;
  readonly config: string | undefined;
  readonly select: readonly string[] | undefined;
  readonly ignore: readonly string[];
  readonly failOn: FailOn | undefined;
  /** `write` changes files, `show` prints the difference. */
  readonly fixes: "none" | "write" | "show";
  readonly format: LintFormat;
  /** Undefined: standard output. */
  readonly output: string | undefined;
  readonly withStatistics: boolean;
  readonly isQuiet: boolean;
  /** Undefined: one per processor. */
  readonly threads: number | undefined;
  readonly cache: { readonly isOn: boolean; readonly folder: string | undefined };
}

const STDIN = "-";

/** Reads the arguments after `lint`. Touches no file. */
export function parseLint(args: readonly string[], knownRules: readonly string[]): Reading<LintRequest> {
  const parsed = parseOptions(lintOptions, args);
  if (!parsed.ok) return parsed;
  const { values, positionals } = parsed.value;
  const input = inputOf(positionals, values["stdin-filename"]);
  if (!input.ok) return input;
  for (const option of ["select", "ignore"] as const)
    for (const id of values[option] ?? []) {
      const unknown = unknownRule(id, knownRules);
      if (unknown !== undefined) return problem(`--${option}: ${unknown}`);
    }
  const format = values.format ?? "text";
  if (values.fix && values.diff) return problem("--fix changes files and --diff does not; give one of them.");
  if (values.diff && (format !== "text" || values.statistics))
    return problem(
      `--diff prints a difference, so ${format === "text" ? "--statistics" : `--format ${format}`} cannot hold.`,
    );
  if (values.statistics && (format === "sarif" || format === "github"))
    return problem(`--statistics goes with --format text or json, not ${format}.`);
  if (values["no-cache"] && values["cache-dir"] !== undefined)
    return problem("--no-cache and --cache-dir are both given.");
  return {
    ok: true,
    value: {
      input: input.value,
      exclude: values.exclude,
      respectsGitignore: !values["no-gitignore"],
      config: values.config,
      select: values.select,
      ignore: values.ignore ?? [],
      failOn: values["fail-on"],
      fixes: values.fix ? "write" : values.diff ? "show" : "none",
      format,
      output: values.output === STDIN ? undefined : values.output,
      withStatistics: values.statistics,
      isQuiet: values.quiet,
      threads: values.threads,
      cache: { isOn: !values["no-cache"], folder: values["cache-dir"] },
    },
  };
}

function inputOf(paths: readonly string[], stdinName: string | undefined): Reading<LintRequest["input"]> {
  if (paths.length === 0) return problem("A path is missing: lanewise lint . checks this folder.");
  if (paths.includes("")) return problem("A path is empty.");
  if (!paths.includes(STDIN))
    return stdinName === undefined
      ? { ok: true, value: { paths } }
      : problem("--stdin-filename goes with - as the path.");
  if (paths.length > 1) return problem("- stands alone: standard input is checked without other files.");
  return { ok: true, value: { stdinName: stdinName ?? "<stdin>" } };
}
