import { SqlFailure, syntaxError } from "./sql-failure.ts";

export interface Token {
  readonly kind: "word" | "quoted" | "string" | "number" | "binary" | "variable" | "operator" | "end";
  /** As written; of quoted names and strings what they mean. */
  readonly text: string;
  /** Words in capitals, everything else as `text`. */
  readonly upper: string;
  /** `N'…'`. */
  readonly isNational: boolean;
  readonly line: number;
  readonly from: number;
  readonly to: number;
}

const operators = ["<>", "<=", ">=", "!=", "!<", "!>", "+=", "-=", "*=", "/=", "%=", "::"];
const wordStart = /[\p{L}_#]/u;
const wordPart = /[\p{L}\p{N}_@#$]/u;

/** T-SQL's tokens, without space and comments. Comments nest. */
export function lex(sql: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  let line = 1;
  const push = (kind: Token["kind"], to: number, text = sql.slice(at, to), isNational = false) => {
    tokens.push({
      kind,
      text,
      upper: kind === "word" ? text.toUpperCase() : text,
      isNational,
      line,
      from: at,
      to,
    });
    line += newlines(sql, at, to);
    at = to;
  };
  while (at < sql.length) {
    const char = sql.charAt(at);
    if (/\s/.test(char)) {
      if (char === "\n") line++;
      at++;
    } else if (sql.startsWith("--", at)) {
      const end = sql.indexOf("\n", at);
      at = end < 0 ? sql.length : end;
    } else if (sql.startsWith("/*", at)) {
      const end = commentEnd(sql, at);
      if (end === undefined)
        throw new SqlFailure(113, "Missing end comment mark '*/'.", { class: 15, reach: "batch", line });
      line += newlines(sql, at, end);
      at = end;
    } else if (char === "'" || ((char === "N" || char === "n") && sql[at + 1] === "'")) {
      const start = char === "'" ? at : at + 1;
      const { end, text } = quoted(sql, start, "'", line);
      push("string", end, text, char !== "'");
    } else if (char === "[" || char === '"') {
      const { end, text } = quoted(sql, at, char === "[" ? "]" : '"', line);
      push("quoted", end, text);
    } else if (char === "@") {
      push(
        "variable",
        run(sql, at + 1, (c) => wordPart.test(c)),
      );
    } else if (wordStart.test(char)) {
      push(
        "word",
        run(sql, at + 1, (c) => wordPart.test(c)),
      );
    } else if (/^0x/i.test(sql.slice(at, at + 2))) {
      push(
        "binary",
        run(sql, at + 2, (c) => /[0-9a-f]/i.test(c)),
      );
    } else if (/\d/.test(char) || (char === "." && /\d/.test(sql.charAt(at + 1)))) {
      push("number", numberEnd(sql, at));
    } else {
      const pair = sql.slice(at, at + 2);
      if (operators.includes(pair)) push("operator", at + 2);
      else if ("+-*/%&|^~=<>(),.;:?".includes(char)) push("operator", at + 1);
      else throw syntaxError(char, false, line);
    }
  }
  tokens.push({ kind: "end", text: "", upper: "", isNational: false, line, from: at, to: at });
  return tokens;
}

function newlines(sql: string, from: number, to: number): number {
  let count = 0;
  for (let i = sql.indexOf("\n", from); i >= 0 && i < to; i = sql.indexOf("\n", i + 1)) count++;
  return count;
}

function run(sql: string, from: number, goesOn: (char: string) => boolean): number {
  let at = from;
  while (at < sql.length && goesOn(sql.charAt(at))) at++;
  return at;
}

function numberEnd(sql: string, from: number): number {
  const match = /^(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?/.exec(sql.slice(from, from + 400));
  return from + (match?.[0].length ?? 1);
}

function quoted(sql: string, from: number, close: string, line: number): { end: number; text: string } {
  let text = "";
  for (let at = from + 1; ; ) {
    const end = sql.indexOf(close, at);
    if (end < 0) {
      const rest = sql.slice(from + 1);
      throw new SqlFailure(105, `Unclosed quotation mark after the character string '${rest}'.`, {
        class: 15,
        reach: "batch",
        line,
      });
    }
    text += sql.slice(at, end);
    if (sql[end + 1] !== close) return { end: end + 1, text };
    text += close;
    at = end + 2;
  }
}

function commentEnd(sql: string, from: number): number | undefined {
  let depth = 0;
  for (let at = from; at < sql.length; at++) {
    const pair = sql.slice(at, at + 2);
    if (pair === "/*") depth++;
    else if (pair === "*/" && --depth === 0) return at + 2;
    if (pair === "/*" || pair === "*/") at++;
  }
  return undefined;
}
