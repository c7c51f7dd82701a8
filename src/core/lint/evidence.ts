import { isBuiltIn } from "./search/built-in-modules.ts";
import type { FileScan } from "./search/import-graph.ts";
import { isConcurrencyPackage, isDatabasePackage } from "./search/known-packages.ts";
import { scanImports } from "./search/scan-imports.ts";

/** What most texts have nothing of, found in one pass: what the patterns below start with. */
const anyCall = /\.\s*(?:exec|callproc|mogrify|query|objects|scalar|stream|fetch|insertmany|copy_|commit\b)/;
/**
 * Without an import, what a name alone is taken for counts only with a call that only a database has: of a statement in
 * SQL, of `query(Model)`, or of `add` with `commit` (see `withEvidence` of the model's operations).
 */
const runs =
  /\.\s*(?:exec(?:ute\w*|_driver_sql)?|callproc|mogrify|scalars?|stream|stream_scalars|fetch|fetchrow|fetchval|insertmany|copy_from|copy_expert|copy_to_table)[\s\\]*\(/;
/**
 * The start of a string that is SQL (see `isSql`); strings that stand side by side, or are added, are one. What stands behind a colon
 * is a docstring.
 */
const sql =
  /(?<!:\s*[a-zA-Z]?(?:""|'')?)["'](?:\s|\\[nrt]|\\\r?\n|\()*(?:(?:SELECT|UPDATE|PRAGMA|TRUNCATE)[\s"'\\+]|(?:INSERT|REPLACE|DELETE|CREATE|DROP|ALTER|WITH|MERGE)[\s"'\\+]+(?:\w+[\s"'\\+]+){0,2}(?:INTO|FROM|TABLE|INDEX|VIEW|DATABASE|SCHEMA|AS)\b)/i;
const query = /\.\s*query[\s\\]*\(/;
/** What sessions are called whose `query` counts (see `kindByName` and `kindByFactoryName`). */
const sessionName = /session|(?:\b|_)sess?\b|\b_*(?:dbs?|database)\b/i;
/** Of a class: `User.query`, `User.objects`. */
const ofModel = /\.\s*(?:query|objects)\s*\./;
const add = /\.\s*(?:add|add_all|merge)\b/;
const commit = /\.\s*commit\b/;
/** A file with a database's URL tells those that import it which engine they talk to. */
const scheme = /\b(?:sqlite|postgres|postgresql|cockroachdb|mysql|mariadb|mssql|oracle)(?:\+\w+)?$/;
const LONGEST_SCHEME = 40;

/**
 * Looks at a file's text without parsing it. A file without evidence has no finding, unless it imports something that
 * matters from a file that has: the search may take too much for evidence, never too little. `more` is what rules that
 * need no database look for (`Rule.evidence`).
 */
export function searchEvidence(text: string, more: readonly RegExp[]): FileScan {
  const imports = scanImports(text);
  const importsDatabase = imports.some(({ level, module }) => level === 0 && isDatabasePackage(module));
  return {
    importsDatabase,
    hasEvidence:
      importsDatabase || (anyCall.test(text) && hasCalls(text)) || more.some((pattern) => pattern.test(text)),
    mayMatter:
      imports.some(({ level, module }) => level === 0 && isConcurrencyPackage(module)) || namesDatabase(text),
    // No file of a workspace is meant by the others.
    imports: imports.filter(({ level, module }) => level > 0 || !isBuiltIn(module)),
  };
}

function hasCalls(text: string): boolean {
  return (
    ofModel.test(text) ||
    (runs.test(text) && sql.test(text)) ||
    (query.test(text) && sessionName.test(text)) ||
    (commit.test(text) && add.test(text))
  );
}

function namesDatabase(text: string): boolean {
  for (let at = text.indexOf("://"); at >= 0; at = text.indexOf("://", at + 1))
    if (scheme.test(text.slice(Math.max(0, at - LONGEST_SCHEME), at))) return true;
  return false;
}
