import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ProtocolError } from "./byte-reader.ts";
import { MessageWriter, PacketReader, packetStatus, packetTypes } from "./packets.ts";

describe("packets", () => {
  it("give back the message, however it was cut and however its bytes arrive", () => {
    const message = fc.uint8Array({ maxLength: 5000 });
    const cuts = fc.array(fc.nat({ max: 5000 }), { maxLength: 8 });
    fc.assert(
      fc.property(
        message,
        cuts,
        cuts,
        fc.integer({ min: 512, max: 4096 }),
        (bytes, writes, arrivals, size) => {
          const writer = new MessageWriter(packetTypes.response, size, 77);
          const sent = Buffer.concat([
            ...pieces(bytes, writes).flatMap((piece) => writer.write(piece)),
            writer.end(),
          ]);
          const reader = new PacketReader();
          const packets = [];
          for (const piece of pieces(sent, arrivals)) {
            reader.push(Buffer.from(piece));
            for (let packet = reader.next(); packet; packet = reader.next()) packets.push(packet);
          }
          expect(Buffer.concat(packets.map(({ payload }) => payload))).toEqual(Buffer.from(bytes));
          expect(packets.map(({ status }) => status)).toEqual([
            ...packets.slice(1).map(() => 0),
            packetStatus.last,
          ]);
          expect(packets.every(({ payload }) => payload.length <= size - 8)).toBe(true);
        },
      ),
    );
  });

  it("of an unknown type or an impossible length are refused", () => {
    for (const header of [
      [0x47, 0x45, 0x54, 0x20, 0, 0, 0, 0],
      [0x01, 1, 0, 7, 0, 0, 0, 0],
    ]) {
      const reader = new PacketReader();
      reader.push(Buffer.from(header));
      expect(() => reader.next()).toThrow(ProtocolError);
    }
  });
});

function pieces(bytes: Uint8Array, cuts: readonly number[]): Uint8Array[] {
  const places = [0, ...cuts.map((cut) => cut % (bytes.length + 1)).sort((a, b) => a - b), bytes.length];
  return places.slice(1).map((place, i) => bytes.slice(places[i], place));
}
