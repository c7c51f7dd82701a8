import type { CachedLintJob } from "../../node/lint-cache.ts";
import type { LintedFile } from "../../node/lint-files.ts";
import { applySafeFixes } from "./apply-fixes.ts";
import type { TargetFile } from "./gather-files.ts";
import { hasSafeFix } from "./lint-report.ts";
import type { CheckFiles } from "./lint-world.ts";
import { readSource } from "./source-texts.ts";

const MAX_ROUNDS = 10;

/** A file whose text fixes have changed; nothing is written yet. */
export interface ChangedText {
  readonly file: TargetFile;
  readonly before: string;
  readonly after: string;
  /** How many fixes of each rule. */
  readonly rules: ReadonlyMap<string, number>;
}

export type CheckedAndFixed =
  | {
      readonly status: "completed";
      /** By absolute path; of the texts as they are after the fixes. */
      readonly files: ReadonlyMap<string, LintedFile>;
      /** What the check said before any fix. */
      readonly unfixed: ReadonlyMap<string, LintedFile>;
      readonly changed: readonly ChangedText[];
    }
  | { readonly status: "cancelled" }
  | { readonly status: "failed"; readonly detail: string };

/** Checks, applies the safe fixes in memory, and checks again, until there is nothing more to fix. */
export async function checkAndFix(
  files: readonly TargetFile[],
  isFixing: boolean,
  check: CheckFiles,
  job: Omit<CachedLintJob, "files">,
): Promise<CheckedAndFixed> {
  const changed = new Map<string, ChangedText>();
  const checkNow = () =>
    check({
      ...job,
      files: files.map(({ absolute, config, text }) => ({
        file: absolute,
        config,
        text: changed.get(absolute)?.after ?? text,
      })),
    });
  const first = await checkNow();
  if (first.status !== "completed") return first;
  let latest = first;
  for (let round = 0; isFixing && round < MAX_ROUNDS; round++) {
    if (!(await fixOnce(files, latest.files, changed))) break;
    const next = await checkNow();
    if (next.status !== "completed") return next;
    latest = next;
  }
  return {
    status: "completed",
    files: latest.files,
    unfixed: first.files,
    changed: [...changed.values()].filter(({ before, after }) => before !== after),
  };
}

/** Whether any text is another than before. */
async function fixOnce(
  files: readonly TargetFile[],
  checked: ReadonlyMap<string, LintedFile>,
  changed: Map<string, ChangedText>,
): Promise<boolean> {
  let hasChanged = false;
  for (const file of files) {
    const findings = checked.get(file.absolute)?.findings.filter(hasSafeFix) ?? [];
    if (findings.length === 0) continue;
    const earlier = changed.get(file.absolute);
    const before = earlier?.before ?? file.text ?? (await textOf(file));
    if (before === undefined) continue;
    const current = earlier?.after ?? before;
    const { text, rules } = applySafeFixes(current, findings);
    if (text === current) continue;
    hasChanged = true;
    changed.set(file.absolute, { file, before, after: text, rules: sumOf(earlier?.rules, rules) });
  }
  return hasChanged;
}

async function textOf({ absolute }: TargetFile): Promise<string | undefined> {
  const read = await readSource(absolute);
  return read.ok ? read.source.text : undefined;
}

function sumOf(
  counts: ReadonlyMap<string, number> | undefined,
  more: ReadonlyMap<string, number>,
): ReadonlyMap<string, number> {
  const sum = new Map(counts);
  for (const [rule, count] of more) sum.set(rule, (sum.get(rule) ?? 0) + count);
  return sum;
}
