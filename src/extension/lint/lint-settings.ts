import type { Milliseconds } from "../../core/benchmark/units.ts";
import { defaultLintConfig, type LintConfig } from "../../core/lint/config.ts";
import { type Severity, severities } from "../../core/lint/finding.ts";
import { readSetting, type SettingsDeps } from "../settings.ts";

export const LINT_PREFIX = "lanewise.lint.";

/** When a changed document is checked. */
export type LintTiming =
  | { readonly run: "onType"; readonly delayMs: Milliseconds }
  | { readonly run: "onSave" };

/** As they hold for one folder or one document. */
export interface LintSettings {
  readonly enabled: boolean;
  readonly timing: LintTiming;
  readonly rules: LintConfig["rules"];
  /** Globs. */
  readonly excludes: readonly string[];
  /** Undefined: not set by the user. */
  readonly budgetMs: Milliseconds | undefined;
}

export interface LintSettingsDeps extends SettingsDeps {
  /** Whether the user or the workspace gave it a value. */
  readonly isSet: (name: string) => boolean;
}

/** The only reader of the linter's settings. */
export function readLintSettings(deps: LintSettingsDeps): LintSettings {
  const read = <T>(key: string): T => readSetting(deps, LINT_PREFIX + key);
  const delayMs = read<number>("delay");
  const budgetMs = read<number>("timeBudget");
  return {
    enabled: read<boolean>("enable"),
    timing: read<LintTiming["run"]>("run") === "onSave" ? { run: "onSave" } : { run: "onType", delayMs },
    rules: readRules(read<Readonly<Record<string, unknown>>>("rules"), deps),
    excludes: read<readonly string[]>("exclude"),
    budgetMs: deps.isSet(`${LINT_PREFIX}timeBudget`) ? budgetMs : undefined,
  };
}

/** A severity that does not exist leaves its rule as it is. */
function readRules(rules: Readonly<Record<string, unknown>>, deps: LintSettingsDeps): LintConfig["rules"] {
  const read: Record<string, Severity | "off"> = {};
  for (const [rule, severity] of Object.entries(rules)) {
    if (isSeverity(severity)) read[rule] = severity;
    else deps.onInvalid(`${LINT_PREFIX}rules: ${rule}`);
  }
  return read;
}

function isSeverity(value: unknown): value is Severity | "off" {
  return value === "off" || severities.some((severity) => severity === value);
}

/** What a project's own file says, overridden by the editor's settings. */
export function lintConfigOf(settings: LintSettings, project: Partial<LintConfig> = {}): LintConfig {
  return {
    rules: { ...project.rules, ...settings.rules },
    select: project.select ?? defaultLintConfig.select,
    ignore: (project.ignore ?? defaultLintConfig.ignore).filter((rule) => !(rule in settings.rules)),
    budgetMs: settings.budgetMs ?? project.budgetMs ?? defaultLintConfig.budgetMs,
  };
}
