import { skipString } from "../../core/lint/syntax/skip-string.ts";
import type { PlacedEdit } from "./finding-fixes.ts";

/** The comment that switches a rule off where a line starts, or one rule more in the comment that does so already. */
export function ignoreOnLine(text: string, line: number, rule: string): PlacedEdit {
  const starts = lineStarts(text);
  const end = lineEnd(text, starts, line);
  const { comment, isOpen, statementLine } = endOfCode(text, starts, line);
  if (comment !== undefined) {
    const known = directive("ignore").exec(text.slice(comment, end));
    if (known) {
      const { at, added } = addition(known, rule);
      return insert(line, comment - (starts[line] ?? 0) + at, added);
    }
  }
  if (!isOpen) {
    const column = text.slice(starts[line], end).trimEnd().length;
    return insert(line, column, `  # lanewise: ignore[${rule}]`);
  }
  // A comment cannot stand where the line ends inside a string or goes on after a backslash.
  const above = text.slice(starts[statementLine], lineEnd(text, starts, statementLine));
  const indent = /^[ \t]*/.exec(above)?.[0] ?? "";
  return insert(statementLine, 0, `${indent}# lanewise: ignore[${rule}]${newlineOf(text)}`);
}

/** Below what must come first: a `#!` line and the encoding. */
export function ignoreInFile(text: string, rule: string): PlacedEdit {
  const starts = lineStarts(text);
  const lines = starts.map((start, line) => text.slice(start, lineEnd(text, starts, line)));
  const known = lines.findIndex((content) => /^\s*#/.test(content) && directive("ignore-file").test(content));
  const match = directive("ignore-file").exec(lines[known] ?? "");
  if (match) {
    const { at, added } = addition(match, rule);
    return insert(known, at, added);
  }
  const isHead = (content: string | undefined, line: number) =>
    content !== undefined && ((line === 0 && content.startsWith("#!")) || /^\s*#.*?coding[:=]/.test(content));
  let line = 0;
  while (line < 2 && isHead(lines[line], line)) line++;
  const newline = newlineOf(text);
  // After the last line, which ends the file without a line break.
  if (line >= lines.length)
    return insert(line - 1, lines.at(-1)?.length ?? 0, `${newline}# lanewise: ignore-file[${rule}]`);
  return insert(line, 0, `# lanewise: ignore-file[${rule}]${newline}`);
}

/** As src/core/lint/suppression/directive.ts reads it. */
function directive(word: "ignore" | "ignore-file"): RegExp {
  return new RegExp(`#\\s*lanewise\\s*:\\s*${word}\\s*\\[([^\\]]*)\\]`, "i");
}

/** Where in what was matched against the rule is added to the others. */
function addition(known: RegExpExecArray, rule: string): { readonly at: number; readonly added: string } {
  const [whole, rules = ""] = known;
  const before = rules.trimEnd();
  const at = known.index + whole.length - 1 - (rules.length - before.length);
  return { at, added: before === "" || before.endsWith(",") ? rule : `, ${rule}` };
}

interface EndOfCode {
  /** Where the line's comment starts. */
  readonly comment: number | undefined;
  /** Whether the line ends inside a string, or with a backslash. */
  readonly isOpen: boolean;
  /** Where the statement starts that the line belongs to. */
  readonly statementLine: number;
}

/** Reads the strings, comments and brackets up to the end of a line: only that tells what its end is. */
function endOfCode(text: string, starts: readonly number[], line: number): EndOfCode {
  const end = lineEnd(text, starts, line);
  let statement = 0;
  let brackets = 0;
  let at = 0;
  while (at < end) {
    const character = text.charAt(at);
    if (character === '"' || character === "'") {
      at = Math.abs(skipString(text, at, text.length));
      if (at > end) return { comment: undefined, isOpen: true, statementLine: lineOf(starts, statement) };
    } else if (character === "#") {
      const newline = text.slice(at).search(/[\r\n]/);
      const after = newline === -1 ? text.length : at + newline;
      if (after >= end) return { comment: at, isOpen: false, statementLine: line };
      at = after;
    } else if (character === "\\") {
      if (at + 1 === end)
        return { comment: undefined, isOpen: true, statementLine: lineOf(starts, statement) };
      at += text.startsWith("\r\n", at + 1) ? 3 : 2;
    } else {
      if ("([{".includes(character)) brackets++;
      if (")]}".includes(character)) brackets = Math.max(0, brackets - 1);
      at++;
      if ((character === "\n" || character === "\r") && brackets === 0) statement = at;
    }
  }
  return { comment: undefined, isOpen: false, statementLine: line };
}

function lineStarts(text: string): readonly number[] {
  const starts = [0];
  for (const { index, 0: newline } of text.matchAll(/\r\n|\r|\n/g)) starts.push(index + newline.length);
  return starts;
}

function lineEnd(text: string, starts: readonly number[], line: number): number {
  const next = starts[line + 1];
  if (next === undefined) return text.length;
  return text.startsWith("\r\n", next - 2) ? next - 2 : next - 1;
}

function lineOf(starts: readonly number[], offset: number): number {
  return starts.findLastIndex((start) => start <= offset);
}

function newlineOf(text: string): string {
  return /\r\n|\r|\n/.exec(text)?.[0] ?? "\n";
}

function insert(line: number, character: number, text: string): PlacedEdit {
  const place = { line, character };
  return { span: { start: place, end: place }, text };
}
