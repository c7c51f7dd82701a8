import { finishDraft, startDraft } from "./draft.ts";
import type { Parameter } from "./parameters.ts";
import {
  type ConnectionStringProblem,
  invalid,
  type ParsedConnection,
  tellableName,
} from "./parsed-connection.ts";
import { applyPostgresParameters } from "./postgres-parameters.ts";

/**
 * libpq's `host=localhost port=5432 password='it\'s'` (postgresql.org/docs/current/libpq-connect, "Keyword/Value
 * Connection Strings"): blanks around `=` do not count, a backslash takes the next character as it is, quotes only
 * begin a value. The last of a name counts.
 */
export function parseLibpqKeywords(text: string): ParsedConnection {
  const parameters = readKeywords(text);
  if (!Array.isArray(parameters)) return invalid(parameters);
  const draft = startDraft();
  applyPostgresParameters(draft, parameters);
  return finishDraft("postgres", draft);
}

/** `[ \t-\r]` are the blanks of C's isspace(): another blank is part of a value. */
const pair =
  /[ \t-\r]*(?<name>[^ \t-\r=]+)[ \t-\r]*(?<equals>=[ \t-\r]*)?(?:'(?<quoted>(?:[^'\\]|\\.)*)(?<end>'|\\?$)|(?<plain>(?:[^ \t-\r\\]|\\.)*)\\?)/sy;

function readKeywords(text: string): Parameter[] | ConnectionStringProblem {
  const parameters: Parameter[] = [];
  let at = 0;
  while (/[^ \t-\r]/.test(text.slice(at))) {
    pair.lastIndex = at;
    const match = pair.exec(text);
    const { name = "", equals, quoted, end, plain = "" } = (match?.groups ?? {}) as Groups;
    if (!match || equals === undefined) return { problem: "no-equals-sign" };
    if (quoted !== undefined && end !== "'") return { problem: "quote-not-closed", name: tellableName(name) };
    parameters.push([name, (quoted ?? plain).replaceAll(/\\(.)/gs, "$1")]);
    at += match[0].length;
  }
  return parameters;
}

interface Groups {
  readonly name?: string;
  readonly equals?: string;
  readonly quoted?: string;
  readonly end?: string;
  readonly plain?: string;
}
