import type { TextEdit } from "../../finding.ts";
import type { FileModel } from "../../model/file-model.ts";
import { blockOf } from "../../model/locks.ts";
import { nodesIn } from "../../syntax/children.ts";
import type { Name, Statement } from "../../syntax/python.ts";
import { indentOf, lineEnd, lineStart } from "./lines.ts";

/**
 * Replaces a statement that makes something by a `with`, and puts the rest of its block inside. Undefined if a
 * name is used outside that block, or if the lines cannot be indented.
 */
export function wrapInWith(
  statement: Statement,
  head: string,
  names: readonly Name[],
  file: FileModel,
): readonly TextEdit[] | undefined {
  const { parent } = statement;
  const block = parent ? blockOf(statement, parent) : [];
  const rest = block.slice(block.indexOf(statement) + 1);
  const first = rest[0];
  const last = rest.at(-1);
  if (!first || !last) return undefined;
  const made = file.rangeOf(statement);
  const to = file.rangeOf(last).end;
  const outside = names.some((name) => {
    const { start } = file.rangeOf(name);
    return start < made.start || start >= to;
  });
  const { text } = file;
  const indent = indentOf(file, statement);
  if (
    outside ||
    indent === undefined ||
    indentOf(file, first) === undefined ||
    /^;/.test(text.slice(made.end).trimStart())
  )
    return undefined;
  const unit = indentationUnit(text, indent);
  const edits: TextEdit[] = [{ start: made.start, end: made.end, text: head }];
  const kept = linesInStrings(rest, file);
  for (let at = text.indexOf("\n", made.end); at >= 0 && at + 1 < to; at = text.indexOf("\n", at + 1)) {
    const start = at + 1;
    const blank = text.slice(start, lineEnd(text, start)).trim() === "";
    if (!blank && !kept.some((range) => range.start < start && start < range.end))
      edits.push({ start, end: start, text: unit });
  }
  return edits;
}

/** Strings over several lines: their text must not move. */
function linesInStrings(
  statements: readonly Statement[],
  file: FileModel,
): readonly { start: number; end: number }[] {
  return statements
    .flatMap((statement) => [...nodesIn(statement)])
    .filter(({ kind }) => kind === "Constant" || kind === "FString")
    .map((node) => file.rangeOf(node))
    .filter(({ start, end }) => file.text.slice(start, end).includes("\n"))
    .filter(({ start, end }) => /"""|'''|\\\r?\n/.test(file.text.slice(start, end)));
}

/** What the file indents a block by, told by the indentation of a statement in a function. */
function indentationUnit(text: string, indentation: string): string {
  if (indentation.startsWith("\t")) return "\t";
  const widths = [...text.matchAll(/:[ \t]*(?:#.*)?\r?\n( +)\S/g)].map(([, spaces]) => spaces?.length ?? 4);
  return " ".repeat(Math.min(4, ...widths.filter((width) => width > 1)));
}

/** Makes a name of a module known to the file; no edit if it is. */
export function importEdits(module: string, name: string, file: FileModel): readonly TextEdit[] {
  const top = file.importStatements;
  const known = top.some(
    (statement) =>
      statement.kind === "ImportFrom" &&
      statement.module === module &&
      statement.names.some((alias) => alias.name === name && alias.asName === undefined),
  );
  if (known) return [];
  const first = top.find(
    (statement) =>
      statement.kind === "Import" || (statement.kind === "ImportFrom" && statement.module !== "__future__"),
  );
  if (!first) return [];
  const start = lineStart(file.text, file.rangeOf(first).start);
  return [{ start, end: start, text: `from ${module} import ${name}\n` }];
}
