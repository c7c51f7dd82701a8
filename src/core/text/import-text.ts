import type { ImportOrigin, ImportProblem } from "../connection/import/import-candidate.ts";
import { connectionStringProblemText } from "./connection-string-text.ts";
import { type Text, text } from "./text.ts";

/** Where a connection was found. */
export function importOriginText(origin: ImportOrigin): Text {
  switch (origin.source) {
    case "sqltools":
      return text("SQLTools: {name}", { name: origin.name ?? `#${origin.index + 1}` });
    case "mssql":
      return text("SQL Server (mssql): {name}", { name: origin.name ?? `#${origin.index + 1}` });
    case "env-file":
      return text("{variable}, line {line}", { variable: origin.variable, line: origin.line });
  }
}

/** Why it cannot be taken over. */
export function importProblemText(problem: ImportProblem): Text {
  switch (problem.problem) {
    case "unset-variable":
      return text("The file does not set “{name}”, which the value refers to.", { name: problem.name });
    case "unknown-driver":
      return text("Lanewise has no driver for “{driver}”.", { driver: problem.driver });
    case "not-a-connection":
      return text("This entry of the setting is no connection.");
    default:
      return connectionStringProblemText(problem);
  }
}
