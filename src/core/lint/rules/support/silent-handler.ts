import type { Range } from "../../finding.ts";
import type { FileModel } from "../../model/file-model.ts";
import type { ExceptHandler, Expression, Statement } from "../../syntax/python.ts";

/** Takes every error, or every error of a database. */
export function isBroad({ type }: ExceptHandler): boolean {
  if (!type) return true;
  if (type.kind === "Tuple") return type.elements.some((element) => isBroadType(element));
  return isBroadType(type);
}

function isBroadType(type: Expression): boolean {
  const name = type.kind === "Name" ? type.id : type.kind === "Attribute" ? type.name : "";
  return /^(?:Exception|BaseException|StandardError|Error|DatabaseError|DBAPIError|SQLAlchemyError|PostgresError|MySQLError|OperationalError|InterfaceError)$/.test(
    name,
  );
}

/** Whether a handler tells nobody: it passes, or prints and cleans up. */
export function isSilent({ body }: ExceptHandler): "passes" | "prints" | undefined {
  let prints = false;
  for (const statement of body) {
    const kind = kindOf(statement);
    if (kind === "tells") return undefined;
    if (kind === "prints") prints = true;
  }
  return prints ? "prints" : "passes";
}

function kindOf(statement: Statement): "prints" | "cleans" | "tells" {
  switch (statement.kind) {
    case "Pass":
    case "Continue":
    case "Break":
      return "cleans";
    case "Return":
      return isNothing(statement.value) ? "cleans" : "tells";
    case "If": {
      const kinds = [...statement.body, ...statement.orelse].map(kindOf);
      return kinds.includes("tells") ? "tells" : kinds.includes("prints") ? "prints" : "cleans";
    }
    case "ExprStmt":
      return kindOfExpression(statement.value);
    default:
      return "tells";
  }
}

function isNothing(value: Expression | undefined): boolean {
  return value === undefined || (value.kind === "Constant" && value.type === "None");
}

function kindOfExpression(expression: Expression): "prints" | "cleans" | "tells" {
  const value = expression.kind === "Await" ? expression.value : expression;
  if (value.kind === "Constant") return "cleans";
  if (value.kind !== "Call") return "tells";
  const { callee } = value;
  if (callee.kind === "Name") return callee.id === "print" || callee.id === "print_exc" ? "prints" : "tells";
  if (callee.kind !== "Attribute") return "tells";
  if (/^(?:print_exc|print_exception|print)$/.test(callee.name)) return "prints";
  return /^(?:rollback|close|remove|expunge_all|rollback_async)$/.test(callee.name) ? "cleans" : "tells";
}

/** `except Exception as error`, without what it does. */
export function headOfHandler(file: FileModel, handler: ExceptHandler): Range {
  const { start } = file.rangeOf(handler);
  const last = handler.name ?? handler.type;
  return { start, end: last ? file.rangeOf(last).end : start + "except".length };
}
