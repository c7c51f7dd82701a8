import {
  afterLineEnd,
  backslash,
  byteOrderMark,
  carriageReturn,
  closingBrace,
  closingBracket,
  closingParenthesis,
  doubleQuote,
  endOfLine,
  formFeed,
  hash,
  isLineEnd,
  isNamePart,
  newline,
  openingBrace,
  openingBracket,
  openingParenthesis,
  singleQuote,
  space,
  tab,
} from "./characters.ts";
import { endsBrackets } from "./resynchronise.ts";
import { skipString } from "./skip-string.ts";

/** By character: 1 if it means nothing to the lines. */
const plain = Uint8Array.from({ length: closingBrace + 1 }, (_, code) =>
  code === space || isNamePart(code) ? 1 : 0,
);

/**
 * Walks over the logical lines of Python text: one per statement's head, however many lines its brackets, strings
 * and backslashes span. It knows just enough of Python's tokens for that, and works on broken code too: what
 * cannot stand inside brackets ends them.
 */
export class LogicalLines {
  /** Its first character that is no white space. */
  code = 0;
  /** Columns of white space before it; a tab counts 8. */
  indent = 0;
  /** Where the line after it starts. */
  end: number;
  /** Where the blank lines and comments before it start. Comments of a body that ended belong to the body. */
  gap: number;
  /** Whether a blank line is among them. */
  blank = false;

  readonly #text: string;
  readonly #to: number;
  readonly #level: number;

  /** `level` in columns: comments that stand deeper belong to what is before them. */
  constructor(text: string, from: number, to: number, level: number) {
    this.#text = text;
    this.#to = to;
    this.#level = level;
    this.end = from;
    this.gap = from;
  }

  /** Goes to the next line that holds code; false: there is none, and `gap` is where the rest starts. */
  next(): boolean {
    let at = this.end;
    this.gap = at;
    this.blank = false;
    while (at < this.#to) {
      at = this.#skipIndent(at);
      if (at >= this.#to) break;
      const first = this.#text.charCodeAt(at);
      if (first === newline || first === carriageReturn) {
        this.blank = true;
        at = afterLineEnd(this.#text, at);
      } else if (first === hash) {
        at = this.#nextLine(at);
        if (this.indent > this.#level) {
          this.gap = at;
          this.blank = false;
        }
      } else {
        this.code = at;
        this.end = this.#skipLogicalLine(at);
        return true;
      }
    }
    return false;
  }

  #skipIndent(from: number): number {
    let columns = 0;
    let at = from;
    const text = this.#text;
    for (; at < this.#to; at++) {
      const code = text.charCodeAt(at);
      if (code === space) columns++;
      else if (code === tab) columns += 8;
      else if (code === formFeed) columns = 0;
      else if (code !== byteOrderMark || at !== 0) break;
    }
    this.indent = columns;
    return at;
  }

  #skipLogicalLine(from: number): number {
    const text = this.#text;
    const to = this.#to;
    let depth = 0;
    let at = from;
    while (at < to) {
      const code = text.charCodeAt(at);
      // Most of it are names and spaces.
      if (code > closingBrace || plain[code] === 1) {
        at++;
        continue;
      }
      switch (code) {
        case doubleQuote:
        case singleQuote: {
          const after = skipString(text, at, to);
          // A field of an f-string that never ends, and a line that cannot belong to it.
          if (after < 0) return -after;
          at = after;
          break;
        }
        case openingParenthesis:
        case openingBracket:
        case openingBrace:
          depth++;
          at++;
          break;
        case closingParenthesis:
        case closingBracket:
        case closingBrace:
          if (depth > 0) depth--;
          at++;
          break;
        case hash:
          at = endOfLine(text, at, to);
          break;
        case backslash:
          at = isLineEnd(text.charCodeAt(at + 1)) ? afterLineEnd(text, at + 1) : at + 1;
          break;
        case newline:
        case carriageReturn:
          at = afterLineEnd(text, at);
          if (depth === 0 || endsBrackets(text, at, to)) return at;
          break;
        default:
          at++;
      }
    }
    return to;
  }

  #nextLine(at: number): number {
    const end = endOfLine(this.#text, at, this.#to);
    return end < this.#to ? afterLineEnd(this.#text, end) : end;
  }
}
