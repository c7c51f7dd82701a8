import type { TextEdit } from "../../finding.ts";
import type { FileModel } from "../../model/file-model.ts";
import type { FunctionDef } from "../../syntax/python.ts";
import { indentBlock } from "./indent-block.ts";
import { lineBreak, lineEnd } from "./lines.ts";

/**
 * Puts all of a function's body, its docstring aside, into a block: `head` is the line that opens it, `tail` are
 * lines after it, without their line breaks and in the function's own indentation. Undefined: it shares a line.
 */
export function wrapBody(
  file: FileModel,
  { body }: FunctionDef,
  head: string,
  tail: (step: string) => readonly string[] = () => [],
): readonly TextEdit[] | undefined {
  const [first] = body;
  const hasDocstring =
    first?.kind === "ExprStmt" && first.value.kind === "Constant" && first.value.type === "str";
  const statements = body.slice(hasDocstring ? 1 : 0);
  const block = indentBlock(file, statements);
  const last = statements.at(-1);
  const [firstEdit, ...edits] = block?.edits ?? [];
  if (!block || !last || !firstEdit) return undefined;
  const newline = lineBreak(file.text);
  const end = lineEnd(file.text, file.rangeOf(last).end);
  const after = tail(block.step).map((line) => `${newline}${block.indent}${line}`);
  return [
    { ...firstEdit, text: `${block.indent}${head}${newline}${firstEdit.text}` },
    ...edits,
    ...(after.length > 0 ? [{ start: end, end, text: after.join("") }] : []),
  ];
}
