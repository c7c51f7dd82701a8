import type { Range } from "../finding.ts";
import type { LineIndex } from "../line-index.ts";
import { endOfLine } from "../syntax/characters.ts";
import { nodesIn } from "../syntax/children.ts";
import type { ExceptHandler, MatchCase, Node, Statement, Unit } from "../syntax/python.ts";
import { rangeOf } from "../syntax/walk.ts";
import type { Directive } from "./directive.ts";

/** The findings that a directive is for are those that start, or end, on one of its lines, and those in its range. */
export interface Cover {
  readonly line: number | undefined;
  /** Findings that start here. */
  readonly range: Range | undefined;
}

type Block = Statement | ExceptHandler | MatchCase;

/**
 * Behind code: its line; if that is the first or the last line of a statement (or of a block's head), all of it.
 * On a line of its own: the statement after it, with its block; inside a statement, the next line.
 */
export function coverOf(directive: Directive, text: string, lines: LineIndex): Cover {
  const lineOf = (offset: number) => lines.positionOf(offset).line;
  const line = lineOf(directive.start);
  const blocks = blocksOf(directive.unit);
  if (!standsAlone(directive, text)) {
    const at = directive.comment.start;
    const heads = blocks.map((block) => ({ start: rangeOf(block).start, end: headEnd(block, text) }));
    const head = heads.findLast(
      ({ start, end }) => lineOf(start) <= line && line <= lineOf(end) && start < at,
    );
    const isEdge = head !== undefined && (lineOf(head.start) === line || lineOf(head.end) === line);
    return { line, range: isEdge ? head : undefined };
  }
  const code = codeAfter(directive.comment.end, text);
  const mark = text.startsWith("\ufeff") ? 1 : 0;
  const columnOf = (offset: number) => lines.positionOf(offset).character - (lineOf(offset) === 0 ? mark : 0);
  // What stands further in belongs to the block before.
  if (code === undefined || columnOf(code) < columnOf(directive.comment.start))
    return { line: undefined, range: undefined };
  const next = lineOf(code);
  const following =
    blocks.find((block) => lineOf(rangeOf(block).start) === next) ?? partFrom(blocks, code, text);
  if (following !== undefined)
    return { line: undefined, range: following.kind === "part" ? following : wholeOf(following) };
  return { line: next, range: undefined };
}

/** Whether nothing but white space is before the comment on its line. */
export function standsAlone({ comment }: Pick<Directive, "comment">, text: string): boolean {
  let at = comment.start - 1;
  while (at >= 0 && /[ \t\f\ufeff]/.test(text.charAt(at))) at--;
  return at < 0 || text[at] === "\n" || text[at] === "\r";
}

/** Where the code starts that follows directly, with nothing but comments between; a blank line ends the search. */
function codeAfter(end: number, text: string): number | undefined {
  const rest = /^(?:\r\n|\r|\n)(?:[ \t\f]*#[^\r\n]*(?:\r\n|\r|\n))*[ \t\f]*(?=[^\s#])/.exec(
    text.slice(end, end + 5000),
  );
  return rest === null ? undefined : end + rest[0].length;
}

/** Statements and the parts of statements that have a block of their own, outer ones first. */
function blocksOf(unit: Unit): readonly Block[] {
  return [...nodesIn(unit)].filter((node): node is Block => isStatement(node) || isPart(node));
}

function isPart(node: Node): boolean {
  return node.kind === "ExceptHandler" || node.kind === "MatchCase";
}

/** Statements are what bodies hold. */
function isStatement(node: Node): boolean {
  const { parent } = node;
  return parent !== undefined && bodiesOf(parent).some((body) => (body as readonly Node[]).includes(node));
}

function bodiesOf(node: Node): readonly (readonly Statement[])[] {
  switch (node.kind) {
    case "Unit":
    case "FunctionDef":
    case "ClassDef":
    case "With":
    case "ExceptHandler":
    case "MatchCase":
      return [node.body];
    case "For":
    case "While":
    case "If":
      return [node.body, node.orelse];
    case "Try":
      return [node.body, node.orelse, node.finalbody];
    default:
      return [];
  }
}

/** The end of what is before a statement's first block, up to the colon. */
function headEnd(block: Block, text: string): number {
  const { start, end } = rangeOf(block);
  const [body] = block.kind === "Match" ? [block.cases] : bodiesOf(block);
  if (body === undefined) return end;
  let at = Math.max(start, ...nodesBefore(block).map((node) => rangeOf(node).end));
  const limit = body[0] === undefined ? end : rangeOf(body[0]).start;
  for (; at < limit && text[at] !== ":"; at++) if (text[at] === "#") at = endOfLine(text, at, limit);
  return at;
}

function nodesBefore(block: Block): readonly Node[] {
  switch (block.kind) {
    case "FunctionDef":
      return [...block.decorators, block.name, ...block.parameters, ...present(block.returns)];
    case "ClassDef":
      return [...block.decorators, block.name, ...block.bases, ...block.keywords];
    case "For":
      return [block.target, block.iter];
    case "While":
    case "If":
      return [block.test];
    case "With":
      return block.items;
    case "Match":
      return [block.subject];
    case "ExceptHandler":
      return present(block.type, block.name);
    case "MatchCase":
      return present(block.pattern, block.guard);
    default:
      return [];
  }
}

function present(...nodes: readonly (Node | undefined)[]): readonly Node[] {
  return nodes.filter((node) => node !== undefined);
}

/** `else:` and `finally:` are no nodes: what they hold. Below a decorator: the whole definition. */
function partFrom(
  blocks: readonly Block[],
  code: number,
  text: string,
): (Range & { readonly kind: "part" }) | Block | undefined {
  const around = blocks.findLast((block) => {
    const { start, end } = wholeOf(block);
    return start < code && code < end;
  });
  if (around === undefined) return undefined;
  if (around.kind === "FunctionDef" || around.kind === "ClassDef") {
    return around.decorators.length > 0 && code <= rangeOf(around.name).start ? around : undefined;
  }
  if (!/^(?:else|finally)\b/.test(text.slice(code, code + 8))) return undefined;
  for (const body of bodiesOf(around).slice(1)) {
    const [first] = body;
    const last = body.at(-1);
    if (first === undefined || last === undefined || rangeOf(first).start < code) continue;
    return { kind: "part", start: code, end: rangeOf(last).end };
  }
  return undefined;
}

/** With the members that are units of their own. */
function wholeOf(block: Block): Range {
  const range = rangeOf(block);
  const last = block.kind === "ClassDef" ? block.body.at(-1) : undefined;
  return last === undefined ? range : { start: range.start, end: Math.max(range.end, rangeOf(last).end) };
}
