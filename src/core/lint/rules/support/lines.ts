import type { FileModel } from "../../model/file-model.ts";
import type { Node } from "../../syntax/python.ts";

/** Places in a file's text, for fixes that move whole lines. Positions are in the file. */

export function lineStart(text: string, position: number): number {
  return text.lastIndexOf("\n", position - 1) + 1;
}

/** Before the line break. */
export function lineEnd(text: string, position: number): number {
  const end = text.indexOf("\n", position);
  if (end < 0) return text.length;
  return text[end - 1] === "\r" ? end - 1 : end;
}

/** The white space in front of a node, if nothing else stands there. */
export function indentOf(file: FileModel, node: Node): string | undefined {
  const { start } = file.rangeOf(node);
  const before = file.text.slice(lineStart(file.text, start), start);
  return /^[ \t]*$/.test(before) ? before : undefined;
}

/** Whether a node has its lines for itself, comments aside. */
export function standsAlone(file: FileModel, node: Node): boolean {
  const { end } = file.rangeOf(node);
  return (
    indentOf(file, node) !== undefined &&
    /^[ \t]*(?:#.*)?$/.test(file.text.slice(end, lineEnd(file.text, end)))
  );
}

/** The comments inside a node, whole, in their order. */
export function commentsIn(file: FileModel, node: Node): readonly string[] {
  const unit = file.units.find((candidate) => contains(candidate, node));
  const members = unit?.members.find((candidate) => contains(candidate, node)) ?? unit;
  return (members?.comments ?? [])
    .filter(({ start, end }) => start >= node.start && end <= node.end)
    .map(({ text }) => text);
}

function contains(unit: Node, node: Node): boolean {
  for (let at: Node | undefined = node; at; at = at.parent) if (at === unit) return true;
  return false;
}

/** How the file ends its lines. */
export function lineBreak(text: string): "\r\n" | "\n" {
  return text.includes("\r\n") ? "\r\n" : "\n";
}
