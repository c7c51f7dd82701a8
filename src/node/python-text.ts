import { type SourceEncoding, sourceEncodingOf } from "../core/lint/source-encoding.ts";

/** The text of a Python file, and what it takes to write it back as it was. */
export interface PythonText {
  /** Without a byte order mark, line ends as in the file. */
  readonly text: string;
  readonly encoding: SourceEncoding;
  readonly hasMark: boolean;
}

export type DecodedPython =
  | { readonly ok: true; readonly source: PythonText }
  | { readonly ok: false; readonly problem: string };

/** The problem completes a sentence that names the file. */
export function decodePython(bytes: Uint8Array): DecodedPython {
  const found = sourceEncodingOf(bytes);
  if (!found.ok)
    return { ok: false, problem: `declares the encoding ${found.declared}, which Lanewise does not read` };
  const { encoding, markLength } = found;
  const content = bytes.subarray(markLength);
  const text =
    encoding === "latin-1" ? Buffer.from(content).toString("latin1") : decodeStrictly(content, encoding);
  if (text === undefined) return { ok: false, problem: `is not valid ${encoding.toUpperCase()}` };
  return { ok: true, source: { text, encoding, hasMark: markLength > 0 } };
}

/** Undefined if the text holds a character that the encoding has not. */
export function encodePython({ text, encoding, hasMark }: PythonText): Uint8Array | undefined {
  const marked = hasMark ? `\uFEFF${text}` : text;
  switch (encoding) {
    case "utf-8":
      return Buffer.from(marked, "utf8");
    case "utf-16le":
      return Buffer.from(marked, "utf16le");
    case "utf-16be":
      return Buffer.from(marked, "utf16le").swap16();
    case "latin-1":
      return /[\u0100-\uFFFF]/.test(text) ? undefined : Buffer.from(text, "latin1");
  }
}

function decodeStrictly(bytes: Uint8Array, encoding: SourceEncoding): string | undefined {
  try {
    return new TextDecoder(encoding, { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (error) {
    if (error instanceof TypeError) return undefined;
    throw error;
  }
}
