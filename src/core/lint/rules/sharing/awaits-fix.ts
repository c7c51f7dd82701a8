import { text } from "../../../text/text.ts";
import type { Fix, TextEdit } from "../../finding.ts";
import type { FileModel } from "../../model/file-model.ts";
import type { Await, Call, Expression } from "../../syntax/python.ts";
import { indentOf, lineBreak, standsAlone } from "../support/lines.ts";

/** Awaits what `gather` was given one after the other: on one session they do not run side by side anyway. */
export function awaitsFix(file: FileModel, node: Expression): Fix | undefined {
  const whole = node.parent;
  if (node.kind !== "Call" || whole?.kind !== "Await" || node.keywords.length > 0) return undefined;
  const edit = edited(file, node, whole);
  return edit && { title: text("Await one after the other"), safe: true, edits: [edit] };
}

function edited(file: FileModel, gather: Call, whole: Await): TextEdit | undefined {
  const range = file.rangeOf(whole);
  if (/#/.test(file.text.slice(range.start, range.end))) return undefined;
  const [first, ...more] = gather.args;
  if (first?.kind === "Starred")
    return more.length === 0 ? comprehension(file, first.value, whole) : undefined;
  if (!gather.args.every(({ kind }) => kind === "Call")) return undefined;
  const awaited = gather.args.map((argument) => `await ${file.textOf(argument)}`);
  const statement = whole.parent;
  const separator = statement && separatorOf(file, statement);
  if (statement?.kind === "ExprStmt" && separator)
    return { ...file.rangeOf(statement), text: awaited.join(separator) };
  if (statement?.kind === "Assign" && separator && statement.targets.length === 1) {
    const [target] = statement.targets;
    const names = target?.kind === "Tuple" || target?.kind === "List" ? target.elements : [];
    if (
      names.length === awaited.length &&
      names.every(({ kind }) => kind === "Name") &&
      !readsItsNames(file, names, gather)
    )
      return {
        ...file.rangeOf(statement),
        text: names.map((name, index) => `${file.textOf(name)} = ${awaited[index]}`).join(separator),
      };
  }
  return { ...range, text: `[${awaited.join(", ")}]` };
}

function comprehension(file: FileModel, given: Expression, whole: Await): TextEdit | undefined {
  if (given.kind !== "Comprehension" || given.form === "dict" || given.element.kind !== "Call")
    return undefined;
  const from = file.rangeOf(given.element);
  const { end } = file.rangeOf(given.clauses.at(-1) ?? given);
  const rest = file.text.slice(from.end, end);
  return { ...file.rangeOf(whole), text: `[await ${file.textOf(given.element)}${rest}]` };
}

/** A line break with the statement's indentation, if the statement has its lines for itself. */
function separatorOf(file: FileModel, statement: NonNullable<Await["parent"]>): string | undefined {
  const indent = standsAlone(file, statement) ? indentOf(file, statement) : undefined;
  return indent === undefined ? undefined : `${lineBreak(file.text)}${indent}`;
}

/** `a, b = await gather(f(b), g(a))`: the second would read what the first has just written. */
function readsItsNames(file: FileModel, names: readonly Expression[], gather: Call): boolean {
  const words = new Set(names.map((name) => file.textOf(name)));
  return [...file.textOf(gather).matchAll(/\b[A-Za-z_]\w*\b/g)].some(([word]) => words.has(word));
}
