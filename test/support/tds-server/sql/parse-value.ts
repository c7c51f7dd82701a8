import type { Expression } from "./ast.ts";
import { readExpression } from "./parse-expression.ts";
import { readInnerQuery } from "./parse-query.ts";
import { TokenStream } from "./token-stream.ts";

/** One expression that was kept as text: a column's default. */
export function parseValue(text: string): Expression {
  return readExpression(new TokenStream(text, readInnerQuery));
}
