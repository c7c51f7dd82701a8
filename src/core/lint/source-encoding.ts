export type SourceEncoding = "utf-8" | "latin-1" | "utf-16le" | "utf-16be";

/** How the bytes of a Python file become text. */
export type SourceEncodingResult =
  | {
      readonly ok: true;
      readonly encoding: SourceEncoding;
      /** Bytes of the byte order mark; 0: there is none. */
      readonly markLength: 0 | 2 | 3;
    }
  /** It declares an encoding that is not one of ours. */
  | { readonly ok: false; readonly declared: string };

const COOKIE = /^[ \t\f]*#.*?coding[:=][ \t]*([-\w.]+)/;
const BLANK_OR_COMMENT = /^[ \t\f]*(?:#.*)?$/;
/** A cookie stands in the first two lines; more of them is not looked at. */
const HEAD_BYTES = 1000;

/** Python's names of encodings, folded: lower case, `_` as `-`. ASCII is read as the UTF-8 that it is part of. */
const encodings: ReadonlyMap<string, SourceEncoding> = new Map([
  ...["utf-8", "utf8", "u8", "utf", "utf-8-sig", "cp65001", "ascii", "us-ascii", "646"].map(
    (name) => [name, "utf-8"] as const,
  ),
  ...[
    "latin-1",
    "latin1",
    "latin",
    "l1",
    "iso-8859-1",
    "iso8859-1",
    "iso-latin-1",
    "8859",
    "cp819",
    "8859-1",
  ].map((name) => [name, "latin-1"] as const),
]);

/**
 * Byte order mark first, then the declaration in one of the first two lines (PEP 263), else UTF-8.
 * Says nothing of whether the bytes are valid in it.
 */
export function sourceEncodingOf(bytes: Uint8Array): SourceEncodingResult {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf)
    return { ok: true, encoding: "utf-8", markLength: 3 };
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return { ok: true, encoding: "utf-16le", markLength: 2 };
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return { ok: true, encoding: "utf-16be", markLength: 2 };
  const declared = declaredEncoding(bytes);
  if (declared === undefined) return { ok: true, encoding: "utf-8", markLength: 0 };
  const encoding = encodings.get(declared.toLowerCase().replaceAll("_", "-"));
  return encoding === undefined ? { ok: false, declared } : { ok: true, encoding, markLength: 0 };
}

function declaredEncoding(bytes: Uint8Array): string | undefined {
  const head = String.fromCharCode(...bytes.subarray(0, HEAD_BYTES));
  const [first = "", second = ""] = head.split(/\r\n|\r|\n/, 2);
  const inFirst = COOKIE.exec(first)?.[1];
  if (inFirst !== undefined) return inFirst;
  return BLANK_OR_COMMENT.test(first) ? COOKIE.exec(second)?.[1] : undefined;
}
