import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decimalText } from "../sql/decimal-value.ts";
import { readTypeText, type SqlValue } from "../sql/sql-type.ts";
import { ByteReader } from "./byte-reader.ts";
import { ByteWriter } from "./byte-writer.ts";
import { readTypeInfo } from "./read-type.ts";
import { dateOf, daysOf, offsetText, timeOf } from "./temporal.ts";
import { writeTypeInfo } from "./write-type.ts";
import { valueWriter } from "./write-value.ts";

/** Through TYPE_INFO and value, as a client reads and a server writes them. */
function throughWire(typeText: string, value: SqlValue, isNullable: boolean): SqlValue {
  const type = readTypeText(typeText);
  const writer = new ByteWriter(16);
  writeTypeInfo(writer, type, isNullable);
  valueWriter(type, isNullable)(writer, value);
  const reader = new ByteReader(writer.take());
  // As in a row: text, ntext and image stand behind a pointer.
  const read = readTypeInfo(reader, true).read(reader);
  expect(reader.remaining).toBe(0);
  return read instanceof Uint8Array ? Buffer.from(read) : read;
}

const integer = (bits: number) =>
  fc.bigInt({ min: -(2n ** BigInt(bits - 1)), max: 2n ** BigInt(bits - 1) - 1n });
const day = fc.nat({ max: daysOf("9999-12-31") }).map(dateOf);
const time = (scale: number) =>
  fc.bigInt({ min: 0n, max: 863_999_999_999n }).map((ticks) => timeOf(ticks, scale));
const offset = fc.integer({ min: -840, max: 840 }).map(offsetText);
const units = (digits: number) =>
  fc.bigInt({ min: -(10n ** BigInt(digits)) + 1n, max: 10n ** BigInt(digits) - 1n });
const bytes = (maxLength: number) => fc.uint8Array({ maxLength }).map((array) => Buffer.from(array));

const cases: readonly (readonly [string, fc.Arbitrary<SqlValue>])[] = [
  ["bit", fc.constantFrom(0n, 1n)],
  ["tinyint", fc.bigInt({ min: 0n, max: 255n })],
  ["smallint", integer(16)],
  ["int", integer(32)],
  ["bigint", integer(64)],
  ["float", fc.double({ noNaN: true, noDefaultInfinity: true })],
  ["real", fc.float({ noNaN: true, noDefaultInfinity: true })],
  ["money", integer(64).map((all) => decimalText({ units: all, scale: 4 }))],
  ["smallmoney", integer(32).map((all) => decimalText({ units: all, scale: 4 }))],
  ["decimal(9,4)", units(9).map((all) => decimalText({ units: all, scale: 4 }))],
  ["decimal(38,38)", units(38).map((all) => decimalText({ units: all, scale: 38 }))],
  ["date", day],
  ["time(0)", time(0)],
  ["time(7)", time(7)],
  ["datetime2(3)", fc.tuple(day, time(3)).map((parts) => parts.join(" "))],
  [
    "datetimeoffset(7)",
    fc.tuple(day, time(7), offset).map(([date, clock, east]) => `${date} ${clock}${east}`),
  ],
  ["uniqueidentifier", fc.uuid().map((id) => id.toUpperCase())],
  ["nvarchar(4000)", fc.string({ unit: "grapheme", maxLength: 100 })],
  ["nvarchar(max)", fc.string({ unit: "grapheme", maxLength: 9000 })],
  ["varchar(8000)", fc.string({ unit: "grapheme-ascii", maxLength: 100 })],
  ["varbinary(8000)", bytes(100)],
  ["varbinary(max)", bytes(20_000)],
  ["ntext", fc.string({ unit: "grapheme", maxLength: 100 })],
  ["image", bytes(100)],
  ["xml", fc.string({ unit: "grapheme", maxLength: 100 })],
];

describe("a value on the wire", () => {
  it.each(cases)("of type %s comes back as it was", (typeText, arbitrary) => {
    fc.assert(
      fc.property(arbitrary, fc.boolean(), (value, isNullable) => {
        const sent = value instanceof Uint8Array ? Buffer.from(value) : value;
        expect(throughWire(typeText, value, isNullable)).toEqual(sent);
      }),
    );
  });

  it.each(cases)("of type %s can be NULL", (typeText) => {
    expect(throughWire(typeText, null, true)).toBeNull();
  });
});

describe("days", () => {
  it("count as the calendar does", () => {
    fc.assert(
      fc.property(
        fc.date({
          min: new Date("0001-01-01T00:00:00Z"),
          max: new Date("9999-12-31T00:00:00Z"),
          noInvalidDate: true,
        }),
        (date) => {
          const text = date.toISOString().slice(0, 10);
          expect(dateOf(daysOf(text))).toBe(text);
          expect(daysOf(text)).toBe(Math.floor(date.getTime() / 86_400_000) + daysOf("1970-01-01"));
        },
      ),
    );
  });
});
