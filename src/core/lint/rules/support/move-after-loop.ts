import { text } from "../../../text/text.ts";
import type { Fix, TextEdit } from "../../finding.ts";
import type { FileModel, Operation } from "../../model/file-model.ts";
import { nodesRunBy } from "../../syntax/children.ts";
import type { ExprStmt, For, Node } from "../../syntax/python.ts";
import { indentOf, lineBreak, lineEnd, lineStart, standsAlone } from "./lines.ts";
import { type PerItem, perItemOf } from "./per-item.ts";

/**
 * Moves a commit out of its loop, behind it. Not if the body can leave the function, or catches errors: then a
 * commit per row may be meant.
 */
export function moveAfterLoop(file: FileModel, operation: Operation, item: PerItem): readonly Fix[] {
  if (item.by !== "loop" || item.loop.node.kind !== "For") return [];
  const loop = item.loop.node;
  const statement = statementOf(operation);
  if (!statement || !loop.body.includes(statement) || loop.body.length < 2 || loop.orelse.length > 0)
    return [];
  // Behind an inner loop it would still run once per row of the outer one.
  if (perItemOf(file, loop)) return [];
  if (!isPlain(loop) || isMadeInside(operation, loop)) return [];
  if (!standsAlone(file, statement)) return [];
  const indent = indentOf(file, loop);
  const edits = indent === undefined ? undefined : editsFor(file, loop, statement, indent);
  return edits ? [{ title: text("Commit once after the loop"), safe: false, edits }] : [];
}

function editsFor(
  file: FileModel,
  loop: For,
  statement: ExprStmt,
  indent: string,
): readonly TextEdit[] | undefined {
  const { start, end } = file.rangeOf(statement);
  const from = lineStart(file.text, start);
  const to = lineEnd(file.text, end);
  if (statement === loop.body.at(-1)) return [{ start: from, end: start, text: indent }];
  const last = lineEnd(file.text, file.rangeOf(loop).end);
  const next = file.text.indexOf("\n", end) + 1;
  if (next === 0 || last < next) return undefined;
  return [
    { start: from, end: next, text: "" },
    { start: last, end: last, text: `${lineBreak(file.text)}${indent}${file.text.slice(start, to)}` },
  ];
}

function statementOf({ call }: Operation): ExprStmt | undefined {
  const outer = call.parent?.kind === "Await" ? call.parent : call;
  return outer.parent?.kind === "ExprStmt" ? outer.parent : undefined;
}

function isPlain(loop: For): boolean {
  for (const node of nodesRunBy(loop))
    if (/^(?:Try|Return|Raise|Yield|Broken)$/.test(node.kind) || (node.kind === "For" && node.async))
      return false;
  return true;
}

/** The session lives for one round only. */
function isMadeInside({ session }: Operation, loop: For): boolean {
  for (let at: Node | undefined = session.origin.node; at; at = at.parent) if (at === loop) return true;
  return false;
}
