import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { type ParseUnit, readSource } from "../../src/core/lint/read-source.ts";
import type { Source } from "../../src/core/lint/source.ts";
import { loadPythonParser } from "../../src/workers/lint/python-parser.ts";

const folder = path.dirname(createRequire(import.meta.url).resolve("@vscode/tree-sitter-wasm"));

/** The parser of the product, without a bundle. */
export const parseUnit: ParseUnit = await loadPythonParser({
  runtime: path.join(folder, "tree-sitter.wasm"),
  grammar: readFileSync(path.join(folder, "tree-sitter-python.wasm")),
});

/** A whole file, without a time limit. `previous` gives its units away. */
export function readPython(text: string, options: { path?: string; previous?: Source } = {}): Source {
  const { path = "app.py", previous } = options;
  return readSource({ path, text, parse: parseUnit, previous, isOver: () => false });
}
