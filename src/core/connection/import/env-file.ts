import { parseConnectionString } from "../connection-string/parse-connection-string.ts";
import { findingOf, type ImportFinding, type ImportOrigin, unreadable } from "./import-candidate.ts";

/**
 * The connection strings of a `.env` file, as `DATABASE_URL=postgres://…`: found by the variable's name or by how the
 * value begins. What another kind of server is meant by (`REDIS_URL`) is passed over.
 */
export function readEnvFile(text: string): readonly ImportFinding[] {
  const assignments = readAssignments(text);
  const resolve = resolver(assignments);
  return assignments.flatMap((assignment): ImportFinding[] => {
    if (!likelyName.test(assignment.variable) && !likelyValue.test(assignment.value)) return [];
    const { variable, line } = assignment;
    const origin: ImportOrigin = { source: "env-file", variable, line };
    const resolved = resolve(assignment);
    const parsed = parseConnectionString(resolved.value);
    if (parsed.status === "invalid" && passedOver.includes(parsed.problem.problem)) return [];
    if (resolved.unset !== undefined)
      return [unreadable(origin, { problem: "unset-variable", name: resolved.unset })];
    return [findingOf(origin, parsed)];
  });
}

const likelyName = /(?:ur[il]|dsn|conn|connection|conn(?:ection)?_?str(?:ing)?)$|connectionstrings?_/i;
const likelyValue = /^(?:jdbc:|(?:sqlite|postgres|mysql|mariadb|mssql|sqlserver)[\w+]*:\/\/)/i;
const passedOver: readonly string[] = ["empty", "not-recognized", "unknown-scheme", "no-equals-sign"];

interface Assignment {
  readonly variable: string;
  /** Without its quotes, not yet expanded. */
  readonly value: string;
  /** In single quotes a `$` is a `$`. */
  readonly isLiteral: boolean;
  readonly line: number;
}

/** `export` may stand before, a comment after a blank behind; in quotes a value may run over several lines. */
const assignmentPattern =
  /^[ \t]*(?:export[ \t]+)?(?<variable>[\w.-]+)[ \t]*=[ \t]*(?:'(?<single>(?:\\'|[^'])*)'|"(?<double>(?:\\[\s\S]|[^"\\])*)"|`(?<back>[^`]*)`|(?<plain>[^\r\n]*))/gm;

interface Groups {
  readonly variable: string;
  readonly single?: string;
  readonly double?: string;
  readonly back?: string;
  readonly plain?: string;
}

function readAssignments(text: string): readonly Assignment[] {
  let line = 1;
  let at = 0;
  return Array.from(text.matchAll(assignmentPattern), (match) => {
    const { variable, single, double, back, plain = "" } = match.groups as unknown as Groups;
    line += text.slice(at, match.index).split("\n").length - 1;
    at = match.index;
    return {
      variable,
      value:
        single?.replaceAll("\\'", "'") ??
        (double === undefined ? undefined : unescapeDouble(double)) ??
        back ??
        plain.replace(/(?:^|\s)#.*$/, "").trim(),
      isLiteral: single !== undefined,
      line,
    };
  });
}

/** `\$` stays, for the expansion to see. */
function unescapeDouble(text: string): string {
  return text.replaceAll(/\\([\s\S])/g, (whole, char: string) => {
    if (char === "n") return "\n";
    if (char === "r") return "\r";
    if (char === "t") return "\t";
    return char === '"' || char === "\\" ? char : whole;
  });
}

interface Resolved {
  readonly value: string;
  /** A variable that the file does not set and that has no default. */
  readonly unset?: string | undefined;
}

/** Far above any connection string, far below what a file of variables that double each other could grow to. */
const longest = 10_000;

/** Expands `$NAME`, `${NAME}`, `${NAME:-default}` from the file itself, wherever it sets them; never in a circle. */
function resolver(assignments: readonly Assignment[]): (assignment: Assignment) => Resolved {
  const byName = new Map(assignments.map((assignment) => [assignment.variable, assignment]));
  const resolved = new Map<string, Resolved>();
  const resolveName = (name: string): Resolved | undefined => {
    const known = resolved.get(name);
    const assignment = byName.get(name);
    if (known || !assignment) return known;
    // Where a circle closes, the variable counts as not set.
    resolved.set(name, { value: "", unset: name });
    const result = resolve(assignment);
    resolved.set(name, result);
    return result;
  };
  const resolve = ({ value, isLiteral }: Assignment): Resolved =>
    isLiteral ? { value } : expand(value, resolveName);
  return (assignment) =>
    byName.get(assignment.variable) === assignment
      ? (resolveName(assignment.variable) ?? resolve(assignment))
      : resolve(assignment);
}

const reference = /\\\$|\$\{(?<braced>\w+)(?::?-(?<fallback>[^}]*))?\}|\$(?<bare>[A-Za-z_]\w*)/g;

function expand(value: string, lookUp: (name: string) => Resolved | undefined): Resolved {
  let unset: string | undefined;
  let expanded = "";
  let at = 0;
  for (const match of value.matchAll(reference)) {
    const { braced, fallback, bare } = (match.groups ?? {}) as References;
    const name = braced ?? bare;
    const inner = name === undefined ? undefined : lookUp(name);
    expanded += value.slice(at, match.index);
    if (name === undefined) expanded += "$";
    else if (inner && expanded.length + inner.value.length <= longest) expanded += inner.value;
    else expanded += fallback ?? match[0];
    unset ??= inner?.unset;
    // `$word` without braces is more likely a part of a password than a variable that is not set.
    if (!inner && fallback === undefined) unset ??= braced;
    at = match.index + match[0].length;
  }
  return { value: expanded + value.slice(at), unset };
}

interface References {
  readonly braced?: string;
  readonly fallback?: string;
  readonly bare?: string;
}
