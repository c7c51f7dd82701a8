import { text } from "../../../text/text.ts";
import type { Fix } from "../../finding.ts";
import type { FileModel } from "../../model/file-model.ts";
import type { Call, Expression, Statement } from "../../syntax/python.ts";
import { indentBlock } from "../support/indent-block.ts";
import { lineBreak } from "../support/lines.ts";
import type { SharedHandle } from "./thread-sharing.ts";

/**
 * Hands the factory over instead of a session, and opens the session in the function that runs: if that function
 * is in this file, takes the session by position, and nothing else calls it.
 */
export function makerFix(file: FileModel, { how, spawn, node, value }: SharedHandle): Fix | undefined {
  const factory =
    how === "passed" && value.kind === "session" && !value.async
      ? factoryOf(file, value.origin.node)
      : undefined;
  const [run, ...others] = spawn.runs;
  if (!factory || !run || others.length > 0 || run.node.kind !== "FunctionDef") return undefined;
  if (
    run.async ||
    run.generator ||
    run.class ||
    file.callersOf(run).length > 0 ||
    file.spawnsOf(run).length !== 1
  )
    return undefined;
  const parameter = spawn.arguments.find((argument) => argument.node === node)?.parameter;
  const isPositional =
    node.parent?.kind === "Tuple" || node.parent?.kind === "List" || node.parent === spawn.call;
  if (parameter?.form !== "positional" || parameter.default || !isPositional) return undefined;
  const name = parameter.name.id;
  const body = run.node.body.slice(isDocstring(run.node.body[0]) ? 1 : 0);
  const block = indentBlock(file, body);
  const [first] = body;
  if (!block || !first || isReassigned(file, parameter.name)) return undefined;
  const maker = `make_${name}`;
  const { start } = file.rangeOf(first);
  const lineStart = start - block.indent.length;
  const head = `${block.indent}with ${maker}() as ${name}:${lineBreak(file.text)}`;
  const [firstLine, ...lines] = block.edits;
  if (!firstLine) return undefined;
  const edits = [
    { ...file.rangeOf(parameter), text: maker },
    { start: lineStart, end: lineStart, text: head + firstLine.text },
    ...lines,
    { ...file.rangeOf(node), text: factory },
  ];
  return {
    title: text("Hand over `{factory}` and open a session in `{target}`", { factory, target: run.name }),
    safe: false,
    edits: edits.sort((one, other) => one.start - other.start),
  };
}

/** The name of the module's factory that a call of it made a session from. */
function factoryOf(
  file: FileModel,
  made: Expression | Call | { readonly kind: string } | undefined,
): string | undefined {
  if (made?.kind !== "Call" || !("callee" in made)) return undefined;
  const { callee, args, keywords } = made as Call;
  if (callee.kind !== "Name" || args.length > 0 || keywords.length > 0) return undefined;
  return file.databaseValueOf(callee, "session-factory") ? callee.id : undefined;
}

function isDocstring(statement: Statement | undefined): boolean {
  return (
    statement?.kind === "ExprStmt" && statement.value.kind === "Constant" && statement.value.type === "str"
  );
}

function isReassigned(file: FileModel, name: Parameters<FileModel["bindingOf"]>[0]): boolean {
  return (file.bindingOf(name)?.definitions.length ?? 0) !== 1;
}
