import treeSitter from "@vscode/tree-sitter-wasm";
import type { ParseUnit } from "../../core/lint/read-source.ts";
import type { Statement, Unit, UnitForm } from "../../core/lint/syntax/python.ts";
import { linkParents } from "../../core/lint/syntax/walk.ts";
import { Conversion, type Handlers } from "./conversion.ts";
import { blockHandlers } from "./convert-block.ts";
import { expressionHandlers } from "./convert-expression.ts";
import { patternHandlers } from "./convert-pattern.ts";
import { simpleStatementHandlers } from "./convert-statement.ts";
import { blankDanglingEnds } from "./joined-lines.ts";
import { type RawNode, type RawTree, TreeReader } from "./syntax-tree.ts";

interface GrammarFiles {
  /** Absolute path of `tree-sitter.wasm`. */
  readonly runtime: string;
  /** The content of `tree-sitter-python.wasm`. */
  readonly grammar: Uint8Array;
}

/** Makes the members of a class, which are indented, parse by themselves. */
const memberPrefix = "if 1:\n";
/** Gives a class without a body one. */
const emptyBody = " pass";

/** Parses Python with tree-sitter into our own syntax. Throws if the files are not what they should be. */
export async function loadPythonParser({ runtime, grammar }: GrammarFiles): Promise<ParseUnit> {
  const { Language, Parser } = treeSitter;
  await Parser.init({ locateFile: () => runtime });
  const language = await Language.load(grammar);
  const parser = new Parser();
  parser.setLanguage(language);
  const reader = new TreeReader(language);
  const handlers: Handlers = {
    expressions: new Map(Object.entries(expressionHandlers)),
    statements: new Map(Object.entries({ ...simpleStatementHandlers, ...blockHandlers })),
    patterns: new Map(Object.entries(patternHandlers)),
  };
  /** `written`: what stands in the file, if that is not what is parsed. */
  const parse = (text: string, form: UnitForm, isOver: () => boolean, written?: string): Unit | undefined => {
    const prefix = form === "member" ? memberPrefix : "";
    const suffix = form === "bare-header" ? emptyBody : "";
    const tree = parser.parse(prefix + text + suffix, null, { progressCallback: isOver });
    if (tree === null) {
      parser.reset();
      return undefined;
    }
    try {
      const raw = reader.read(tree, text, prefix.length);
      const broken = raw.broken || written !== undefined;
      return convertUnit({ ...raw, broken }, written ?? text, form, handlers);
    } finally {
      tree.delete();
    }
  };
  return (text, form, isOver) => {
    const unit = parse(text, form, isOver);
    const repaired = unit && blankDanglingEnds(unit);
    return repaired === undefined ? unit : parse(repaired, form, isOver, text);
  };
}

function convertUnit(
  { root, comments, broken }: RawTree,
  text: string,
  form: UnitForm,
  handlers: Handlers,
): Unit {
  const conversion = new Conversion(text, handlers);
  const statements = (form === "member" ? unwrap(root) : root.children)
    .filter(({ named }) => named)
    .map((child) => conversion.statement(child));
  const unit: Unit = {
    kind: "Unit",
    form,
    start: 0,
    end: text.length,
    parent: undefined,
    text,
    offset: 0,
    body: form === "bare-header" ? statements.map((statement) => withoutBody(statement, text)) : statements,
    comments,
    broken: broken || conversion.cut,
    members: [],
  };
  linkParents(unit);
  return unit;
}

/** The statements in the `if` that was put around a member, and what did not become a part of it. */
function unwrap(root: RawNode): readonly RawNode[] {
  return root.children.flatMap((child) => {
    if (child.type !== "if_statement" || child.start > 0) return [child];
    return child.children
      .filter(({ field }) => field !== "condition")
      .flatMap((part) => (part.type === "block" ? part.children : [part]));
  });
}

/** A class whose body was made up. */
function withoutBody(statement: Statement, text: string): Statement {
  if (statement.kind !== "ClassDef") return statement;
  return { ...statement, end: Math.min(statement.end, text.trimEnd().length), body: [] };
}
