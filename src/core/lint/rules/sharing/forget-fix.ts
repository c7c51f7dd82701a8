import { text } from "../../../text/text.ts";
import type { Fix } from "../../finding.ts";
import type { FileModel } from "../../model/file-model.ts";
import type { Call, Node, Statement } from "../../syntax/python.ts";
import { lineBreak, lineStart } from "../support/lines.ts";
import type { InheritedEngine } from "./inherited-engines.ts";

/** Gives the pool of processes an initializer that forgets the engine's inherited connections. */
export function forgetFix(file: FileModel, { engine, name, spawn }: InheritedEngine): Fix | undefined {
  const pool = poolOf(file, spawn.call);
  const isNamed = engine.origin.place === "module" && engine.origin.file === undefined && /^\w+$/.test(name);
  const before = topLevelAround(pool);
  if (!pool || !before || !isNamed || !isDefinedBefore(file, engine.origin.node, before)) return undefined;
  if (pool.keywords.some((keyword) => keyword.name === "initializer" || keyword.name === undefined))
    return undefined;
  const initializer = `forget_${name}`;
  if (file.text.includes(initializer)) return undefined;
  const newline = lineBreak(file.text);
  const start = lineStart(file.text, file.rangeOf(before).start);
  const close = file.rangeOf(pool).end - 1;
  const arguments_ = file.text.slice(file.rangeOf(pool.callee).end + 1, close);
  const separator = arguments_.trim() === "" ? "" : /,\s*$/.test(arguments_) ? " " : ", ";
  const definition = [`def ${initializer}():`, `    ${name}.dispose(close=False)`, "", "", ""].join(newline);
  return {
    title: text("Forget the connections of `{name}` in each process", { name }),
    safe: false,
    edits: [
      { start, end: start, text: definition },
      { start: close, end: close, text: `${separator}initializer=${initializer}` },
    ],
  };
}

/** The call that makes the pool on which `map` or `submit` is called. */
function poolOf(file: FileModel, { callee }: Call): Call | undefined {
  if (callee.kind !== "Attribute") return undefined;
  for (const value of file.valuesOf(callee.object))
    if (value.kind === "executor" && value.of === "process" && value.node?.kind === "Call") return value.node;
  return undefined;
}

function topLevelAround(node: Node | undefined): Statement | undefined {
  let inner = node;
  while (inner?.parent && inner.parent.kind !== "Unit") inner = inner.parent;
  if (inner?.parent?.kind !== "Unit" || inner.kind === "Unit") return undefined;
  return inner.parent.parent === undefined ? (inner as Statement) : undefined;
}

function isDefinedBefore(file: FileModel, made: Node | undefined, before: Statement): boolean {
  return made !== undefined && file.rangeOf(made).end <= file.rangeOf(before).start;
}
