import { isBuiltIn } from "./search/built-in-modules.ts";
import type { FileScan } from "./search/import-graph.ts";
import { isConcurrencyPackage, isDatabasePackage } from "./search/known-packages.ts";
import { scanImports } from "./search/scan-imports.ts";

/**
 * Calls that only a database has, whatever the name before the dot: without an import, no other call makes a value of a
 * database of something that is known by its name alone (see `withEvidence` of the model's operations).
 */
const shapes =
  /\.\s*(?:execute(?:many|script|_async|_batch|_fetchall|_insert|_values)?|exec_driver_sql|callproc|mogrify|query\s*[.(]|objects\s*\.)/;
/** Those that other things have, too: they count where a statement in SQL is in sight. */
const commonShapes =
  /\.\s*(?:exec|scalars?|stream|stream_scalars|fetch|fetchrow|fetchval|insertmany|copy_from|copy_expert|copy_to_table)\s*\(/;
const sql =
  /\b(?:SELECT\s|INSERT\s+\w|REPLACE\s+INTO|UPDATE\s+\S+\s+SET|DELETE\s+FROM|CREATE\s+\w|DROP\s+\w|ALTER\s+TABLE|WITH\s+\w+\s+AS|PRAGMA\s|TRUNCATE\s|MERGE\s+INTO|UPDATE\s)/i;
const add = /\.\s*(?:add|add_all|merge)\b/;
const commit = /\.\s*commit\b/;
/** A file with a database's URL tells those that import it which engine they talk to. */
const url = /\b(?:sqlite|postgres|postgresql|cockroachdb|mysql|mariadb|mssql|oracle)(?:\+\w+)?:/;
/** A suppression that suppresses nothing is a finding, too. */
const suppression = /lanewise\s*:/i;

/**
 * Looks at a file's text without parsing it. A file without evidence has no finding, unless it imports something that
 * matters from a file that has: the search may take too much for evidence, never too little. `more` is what rules that
 * need no database look for (`Rule.evidence`).
 */
export function searchEvidence(text: string, more: readonly RegExp[]): FileScan {
  const imports = scanImports(text);
  return {
    hasEvidence:
      imports.some(({ level, module }) => level === 0 && isDatabasePackage(module)) ||
      shapes.test(text) ||
      (commonShapes.test(text) && sql.test(text)) ||
      (commit.test(text) && add.test(text)) ||
      suppression.test(text) ||
      more.some((pattern) => pattern.test(text)),
    mayMatter:
      url.test(text) || imports.some(({ level, module }) => level === 0 && isConcurrencyPackage(module)),
    // No file of a workspace is meant by the others.
    imports: imports.filter(({ level, module }) => level > 0 || !isBuiltIn(module)),
  };
}
