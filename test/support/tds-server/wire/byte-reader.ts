/** The client sent what the protocol does not allow: the connection ends. */
export class ProtocolError extends Error {}

/** The bytes end before the value does: more may come. */
export class ShortRead extends ProtocolError {}

/** Reads little-endian bytes. Every read past the end is a `ShortRead`. */
export class ByteReader {
  readonly #bytes: Buffer;
  #at: number;

  constructor(bytes: Uint8Array, at = 0) {
    this.#bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#at = at;
  }

  get position(): number {
    return this.#at;
  }

  get remaining(): number {
    return this.#bytes.length - this.#at;
  }

  peek(): number | undefined {
    return this.#bytes[this.#at];
  }

  skip(size: number): void {
    this.#advance(size);
  }

  u8(): number {
    return this.#bytes.readUInt8(this.#advance(1));
  }

  u16(): number {
    return this.#bytes.readUInt16LE(this.#advance(2));
  }

  i16(): number {
    return this.#bytes.readInt16LE(this.#advance(2));
  }

  u32(): number {
    return this.#bytes.readUInt32LE(this.#advance(4));
  }

  i32(): number {
    return this.#bytes.readInt32LE(this.#advance(4));
  }

  i64(): bigint {
    return this.#bytes.readBigInt64LE(this.#advance(8));
  }

  u64(): bigint {
    return this.#bytes.readBigUInt64LE(this.#advance(8));
  }

  f32(): number {
    return this.#bytes.readFloatLE(this.#advance(4));
  }

  f64(): number {
    return this.#bytes.readDoubleLE(this.#advance(8));
  }

  /** An unsigned integer of `size` bytes, up to 16. */
  uint(size: number): bigint {
    const at = this.#advance(size);
    let value = 0n;
    for (let i = size - 1; i >= 0; i--) value = (value << 8n) | BigInt(this.#bytes[at + i] ?? 0);
    return value;
  }

  /** A view, not a copy. */
  bytes(size: number): Buffer {
    const at = this.#advance(size);
    return this.#bytes.subarray(at, at + size);
  }

  ucs2(characters: number): string {
    return this.bytes(characters * 2).toString("utf16le");
  }

  shortText(): string {
    return this.ucs2(this.u8());
  }

  longText(): string {
    return this.ucs2(this.u16());
  }

  #advance(size: number): number {
    if (size < 0 || size > this.remaining) {
      throw new ShortRead(`${size} bytes expected at ${this.#at}, ${this.remaining} are there`);
    }
    const at = this.#at;
    this.#at += size;
    return at;
  }
}
