import type { ReadValue } from "./operation.ts";

/** Type numbers of PostgreSQL's catalog (pg_type.dat); they never change. */
const readers: ReadonlyMap<number, ReadValue> = new Map<number, ReadValue>([
  [21, Number],
  [23, Number],
  [26, Number],
  [700, Number],
  [701, Number],
  [17, bytes],
]);

/**
 * How a column's values are read: numbers that JavaScript holds exactly become numbers, and bytea bytes. All else stays
 * the server's text: nothing is lost of a bigint, a numeric or a timestamp, and no time is spent on making objects.
 */
export function readerOf(type: number): ReadValue | undefined {
  return readers.get(type);
}

function bytes(text: string): Uint8Array {
  // The other form, `escape`, is a session's own choice; its text then stands for the bytes.
  return text.startsWith("\\x") ? Buffer.from(text.slice(2), "hex") : Buffer.from(text, "latin1");
}
