import type { FileModel } from "../../model/file-model.ts";
import type { ExceptHandler, Expression } from "../../syntax/python.ts";

/** Every failure of a database goes through one of these. */
const all: ReadonlySet<string> = new Set([
  "BaseException",
  "Exception",
  "StandardError",
  "SQLAlchemyError",
  "DBAPIError",
  "Error",
  "DatabaseError",
  "MySQLError",
  "PsycopgError",
  "PostgresError",
]);

const some: ReadonlySet<string> = new Set([
  ...all,
  "StatementError",
  "IntegrityError",
  "OperationalError",
  "ProgrammingError",
  "DataError",
  "InternalError",
  "InterfaceError",
  "NotSupportedError",
  "InvalidRequestError",
  "PendingRollbackError",
  "FlushError",
  "StaleDataError",
  "UniqueViolation",
  "ForeignKeyViolation",
  "UniqueViolationError",
]);

/** Whether a handler catches what a failing statement raises: all of it, some of it, or nothing that is known. */
export function databaseErrorsCaught(
  handler: ExceptHandler,
  file: Pick<FileModel, "qualifiedName">,
): "all" | "some" | "none" {
  if (!handler.type) return "all";
  const types = handler.type.kind === "Tuple" ? handler.type.elements : [handler.type];
  const names = types.map((type) => lastName(type, file));
  if (names.some((name) => all.has(name))) return "all";
  return names.some((name) => some.has(name)) ? "some" : "none";
}

function lastName(type: Expression, file: Pick<FileModel, "qualifiedName">): string {
  const dotted = file.qualifiedName(type) ?? (type.kind === "Name" ? type.id : "");
  return type.kind === "Attribute" ? type.name : (dotted.split(".").at(-1) ?? "");
}
