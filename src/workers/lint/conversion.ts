import type { Broken, Expression, Name, Node, Statement } from "../../core/lint/syntax/python.ts";
import { hasInnerSplat, withoutSplat } from "./misread.ts";
import type { RawNode } from "./syntax-tree.ts";

export type ExpressionHandler = (raw: RawNode, conversion: Conversion) => Expression;
export type StatementHandler = (raw: RawNode, conversion: Conversion) => Statement;

export interface Handlers {
  /** By tree-sitter's node types. */
  readonly expressions: ReadonlyMap<string, ExpressionHandler>;
  readonly statements: ReadonlyMap<string, StatementHandler>;
  readonly patterns: ReadonlyMap<string, ExpressionHandler>;
}

/** Deeper than this, code becomes Broken: rules and the model follow it by recursion. */
const deepest = 200;

/** Keep their shape when they hold an error: it becomes one of their elements, or a statement of their body. */
const tolerant = new Set(
  `module block argument_list list tuple set dictionary expression_list pattern_list parameters
  lambda_parameters decorated_definition function_definition class_definition if_statement for_statement
  while_statement with_statement try_statement match_statement concatenated_string import_from_statement
  import_statement`.split(/\s+/),
);

/** One unit on its way from tree-sitter's nodes to ours. */
export class Conversion {
  readonly text: string;
  /** Whether something lay too deep. */
  cut = false;
  readonly #handlers: Handlers;
  #depth = 0;

  constructor(text: string, handlers: Handlers) {
    this.text = text;
    this.#handlers = handlers;
  }

  textOf(raw: RawNode): string {
    return this.text.slice(raw.start, raw.end);
  }

  /** `around` is what it should be a part of; undefined: what is missing becomes an empty Broken at its end. */
  expression(raw: RawNode | undefined, around: RawNode): Expression {
    if (raw === undefined)
      return { kind: "Broken", start: around.end, end: around.end, parent: undefined, children: [] };
    if (hasInnerSplat(raw, this.text)) {
      const value = withoutSplat(raw);
      if (value !== undefined) {
        return {
          kind: "Starred",
          start: raw.start,
          end: raw.end,
          parent: undefined,
          value: this.expression(value, raw),
        };
      }
    }
    return this.#convert(raw, this.#handlers.expressions) ?? this.broken(raw);
  }

  expressions(raws: readonly RawNode[], around: RawNode): readonly Expression[] {
    return raws.map((raw) => this.expression(raw, around));
  }

  optional(raw: RawNode | undefined): Expression | undefined {
    return raw === undefined ? undefined : this.expression(raw, raw);
  }

  pattern(raw: RawNode | undefined, around: RawNode): Expression {
    if (raw === undefined) return this.expression(undefined, around);
    return this.#convert(raw, this.#handlers.patterns) ?? this.expression(raw, around);
  }

  statement(raw: RawNode): Statement {
    const statement = this.#convert(raw, this.#handlers.statements);
    if (statement !== undefined) return statement;
    if (!this.#handlers.expressions.has(raw.type)) return this.broken(raw);
    // What is no statement by itself stands here only beside an error.
    return {
      kind: "ExprStmt",
      start: raw.start,
      end: raw.end,
      parent: undefined,
      value: this.expression(raw, raw),
    };
  }

  /** Those of a block, if there is one. */
  statements(block: RawNode | undefined): readonly Statement[] {
    if (block === undefined) return [];
    if (block.type !== "block") return block.missing ? [] : [this.statement(block)];
    return block.children.filter((child) => child.named).map((child) => this.statement(child));
  }

  /** The statements of a part's block, and the errors that stand beside it. */
  body(raw: RawNode, block: RawNode | undefined): readonly Statement[] {
    const statements = this.statements(block);
    const errors = raw.children.filter((child) => child.type === "ERROR");
    if (errors.length === 0) return statements;
    return [...statements, ...errors.map((error) => this.broken(error))].sort(
      (one, other) => one.start - other.start,
    );
  }

  name(raw: RawNode | undefined, around: RawNode): Name {
    const place = raw ?? { start: around.end, end: around.end };
    return {
      kind: "Name",
      start: place.start,
      end: place.end,
      parent: undefined,
      id: this.text.slice(place.start, place.end),
    };
  }

  broken(raw: RawNode): Broken {
    return { kind: "Broken", start: raw.start, end: raw.end, parent: undefined, children: this.#loose(raw) };
  }

  /** What can be made out inside a node that is none of ours. */
  #loose(raw: RawNode): readonly Node[] {
    if (this.#depth >= deepest) {
      this.cut = true;
      return [];
    }
    this.#depth++;
    const { expressions, statements } = this.#handlers;
    const children = raw.children.flatMap((child): readonly Node[] => {
      if (!child.named || child.missing) return [];
      if (statements.has(child.type)) return [this.statement(child)];
      if (expressions.has(child.type)) return [this.expression(child, raw)];
      return this.#loose(child);
    });
    this.#depth--;
    return children;
  }

  /** Undefined: there is no handler for it, it has errors inside, or it lies too deep. */
  #convert<Result extends Node>(
    raw: RawNode,
    handlers: ReadonlyMap<string, (raw: RawNode, conversion: Conversion) => Result>,
  ): Result | Broken | undefined {
    const handler = handlers.get(raw.type);
    if (handler === undefined) return undefined;
    if (raw.missing)
      return { kind: "Broken", start: raw.start, end: raw.end, parent: undefined, children: [] };
    if (!tolerant.has(raw.type) && raw.children.some((child) => child.type === "ERROR"))
      return this.broken(raw);
    if (this.#depth >= deepest) {
      this.cut = true;
      return { kind: "Broken", start: raw.start, end: raw.end, parent: undefined, children: [] };
    }
    this.#depth++;
    const result = handler(raw, this);
    this.#depth--;
    return result;
  }
}

export function childOf(raw: RawNode, field: string): RawNode | undefined {
  for (const child of raw.children) if (child.field === field) return child;
  return undefined;
}

export function childrenOfField(raw: RawNode, field: string): readonly RawNode[] {
  return raw.children.filter((child) => child.field === field);
}

/** The children that are no tokens. */
export function namedOf(raw: RawNode): readonly RawNode[] {
  return raw.children.filter((child) => child.named);
}

export function hasToken(raw: RawNode, token: string): boolean {
  return raw.children.some((child) => !child.named && child.type === token);
}
