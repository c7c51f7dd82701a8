import type { Range, TextEdit } from "../../finding.ts";
import type { FileModel } from "../../model/file-model.ts";
import { nodesIn } from "../../syntax/children.ts";
import type { Statement } from "../../syntax/python.ts";
import { indentOf, lineEnd, lineStart } from "./lines.ts";

interface IndentedBlock {
  /** The white space in front of the block's statements as they are now. */
  readonly indent: string;
  /** What one more level is. */
  readonly step: string;
  /** Put the lines one level deeper; ascending. */
  readonly edits: readonly TextEdit[];
}

/** Puts statements of one block one level deeper. Undefined: they share a line with something else. */
export function indentBlock(file: FileModel, statements: readonly Statement[]): IndentedBlock | undefined {
  const [first] = statements;
  const last = statements.at(-1);
  const indent = first && indentOf(file, first);
  if (!first || !last || indent === undefined || indent === "") return undefined;
  const { text } = file;
  const step = indent.startsWith("\t") ? "\t" : "    ";
  const to = file.rangeOf(last).end;
  const kept = linesInStrings(file, statements);
  const edits: TextEdit[] = [];
  for (
    let start = lineStart(text, file.rangeOf(first).start);
    start < to;
    start = text.indexOf("\n", start) + 1
  ) {
    const isBlank = text.slice(start, lineEnd(text, start)).trim() === "";
    if (!isBlank && !kept.some((range) => range.start < start && start <= range.end))
      edits.push({ start, end: start, text: step });
    if (!text.includes("\n", start)) break;
  }
  return { indent, step, edits };
}

/** Strings over several lines: their text must not move. */
function linesInStrings(file: FileModel, statements: readonly Statement[]): readonly Range[] {
  return statements
    .flatMap((statement) => [...nodesIn(statement)])
    .filter(({ kind }) => kind === "Constant" || kind === "FString")
    .map((node) => file.rangeOf(node))
    .filter(({ start, end }) => /"""|'''|\\\r?\n/.test(file.text.slice(start, end)));
}
