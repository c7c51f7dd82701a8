import { encodePython } from "../../node/python-text.ts";
import type { OutputFiles } from "../output-files.ts";
import type { ChangedText } from "./check-and-fix.ts";
import type { FixedFile, LintError } from "./lint-report.ts";
import { readSource } from "./source-texts.ts";

export interface WrittenFixes {
  readonly fixed: readonly FixedFile[];
  readonly errors: readonly LintError[];
}

/** Writes changed texts, each in its file's encoding; a file that is no longer what was checked is left alone. */
export async function writeFixes(changes: readonly ChangedText[], files: OutputFiles): Promise<WrittenFixes> {
  const fixed: FixedFile[] = [];
  const errors: LintError[] = [];
  for (const change of changes) {
    const problem = await writeOne(change, files);
    const { name } = change.file;
    if (problem === undefined) fixed.push({ file: name, rules: change.rules });
    else errors.push({ file: name, message: `Its fixes are not written: ${problem}` });
  }
  return { fixed, errors };
}

async function writeOne(
  { file: { name, absolute }, before, after }: ChangedText,
  files: OutputFiles,
): Promise<string | undefined> {
  const read = await readSource(absolute);
  if (!read.ok) return `${name} ${read.problem}.`;
  if (read.source.text !== before) return `${name} was changed meanwhile.`;
  const bytes = encodePython({ ...read.source, text: after });
  if (bytes === undefined) return `they hold a character that ${read.source.encoding} has not.`;
  return files.write(absolute, bytes);
}
