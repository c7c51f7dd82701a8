import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ProtocolError } from "./byte-reader.ts";
import { ByteWriter } from "./byte-writer.ts";
import { readLogin } from "./login7.ts";
import { agreeOnEncryption, readPrelogin } from "./prelogin.ts";
import { readBatch, readCalls, readTransactionRequest } from "./requests.ts";

const readers = { readPrelogin, readLogin, readBatch, readCalls, readTransactionRequest } as const;

/** ALL_HEADERS with the descriptor of a transaction. */
function headers(writer: ByteWriter, transaction: bigint): ByteWriter {
  return writer.u32(22).u32(18).u16(2).u64(transaction).u32(1);
}

const call = headers(new ByteWriter(), 7n)
  .u16(0xffff)
  .u16(10)
  .u16(0)
  .shortText("@stmt")
  .u8(0)
  .bytes(Buffer.from([0xe7, 0x40, 0x1f, 9, 4, 0xd0, 0, 0x34]))
  .withLength(() => {})
  .shortText("@n")
  .u8(1)
  .u8(0x26)
  .u8(4)
  .u8(4)
  .i32(42)
  .take();

describe("a request", () => {
  it.each(Object.entries(readers))(
    "%s takes any bytes for a request or for a breach of the protocol",
    (_, read) => {
      const bytes = fc.oneof(
        fc.uint8Array({ maxLength: 300 }),
        // A call that is right but for one byte and its length.
        fc.tuple(fc.nat(call.length - 1), fc.nat(255), fc.nat(call.length)).map(([at, value, end]) => {
          const changed = Buffer.from(call);
          changed[at] = value;
          return changed.subarray(0, end);
        }),
      );
      fc.assert(
        fc.property(bytes, (payload) => {
          try {
            read(Buffer.from(payload));
          } catch (error) {
            expect(error).toBeInstanceOf(ProtocolError);
          }
        }),
        { numRuns: 2000 },
      );
    },
  );

  it("to call a procedure names it by its number, and its parameters with their types", () => {
    const { calls, transaction } = readCalls(call);
    expect(transaction).toBe(7n);
    expect(calls).toMatchObject([
      {
        procedure: "sp_executesql",
        parameters: [
          { name: "@stmt", isOutput: false, type: { name: "nvarchar", length: 4000 }, value: "" },
          { name: "@n", isOutput: true, type: { name: "int" }, value: 42n },
        ],
      },
    ]);
  });
});

describe("encryption", () => {
  const [off, on, none, required] = [0, 1, 2, 3];

  it.each([
    [off, "off", { answer: off, tls: "login" }],
    [on, "off", { answer: on, tls: "all" }],
    [none, "off", { answer: none, tls: "none" }],
    [off, "required", { answer: required, tls: "all" }],
    [on, "required", { answer: on, tls: "all" }],
    [none, "required", { answer: required, tls: "refused" }],
    [off, "not-supported", { answer: none, tls: "none" }],
    [on, "not-supported", { answer: none, tls: "refused" }],
    [none, "not-supported", { answer: none, tls: "none" }],
  ] as const)("that the client wants as %i and the server as %s is agreed on", (client, server, agreed) => {
    expect(agreeOnEncryption(client, server)).toEqual(agreed);
  });
});
