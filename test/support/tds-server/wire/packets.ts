import { ProtocolError } from "./byte-reader.ts";

/** MS-TDS 2.2.3.1.1. */
export const packetTypes = {
  batch: 0x01,
  rpc: 0x03,
  response: 0x04,
  attention: 0x06,
  bulkLoad: 0x07,
  transaction: 0x0e,
  login: 0x10,
  prelogin: 0x12,
} as const;

const knownTypes: ReadonlySet<number> = new Set(Object.values(packetTypes));

/** MS-TDS 2.2.3.1.2. */
export const packetStatus = { last: 0x01, ignore: 0x02, reset: 0x08, resetKeepTransaction: 0x10 } as const;

const HEADER_SIZE = 8;

export interface Packet {
  readonly type: number;
  readonly status: number;
  readonly payload: Buffer;
}

/** Cuts a byte stream into packets, however the bytes arrive. */
export class PacketReader {
  #pending: Buffer[] = [];
  #size = 0;

  push(chunk: Buffer): void {
    this.#pending.push(chunk);
    this.#size += chunk.length;
  }

  /** The next whole packet, or undefined until more bytes arrive. */
  next(): Packet | undefined {
    if (this.#size < HEADER_SIZE) return undefined;
    const first = this.#joined(HEADER_SIZE);
    const type = first.readUInt8(0);
    if (!knownTypes.has(type)) throw new ProtocolError(`a packet of type 0x${type.toString(16)}`);
    const length = first.readUInt16BE(2);
    if (length < HEADER_SIZE) throw new ProtocolError(`a packet of ${length} bytes`);
    if (this.#size < length) return undefined;
    const whole = this.#joined(length);
    const rest = whole.subarray(length);
    this.#pending = rest.length > 0 ? [rest, ...this.#pending.slice(1)] : this.#pending.slice(1);
    this.#size -= length;
    return {
      type: whole.readUInt8(0),
      status: whole.readUInt8(1),
      payload: whole.subarray(HEADER_SIZE, length),
    };
  }

  /** The first byte that is not read yet. */
  get first(): number | undefined {
    return this.#pending.find(({ length }) => length > 0)?.[0];
  }

  /** What has arrived and is no packet yet. */
  takeRest(): Buffer {
    const rest = Buffer.concat(this.#pending);
    this.#pending = [];
    this.#size = 0;
    return rest;
  }

  #joined(size: number): Buffer {
    if ((this.#pending[0]?.length ?? 0) < size) this.#pending = [Buffer.concat(this.#pending)];
    return this.#pending[0] ?? Buffer.alloc(0);
  }
}

/** Cuts one response into packets of the size agreed on. */
export class MessageWriter {
  readonly #type: number;
  readonly #packetSize: number;
  readonly #spid: number;
  #number = 1;
  #pending: Buffer = Buffer.alloc(0);

  constructor(type: number, packetSize: number, spid: number) {
    this.#type = type;
    this.#packetSize = packetSize;
    this.#spid = spid;
  }

  /** The packets that are full now; the last bytes wait, since only the last packet may carry the end mark. */
  write(payload: Uint8Array): Buffer[] {
    this.#pending =
      this.#pending.length === 0 ? Buffer.from(payload) : Buffer.concat([this.#pending, payload]);
    const room = this.#packetSize - HEADER_SIZE;
    const packets: Buffer[] = [];
    let at = 0;
    while (this.#pending.length - at > room) {
      packets.push(this.#packet(this.#pending.subarray(at, at + room), 0));
      at += room;
    }
    this.#pending = this.#pending.subarray(at);
    return packets;
  }

  end(): Buffer {
    return this.#packet(this.#pending, packetStatus.last);
  }

  #packet(payload: Buffer, status: number): Buffer {
    const packet = Buffer.allocUnsafe(HEADER_SIZE + payload.length);
    packet.writeUInt8(this.#type, 0);
    packet.writeUInt8(status, 1);
    packet.writeUInt16BE(packet.length, 2);
    packet.writeUInt16BE(this.#spid, 4);
    packet.writeUInt8(this.#number, 6);
    packet.writeUInt8(0, 7);
    payload.copy(packet, HEADER_SIZE);
    this.#number = (this.#number + 1) & 0xff;
    return packet;
  }
}

/** A short message at once. */
export function wholeMessage(type: number, payload: Uint8Array, packetSize: number, spid = 0): Buffer {
  const writer = new MessageWriter(type, packetSize, spid);
  return Buffer.concat([...writer.write(payload), writer.end()]);
}
