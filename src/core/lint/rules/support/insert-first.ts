import type { TextEdit } from "../../finding.ts";
import type { FileModel } from "../../model/file-model.ts";
import type { ExceptHandler } from "../../syntax/python.ts";
import { indentOf, lineBreak, lineEnd } from "./lines.ts";

/** Makes a statement the first of a handler; one that only passes gets it in the place of `pass`. */
export function insertFirst(
  handler: ExceptHandler,
  headEnd: number,
  statement: string,
  file: FileModel,
): readonly TextEdit[] {
  const first = handler.body[0];
  if (!first) return [];
  const { start, end } = file.rangeOf(first);
  if (first.kind === "Pass" && handler.body.length === 1) return [{ start, end, text: statement }];
  const { text } = file;
  const indent = indentOf(file, first);
  if (indent === undefined) return [{ start, end: start, text: `${statement}; ` }];
  const line = lineEnd(text, headEnd);
  return [{ start: line, end: line, text: lineBreak(text) + indent + statement }];
}
