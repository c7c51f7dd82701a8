import type { ParameterSource, ParameterValue } from "./plan.ts";

export type ParameterProblem = "empty" | "not-whole" | "backwards" | "too-wide" | "open-quote";

export type ParsedParameter =
  | { readonly ok: true; readonly source: ParameterSource }
  | { readonly ok: false; readonly problem: ParameterProblem };

/**
 * Reads what a user writes for one placeholder: a range of whole numbers (`1..500000`), or values divided by commas
 * (`1, 2.5, abc, 'a, b', null`). A quoted value is always text; a bare one is a number when it reads as one.
 */
export function parseParameter(text: string): ParsedParameter {
  const written = text.trim();
  if (written === "") return { ok: false, problem: "empty" };
  const range = /^([+-]?[\d_.]*\d[\d_]*)\s*\.\.\s*([+-]?[\d_.]*\d[\d_]*)$/.exec(written);
  return range ? integers(range[1] ?? "", range[2] ?? "") : choices(written);
}

/** What `parseParameter` reads back as the same source. */
export function parameterText(source: ParameterSource): string {
  if (source.kind === "integer") return `${source.from}..${source.to}`;
  return source.values.map(valueText).join(", ");
}

function integers(first: string, last: string): ParsedParameter {
  const from = Number(first.replaceAll("_", ""));
  const to = Number(last.replaceAll("_", ""));
  if (!Number.isSafeInteger(from) || !Number.isSafeInteger(to)) return { ok: false, problem: "not-whole" };
  if (to < from) return { ok: false, problem: "backwards" };
  if (!Number.isSafeInteger(to - from + 1)) return { ok: false, problem: "too-wide" };
  return { ok: true, source: { kind: "integer", from, to } };
}

function choices(written: string): ParsedParameter {
  const values: ParameterValue[] = [];
  const item = /\s*(?:'((?:[^']|'')*)'|([^',][^,]*?)?)\s*(,|$)/y;
  while (item.lastIndex < written.length || written.endsWith(",")) {
    const match = item.exec(written);
    if (!match) return { ok: false, problem: "open-quote" };
    const [, quoted, bare, comma] = match;
    if (quoted === undefined && bare === undefined) return { ok: false, problem: "empty" };
    values.push(quoted === undefined ? bareValue(bare ?? "") : quoted.replaceAll("''", "'"));
    if (comma === "") break;
  }
  return { ok: true, source: { kind: "choice", values } };
}

function bareValue(bare: string): ParameterValue {
  if (/^null$/i.test(bare)) return null;
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(bare) ? Number(bare) : bare;
}

function valueText(value: ParameterValue): string {
  if (value === null) return "null";
  if (typeof value === "number") return String(value);
  const isPlain =
    /^[^',\s](?:[^',]*[^',\s])?$/.test(value) && bareValue(value) === value && !value.includes("..");
  return isPlain ? value : `'${value.replaceAll("'", "''")}'`;
}
