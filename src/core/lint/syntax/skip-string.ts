import {
  afterLineEnd,
  backslash,
  closingBrace,
  closingBracket,
  closingParenthesis,
  colon,
  doubleQuote,
  endOfLine,
  hash,
  isLineEnd,
  isNamePart,
  openingBrace,
  openingBracket,
  openingParenthesis,
  singleQuote,
  space,
} from "./characters.ts";
import { endsBrackets } from "./resynchronise.ts";

/** Strings inside fields inside strings: beyond this it is no program, and fields are not looked into. */
const deepest = 20;

interface Quote {
  readonly code: number;
  readonly triple: boolean;
  readonly raw: boolean;
  readonly formatted: boolean;
}

/**
 * From a string's opening quote to the position after its closing one. A string that does not end ends with its
 * line, a triple-quoted one with the text. Negative: minus the start of a line that cannot be part of the string,
 * because a replacement field of an f-string was not closed before it.
 */
export function skipString(text: string, start: number, to: number, depth = 0): number {
  const quote = quoteAt(text, start, depth);
  let position = start + (quote.triple ? 3 : 1);
  while (position < to) {
    const code = text.charCodeAt(position);
    // Letters and spaces, the bulk of a docstring.
    if (code > backslash ? code !== openingBrace : code === space) {
      position++;
    } else if (code === quote.code) {
      if (!quote.triple) return position + 1;
      if (text.charCodeAt(position + 1) === code && text.charCodeAt(position + 2) === code)
        return position + 3;
      position++;
    } else if (code === backslash) {
      position = skipEscape(text, position, quote);
    } else if (isLineEnd(code) && !quote.triple) {
      return position;
    } else if (code === openingBrace && quote.formatted) {
      if (text.charCodeAt(position + 1) === openingBrace) {
        position += 2;
      } else {
        position = skipField(text, position + 1, to, quote, depth);
        if (position < 0) return position;
      }
    } else {
      position++;
    }
  }
  return to;
}

/** From after a field's `{` to after its `}`, or to where the string goes on that has no end of it. */
function skipField(text: string, start: number, to: number, quote: Quote, depth: number): number {
  let brackets = 0;
  let position = start;
  while (position < to) {
    const code = text.charCodeAt(position);
    switch (code) {
      case doubleQuote:
      case singleQuote:
        position = skipString(text, position, to, depth + 1);
        if (position < 0) return position;
        break;
      case openingParenthesis:
      case openingBracket:
      case openingBrace:
        brackets++;
        position++;
        break;
      case closingParenthesis:
      case closingBracket:
        if (brackets > 0) brackets--;
        position++;
        break;
      case closingBrace:
        position++;
        if (brackets === 0) return position;
        brackets--;
        break;
      case colon:
        if (brackets === 0) return skipFormat(text, position + 1, to, quote, depth);
        position++;
        break;
      case hash:
        position = endOfLine(text, position, to);
        break;
      default:
        if (isLineEnd(code)) {
          position = afterLineEnd(text, position);
          if (endsBrackets(text, position, to)) return -position;
        } else {
          position++;
        }
    }
  }
  return to;
}

/** The format after a field's colon, with the `}` that ends both. */
function skipFormat(text: string, start: number, to: number, quote: Quote, depth: number): number {
  let position = start;
  while (position < to) {
    const code = text.charCodeAt(position);
    if (code === closingBrace) return position + 1;
    if (code === quote.code && !quote.triple) return position;
    if (isLineEnd(code) && !quote.triple) return position;
    if (
      code === quote.code &&
      text.charCodeAt(position + 1) === code &&
      text.charCodeAt(position + 2) === code
    ) {
      return position;
    }
    if (code === openingBrace) {
      if (depth >= deepest) return position + 1;
      position = skipField(text, position + 1, to, quote, depth + 1);
      if (position < 0) return position;
    } else {
      position++;
    }
  }
  return to;
}

function quoteAt(text: string, start: number, depth: number): Quote {
  const code = text.charCodeAt(start);
  let formatted = false;
  let raw = false;
  let position = start - 1;
  // At most two letters; `leaf"…"` is a name and a string.
  for (; position >= 0 && position >= start - 2; position--) {
    const letter = text.charCodeAt(position) | 32;
    if (letter === 114) raw = true;
    else if (letter === 102 || letter === 116) formatted = true;
    else break;
  }
  if (position >= 0 && isNamePart(text.charCodeAt(position))) formatted = false;
  const triple = text.charCodeAt(start + 1) === code && text.charCodeAt(start + 2) === code;
  return { code, triple, raw, formatted: formatted && depth < deepest };
}

/** Raw strings too: a backslash there still keeps a quote from ending them. */
function skipEscape(text: string, position: number, quote: Quote): number {
  const next = text.charCodeAt(position + 1);
  if (isLineEnd(next)) return afterLineEnd(text, position + 1);
  if (!quote.formatted) return position + 2;
  if (next === openingBrace || next === closingBrace) return position + 1;
  // \N{EM DASH} is a character and no field.
  if (next === 78 && !quote.raw && text.charCodeAt(position + 2) === openingBrace) return position + 3;
  return position + 2;
}
