import { buildModel } from "../../../../src/core/lint/model/build-model.ts";
import { isDatabaseValue, type Value } from "../../../../src/core/lint/model/value.ts";
import { readPython } from "../../../support/parse-python.ts";

/** What the code's last expression may hold, each value in a word or two: `session sqlalchemy`, `weak cursor unknown`. */
export function lastValue(code: string): readonly string[] {
  const source = readPython(code);
  const model = buildModel(source);
  let statement = source.units.at(-1)?.body.at(-1);
  while (statement && statement.kind !== "ExprStmt") {
    if (!("body" in statement)) break;
    const { body } = statement;
    const rest = "orelse" in statement ? statement.orelse : [];
    const end = statement.kind === "Try" ? statement.finalbody : [];
    statement = (end.length > 0 ? end : rest.length > 0 ? rest : body).at(-1);
  }
  if (statement?.kind !== "ExprStmt") throw new Error("the code must end in an expression");
  return model.valuesOf(statement.value).map(inWords);
}

function inWords(value: Value): string {
  if (isDatabaseValue(value))
    return `${value.weak ? "weak " : ""}${value.async ? "async " : ""}${value.kind} ${value.library}${value.model === undefined ? "" : ` of ${value.model}`}`;
  switch (value.kind) {
    case "external":
      return `external ${value.name}${value.path}`;
    case "function":
      return `function ${value.function.qualifiedName}`;
    case "class":
    case "instance":
      return `${value.kind} ${value.class.name}`;
    case "bound-method":
      return `method ${value.name} of ${value.receiver.kind}`;
    case "collection":
      return `${value.form} of ${value.elements.map(inWords).join(", ")}`;
    case "constant":
      return `constant ${value.value}`;
    case "partial":
      return `partial ${inWords(value.callee)}`;
    default:
      return `${value.kind} of ${value.of}`;
  }
}
