import type { Parameter, ParameterSource, ParameterValue } from "./plan.ts";

/** Why a parameter's text cannot be read. `core/text/parameter-problem.ts` has a sentence for each. */
export type ParameterProblem =
  | { readonly problem: "empty"; readonly given: string }
  | { readonly problem: "empty-value"; readonly given: string }
  | { readonly problem: "range-not-exact"; readonly given: string }
  | { readonly problem: "range-backwards"; readonly given: string }
  | { readonly problem: "number-not-exact"; readonly given: string; readonly value: string }
  | { readonly problem: "quote-not-closed"; readonly given: string }
  | { readonly problem: "text-after-quote"; readonly given: string; readonly value: string }
  | { readonly problem: "name-twice"; readonly given: string; readonly name: string }
  | { readonly problem: "names-and-positions"; readonly given: string };

export type ParsedParameters =
  | { readonly status: "parsed"; readonly parameters: readonly Parameter[] }
  | { readonly status: "invalid"; readonly problem: ParameterProblem };

export type ParsedSource =
  | { readonly status: "parsed"; readonly source: ParameterSource }
  | { readonly status: "invalid"; readonly problem: ParameterProblem };

/**
 * Reads parameters as people type them, one text each, in the order of the placeholders:
 * - `1..500000`: a whole number of the range;
 * - `a,b,c`: one of the values. Numbers and `null` are what they look like; what else is text is text, as is
 *   anything in `'…'` or `"…"` (a quote inside is doubled). `007` is text, since a number would lose its zeros;
 * - `name=…`, also `:name=…`, `@name=…` and `$name=…`: for a placeholder with a name. `=…` has none and takes the
 *   rest as it is, for values that hold a `=` themselves.
 */
export function parseParameters(texts: readonly string[]): ParsedParameters {
  const parameters: Parameter[] = [];
  for (const given of texts) {
    const match = /^\s*(?:[:@$]?([\p{L}_][\p{L}\p{N}_]*)\s*)?=(.*)$/su.exec(given);
    const name = match?.[1] ?? null;
    const parsed = parseParameterSource(match?.[2] ?? given, given);
    if (parsed.status === "invalid") return parsed;
    if (parameters.some((other) => (other.name === null) !== (name === null)))
      return invalid({ problem: "names-and-positions", given });
    if (name !== null && parameters.some((other) => other.name === name))
      return invalid({ problem: "name-twice", given, name });
    parameters.push({ name, source: parsed.source });
  }
  return { status: "parsed", parameters };
}

/** Reads the values of one placeholder: as `parseParameters`, without a name. Problems name `given`. */
export function parseParameterSource(values: string, given: string = values): ParsedSource {
  const written = values.trim();
  if (written === "") return invalid({ problem: "empty", given });
  const source = parseRange(written, given) ?? parseChoice(written, given);
  return "problem" in source ? invalid(source) : { status: "parsed", source };
}

/** Undefined when the text is no range at all. */
function parseRange(rest: string, given: string): ParameterSource | ParameterProblem | undefined {
  const match = /^([+-]?\d+)\s*\.\.\s*([+-]?\d+)$/.exec(rest);
  if (!match) return undefined;
  const from = Number(match[1]);
  const to = Number(match[2]);
  if (!Number.isSafeInteger(from) || !Number.isSafeInteger(to) || !Number.isSafeInteger(to - from + 1))
    return { problem: "range-not-exact", given };
  if (from > to) return { problem: "range-backwards", given };
  // `-0` would be bound as a floating-point number.
  return { kind: "integer", from: from + 0, to: to + 0 };
}

function parseChoice(rest: string, given: string): ParameterSource | ParameterProblem {
  const values: ParameterValue[] = [];
  let at = 0;
  while (at <= rest.length) {
    const quoted = /^\s*(['"])/.exec(rest.slice(at));
    const end = quoted ? endOfQuoted(rest, at + quoted[0].length, quoted[1] ?? "") : endOfPlain(rest, at);
    if (end === undefined) return { problem: "quote-not-closed", given };
    const written = rest.slice(at, end).trim();
    const after = /^\s*([^,]*)(?:,|$)/.exec(rest.slice(end));
    if (after?.[1]) return { problem: "text-after-quote", given, value: after[1].trim() };
    if (written === "") return { problem: "empty-value", given };
    const value = quoted ? unquote(written) : plainValue(written);
    if (value === undefined) return { problem: "number-not-exact", given, value: written };
    values.push(value);
    at = end + (after?.[0].length ?? 0);
    if (!after?.[0].endsWith(",")) break;
  }
  return { kind: "choice", values };
}

function endOfPlain(rest: string, at: number): number {
  const comma = rest.indexOf(",", at);
  return comma === -1 ? rest.length : comma;
}

/** The index after the closing quote; undefined without one. A doubled quote is part of the text. */
function endOfQuoted(rest: string, start: number, quote: string): number | undefined {
  for (let at = start; at < rest.length; at++) {
    if (rest[at] !== quote) continue;
    if (rest[at + 1] !== quote) return at + 1;
    at++;
  }
  return undefined;
}

function unquote(written: string): string {
  const quote = written[0] ?? "";
  return written.slice(1, -1).replaceAll(quote + quote, quote);
}

/** Undefined for a whole number that a double cannot hold exactly. */
function plainValue(written: string): ParameterValue | undefined {
  if (/^null$/i.test(written)) return null;
  if (!/^[+-]?(?:0|[1-9]\d*)(?:\.\d+)?(?:e[+-]?\d+)?$/i.test(written)) return written;
  const value = Number(written) + 0;
  if (!Number.isFinite(value)) return undefined;
  if (/^[+-]?\d+$/.test(written) && !Number.isSafeInteger(value)) return undefined;
  return value;
}

function invalid(problem: ParameterProblem): { status: "invalid"; problem: ParameterProblem } {
  return { status: "invalid", problem };
}
