import { ByteReader, ProtocolError } from "./byte-reader.ts";

/** TDS 7.4 as LOGIN7 writes it (MS-TDS 2.2.6.4). */
export const TDS_7_4 = 0x74000004;

export interface Login {
  readonly tdsVersion: number;
  readonly packetSize: number;
  readonly processId: number;
  readonly hostName: string;
  readonly userName: string;
  readonly password: string;
  readonly applicationName: string;
  readonly serverName: string;
  readonly libraryName: string;
  readonly language: string;
  readonly database: string;
  /** The features that the client offers, by their ids. */
  readonly features: readonly number[];
  readonly isIntegrated: boolean;
  readonly isReadOnlyIntent: boolean;
}

const FIXED_SIZE = 94;
const featureFederated = 0x02;

/** MS-TDS 2.2.6.4. The password's halves of bytes are swapped and each byte is mixed with A5. */
export function readLogin(payload: Buffer): Login {
  const reader = new ByteReader(payload);
  const length = reader.u32();
  if (length > payload.length || length < FIXED_SIZE) throw new ProtocolError("a LOGIN7 of a wrong length");
  const tdsVersion = reader.u32();
  const packetSize = reader.u32();
  reader.skip(4);
  const processId = reader.u32();
  reader.skip(4);
  reader.skip(1);
  const flags2 = reader.u8();
  const typeFlags = reader.u8();
  const flags3 = reader.u8();
  reader.skip(8);
  const place = () => ({ at: reader.u16(), length: reader.u16() });
  const text = ({ at, length: characters }: { at: number; length: number }) =>
    slice(payload, at, characters * 2).toString("utf16le");
  const [host, user, password, application, server, extension, library, language, database] = [
    place(),
    place(),
    place(),
    place(),
    place(),
    place(),
    place(),
    place(),
    place(),
  ] as const;
  return {
    tdsVersion,
    packetSize,
    processId,
    hostName: text(host),
    userName: text(user),
    password: unscramble(slice(payload, password.at, password.length * 2)),
    applicationName: text(application),
    serverName: text(server),
    libraryName: text(library),
    language: text(language),
    database: text(database),
    features: (flags3 & 0x10) === 0 ? [] : readFeatures(payload, extension.at),
    isIntegrated: (flags2 & 0x80) !== 0,
    isReadOnlyIntent: (typeFlags & 0x20) !== 0,
  };
}

/** Whether the client wants to log in with a token, which the stand-in can't judge. */
export function isFederated(login: Login): boolean {
  return login.features.includes(featureFederated);
}

function unscramble(bytes: Buffer): string {
  const plain = Buffer.from(bytes);
  for (const [i, byte] of plain.entries()) {
    const mixed = byte ^ 0xa5;
    plain[i] = ((mixed << 4) | (mixed >> 4)) & 0xff;
  }
  return plain.toString("utf16le");
}

/** The extension's field holds the offset of the list of features (ibExtension → ibFeatureExtLong). */
function readFeatures(payload: Buffer, at: number): number[] {
  const features: number[] = [];
  const reader = new ByteReader(payload, slice(payload, at, 4).readUInt32LE(0));
  for (let id = reader.u8(); id !== 0xff; id = reader.u8()) {
    features.push(id);
    reader.skip(reader.u32());
  }
  return features;
}

function slice(payload: Buffer, at: number, size: number): Buffer {
  if (at + size > payload.length) throw new ProtocolError("a LOGIN7 field beyond its message");
  return payload.subarray(at, at + size);
}
