/** Little-endian bytes that grow as needed: the order that TDS uses for all but packet headers and PRELOGIN. */
export class ByteWriter {
  #bytes: Buffer;
  #length = 0;

  constructor(capacity = 1024) {
    this.#bytes = Buffer.allocUnsafe(capacity);
  }

  get length(): number {
    return this.#length;
  }

  /** What was written; the writer starts afresh. */
  take(): Buffer<ArrayBuffer> {
    const taken = Buffer.from(new ArrayBuffer(this.#length));
    this.#bytes.copy(taken, 0, 0, this.#length);
    this.#length = 0;
    return taken;
  }

  u8(value: number): this {
    const at = this.#room(1);
    this.#bytes[at] = value & 0xff;
    return this;
  }

  u16(value: number): this {
    const at = this.#room(2);
    this.#bytes.writeUInt16LE(value & 0xffff, at);
    return this;
  }

  u32(value: number): this {
    const at = this.#room(4);
    this.#bytes.writeUInt32LE(value >>> 0, at);
    return this;
  }

  i16(value: number): this {
    const at = this.#room(2);
    this.#bytes.writeInt16LE(value, at);
    return this;
  }

  i32(value: number): this {
    const at = this.#room(4);
    this.#bytes.writeInt32LE(value, at);
    return this;
  }

  u64(value: bigint): this {
    const at = this.#room(8);
    this.#bytes.writeBigUInt64LE(BigInt.asUintN(64, value), at);
    return this;
  }

  f32(value: number): this {
    const at = this.#room(4);
    this.#bytes.writeFloatLE(value, at);
    return this;
  }

  f64(value: number): this {
    const at = this.#room(8);
    this.#bytes.writeDoubleLE(value, at);
    return this;
  }

  /** An unsigned integer of `size` bytes, up to 16. */
  uint(value: bigint, size: number): this {
    let rest = value;
    for (let i = 0; i < size; i++) {
      this.u8(Number(rest & 0xffn));
      rest >>= 8n;
    }
    return this;
  }

  bytes(value: Uint8Array): this {
    const at = this.#room(value.length);
    this.#bytes.set(value, at);
    return this;
  }

  ucs2(text: string): this {
    const size = text.length * 2;
    const at = this.#room(size);
    this.#bytes.write(text, at, size, "utf16le");
    return this;
  }

  /** B_VARCHAR: the length in characters as one byte, then UTF-16. */
  shortText(text: string): this {
    const cut = text.slice(0, 255);
    return this.u8(cut.length).ucs2(cut);
  }

  /** US_VARCHAR: the length in characters as two bytes, then UTF-16. */
  longText(text: string): this {
    const cut = text.slice(0, 0xffff);
    return this.u16(cut.length).ucs2(cut);
  }

  /** Two bytes of length, filled in after `write` has run. */
  withLength(write: () => void): this {
    const at = this.#room(2);
    write();
    this.#bytes.writeUInt16LE(this.#length - at - 2, at);
    return this;
  }

  /** Asked before the bytes are: they may move to a larger place. */
  #room(size: number): number {
    const at = this.#length;
    const needed = at + size;
    if (needed > this.#bytes.length) {
      const grown = Buffer.allocUnsafe(Math.max(needed, this.#bytes.length * 2));
      this.#bytes.copy(grown, 0, 0, at);
      this.#bytes = grown;
    }
    this.#length = needed;
    return at;
  }
}
