import type { Language, Tree, TreeCursor } from "@vscode/tree-sitter-wasm";
import type { Comment } from "../../core/lint/syntax/python.ts";

/** A node of tree-sitter's tree, taken out of its memory. Offsets as in `python.ts`. */
export interface RawNode {
  readonly type: string;
  readonly field: string | undefined;
  readonly start: number;
  readonly end: number;
  readonly named: boolean;
  /** The grammar needs it, and it is not there. */
  readonly missing: boolean;
  /** Without comments and punctuation. */
  readonly children: readonly RawNode[];
  /** How many commas stand between its children. */
  readonly commas: number;
}

export interface RawTree {
  readonly root: RawNode;
  readonly comments: readonly Comment[];
  /** Whether something could not be parsed, or lies too deep. */
  readonly broken: boolean;
}

/** Deeper than this, what is inside a node is left out. */
const deepest = 1000;

/** Tokens that say nothing which their parent does not. */
const silent = new Set(
  `( ) [ ] { } : = . ; := -> def class return if elif else for while with as try except finally import
  raise assert del global nonlocal pass break continue lambda match case await yield type
  print exec __future__`.split(/\s+/),
);

/** What is inside them is read from the text. */
const leaves = new Set(
  "identifier integer float true false none ellipsis string_start string_content string_end dotted_name import_prefix type_conversion pass_statement break_statement continue_statement".split(
    " ",
  ),
);

type Kind = "silent" | "comma" | "comment" | "leaf" | "token" | "node";

/** Takes trees of one language out of tree-sitter's memory, in one pass of a cursor. */
export class TreeReader {
  readonly #types: readonly string[];
  readonly #fields: readonly (string | null)[];
  readonly #kinds: readonly Kind[];

  constructor(language: Language) {
    this.#types = language.types;
    this.#fields = language.fields;
    this.#kinds = language.types.map((type, id) => kindOf(type, language.nodeTypeIsNamed(id)));
  }

  /** `prefix` characters were put before the unit's text, which has `length`. */
  read(tree: Tree, text: string, prefix: number): RawTree {
    const cursor = tree.walk();
    try {
      return new Pass(cursor, this.#types, this.#fields, this.#kinds, text, prefix).run(
        tree.rootNode.hasError,
      );
    } finally {
      cursor.delete();
    }
  }
}

function kindOf(type: string, named: boolean): Kind {
  if (type === ",") return "comma";
  if (type === "comment") return "comment";
  if (named ? type === "line_continuation" : silent.has(type)) return "silent";
  if (leaves.has(type)) return "leaf";
  return named ? "node" : "token";
}

interface OpenNode {
  readonly children: RawNode[];
  commas: number;
}

class Pass {
  readonly #cursor: TreeCursor;
  readonly #types: readonly string[];
  readonly #fields: readonly (string | null)[];
  readonly #kinds: readonly Kind[];
  readonly #text: string;
  readonly #prefix: number;
  readonly #comments: Comment[] = [];
  #hasError = false;
  #broken = false;
  #depth = 0;

  constructor(
    cursor: TreeCursor,
    types: readonly string[],
    fields: readonly (string | null)[],
    kinds: readonly Kind[],
    text: string,
    prefix: number,
  ) {
    this.#cursor = cursor;
    this.#types = types;
    this.#fields = fields;
    this.#kinds = kinds;
    this.#text = text;
    this.#prefix = prefix;
  }

  run(hasError: boolean): RawTree {
    this.#hasError = hasError;
    const top: OpenNode = { children: [], commas: 0 };
    this.#visit(top);
    const root = top.children[0];
    if (root === undefined) throw new Error("tree-sitter made a tree without a root.");
    return { root, comments: this.#comments, broken: this.#broken };
  }

  /** Adds what the cursor is at to its parent. */
  #visit(parent: OpenNode): void {
    const cursor = this.#cursor;
    const id = cursor.nodeTypeId;
    const kind = this.#kinds[id] ?? "node";
    if (this.#hasError && (kind === "silent" || kind === "comma")) this.#noticeMissing();
    if (kind === "silent") return;
    if (kind === "comma") {
      parent.commas++;
      return;
    }
    const start = this.#position(cursor.startIndex);
    const end = this.#position(cursor.endIndex);
    if (kind === "comment") {
      this.#comments.push({ start, end, text: this.#text.slice(start, end) });
      return;
    }
    const type = this.#types[id] ?? "ERROR";
    if (type === "ERROR") this.#broken = true;
    const field = this.#fields[cursor.currentFieldId] ?? undefined;
    const inside: OpenNode = { children: [], commas: 0 };
    // Type parameters are not kept, and the grammar does not know their defaults.
    if (kind === "node" && field !== "type_parameters") this.#enter(inside);
    // What is read from the text may be missing inside.
    const missing = this.#hasError && start === end && (kind === "leaf" || cursor.nodeIsMissing);
    if (missing) this.#broken = true;
    parent.children.push({
      type,
      field,
      start,
      end,
      named: kind !== "token",
      missing,
      children: inside.children,
      commas: inside.commas,
    });
  }

  #enter(node: OpenNode): void {
    if (this.#depth >= deepest) {
      this.#broken = true;
      return;
    }
    const cursor = this.#cursor;
    if (!cursor.gotoFirstChild()) return;
    this.#depth++;
    do {
      this.#visit(node);
    } while (cursor.gotoNextSibling());
    this.#depth--;
    cursor.gotoParent();
  }

  #noticeMissing(): void {
    const cursor = this.#cursor;
    if (cursor.startIndex === cursor.endIndex && cursor.nodeIsMissing) this.#broken = true;
  }

  #position(index: number): number {
    const position = index - this.#prefix;
    return position < 0 ? 0 : Math.min(position, this.#text.length);
  }
}
