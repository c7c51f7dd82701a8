import { ProtocolError } from "./byte-reader.ts";

/** MS-TDS 2.2.6.5: the options of PRELOGIN, each an id, an offset and a length, big-endian. */
const options = {
  version: 0x00,
  encryption: 0x01,
  instance: 0x02,
  threadId: 0x03,
  mars: 0x04,
  terminator: 0xff,
};

/** B_FENCRYPTION. */
const encryption = { off: 0x00, on: 0x01, notSupported: 0x02, required: 0x03 } as const;

export interface Prelogin {
  readonly encryption: number;
  /** The instance that the client asks for; empty for the default one. */
  readonly instance: string;
  readonly asksFor: ReadonlySet<number>;
}

export function readPrelogin(payload: Buffer): Prelogin {
  const found = new Map<number, Buffer>();
  for (let at = 0; ; at += 5) {
    const id = payload[at];
    if (id === undefined) throw new ProtocolError("PRELOGIN without a terminator");
    if (id === options.terminator) break;
    if (at + 5 > payload.length) throw new ProtocolError("a cut PRELOGIN option");
    const offset = payload.readUInt16BE(at + 1);
    const length = payload.readUInt16BE(at + 3);
    if (offset + length > payload.length) throw new ProtocolError("a PRELOGIN option beyond its message");
    found.set(id, payload.subarray(offset, offset + length));
  }
  if (!found.has(options.version)) throw new ProtocolError("PRELOGIN without a version");
  const instance = found.get(options.instance) ?? Buffer.alloc(0);
  const end = instance.indexOf(0);
  return {
    encryption: found.get(options.encryption)?.[0] ?? encryption.notSupported,
    instance: instance.subarray(0, end < 0 ? instance.length : end).toString("latin1"),
    asksFor: new Set(found.keys()),
  };
}

/** `version`: major, minor, build. The instance is always right here, and MARS is off. */
export function writePrelogin(
  asked: Prelogin,
  answer: { readonly version: readonly [number, number, number]; readonly encryption: number },
): Buffer {
  const [major, minor, build] = answer.version;
  const fields: [number, Buffer][] = [
    [options.version, Buffer.from([major, minor, build >> 8, build & 0xff, 0, 0])],
    [options.encryption, Buffer.from([answer.encryption])],
    [options.instance, Buffer.from([0])],
    [options.threadId, Buffer.alloc(0)],
  ];
  if (asked.asksFor.has(options.mars)) fields.push([options.mars, Buffer.from([0])]);
  const head = Buffer.alloc(fields.length * 5 + 1);
  let offset = head.length;
  fields.forEach(([id, value], i) => {
    head.writeUInt8(id, i * 5);
    head.writeUInt16BE(offset, i * 5 + 1);
    head.writeUInt16BE(value.length, i * 5 + 3);
    offset += value.length;
  });
  head.writeUInt8(options.terminator, fields.length * 5);
  return Buffer.concat([head, ...fields.map(([, value]) => value)]);
}

export type ServerEncryption = "not-supported" | "off" | "required";

export interface Agreement {
  /** What the server answers. */
  readonly answer: number;
  /** `refused`: after its answer the server ends the connection. */
  readonly tls: "none" | "login" | "all" | "refused";
}

/** What both sides want, as the table of MS-TDS 2.2.6.5 combines it. */
export function agreeOnEncryption(client: number, server: ServerEncryption): Agreement {
  const wantsAll = client === encryption.on || client === encryption.required;
  switch (server) {
    case "not-supported":
      return { answer: encryption.notSupported, tls: wantsAll ? "refused" : "none" };
    case "off":
      if (client === encryption.notSupported) return { answer: encryption.notSupported, tls: "none" };
      return wantsAll ? { answer: encryption.on, tls: "all" } : { answer: encryption.off, tls: "login" };
    case "required":
      if (wantsAll) return { answer: encryption.on, tls: "all" };
      return { answer: encryption.required, tls: client === encryption.notSupported ? "refused" : "all" };
  }
}
