export type RowValue = number | bigint | string | null | Uint8Array | Date;

/**
 * A checksum of rows that does not depend on their order: the sum, modulo 2^64, of one hash per row. (XOR would hide
 * pairs of equal rows.) 16 hexadecimal digits.
 */
export function rowChecksum(rows: readonly (readonly RowValue[])[]): string {
  let high = 0;
  let low = 0;
  for (const row of rows) {
    low += hashRow(row, 0x811c9dc5);
    high = (high + hashRow(row, 0x01000193) + Math.floor(low / 0x100000000)) % 0x100000000;
    low %= 0x100000000;
  }
  return high.toString(16).padStart(8, "0") + low.toString(16).padStart(8, "0");
}

/** What a row weighs when it is kept, in bytes: an estimate of V8's objects, not less than the data itself. */
export function rowBytes(row: readonly RowValue[]): number {
  let bytes = 32 + 8 * row.length;
  for (const value of row) {
    if (typeof value === "string") bytes += 24 + value.length;
    else if (typeof value === "number") bytes += Number.isInteger(value) ? 0 : 16;
    else if (typeof value === "bigint") bytes += 24;
    else if (value instanceof Date) bytes += 88;
    else if (value !== null) bytes += 96 + value.byteLength;
  }
  return bytes;
}

/** FNV-1a over type tags and values (Fowler, Noll, Vo), finished as MurmurHash3 does. */
function hashRow(row: readonly RowValue[], seed: number): number {
  let h = seed;
  for (const value of row) {
    if (value === null) h = step(h, 0);
    else if (value instanceof Uint8Array) {
      h = step(h, 4);
      for (const byte of value) h = step(h, byte);
    } else {
      h = step(h, typeof value === "string" ? 3 : 1);
      const digits =
        typeof value === "string" ? value : String(value instanceof Date ? value.getTime() : value);
      for (let i = 0; i < digits.length; i++) h = step(h, digits.charCodeAt(i));
    }
    h = step(h, 0x10000);
  }
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

function step(h: number, unit: number): number {
  return Math.imul(h ^ unit, 0x01000193);
}
