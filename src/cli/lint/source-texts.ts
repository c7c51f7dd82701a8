import { readFile } from "node:fs/promises";
import { decodePython, type PythonText } from "../../node/python-text.ts";
import { reasonOf } from "../../node/system-error.ts";
import { linesOf } from "./source-lines.ts";
import type { SourceLines } from "./text-format.ts";

export type ReadSource =
  | { readonly ok: true; readonly source: PythonText; readonly bytes: Uint8Array }
  /** Completes a sentence that names the file. */
  | { readonly ok: false; readonly problem: string };

export async function readSource(file: string): Promise<ReadSource> {
  let bytes: Uint8Array;
  try {
    bytes = await readFile(file);
  } catch (error) {
    return { ok: false, problem: `cannot be read: ${reasonOf(error)}` };
  }
  const decoded = decodePython(bytes);
  return decoded.ok ? { ...decoded, bytes } : decoded;
}

/** The lines of files for code frames; a file that cannot be read has none. */
export async function readLines(
  files: Iterable<{ readonly name: string; readonly absolute: string; readonly text: string | undefined }>,
): Promise<SourceLines> {
  const lines = new Map<string, readonly string[]>();
  for (const { name, absolute, text } of files) {
    if (text !== undefined) lines.set(name, linesOf(text));
    else {
      const read = await readSource(absolute);
      if (read.ok) lines.set(name, linesOf(read.source.text));
    }
  }
  return (name) => lines.get(name);
}
