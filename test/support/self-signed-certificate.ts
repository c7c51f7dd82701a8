import { createHash, generateKeyPairSync, randomBytes, sign } from "node:crypto";

export interface Certificate {
  /** PEM */
  readonly key: string;
  /** PEM */
  readonly certificate: string;
}

/** X.509's numbering of what a certificate holds. */
const oids = {
  commonName: "2.5.4.3",
  ecdsaWithSha256: "1.2.840.10045.4.3.2",
  subjectAltName: "2.5.29.17",
  basicConstraints: "2.5.29.19",
} as const;

/**
 * A self-signed certificate for these host names and addresses, valid from `from` for `days`. Node can sign but not
 * make certificates, so its DER is written here (RFC 5280).
 */
export function selfSignedCertificate(
  names: readonly string[],
  { commonName = names[0] ?? "localhost", from = new Date(Date.now() - 60_000), days = 30 } = {},
): Certificate {
  const { publicKey, privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const name = sequence(set(sequence(oid(oids.commonName), tagged(0x0c, Buffer.from(commonName, "utf8")))));
  const algorithm = sequence(oid(oids.ecdsaWithSha256));
  const until = new Date(from.getTime() + days * 86_400_000);
  const spki = publicKey.export({ type: "spki", format: "der" });
  const alternatives = names.map((one) => {
    const address = /^\d+\.\d+\.\d+\.\d+$/.test(one) ? Buffer.from(one.split(".").map(Number)) : undefined;
    return address ? tagged(0x87, address) : tagged(0x82, Buffer.from(one, "ascii"));
  });
  const extensions = sequence(
    extension(oids.basicConstraints, sequence(tagged(0x01, Buffer.from([0xff])))),
    extension(oids.subjectAltName, sequence(...alternatives)),
  );
  const body = sequence(
    tagged(0xa0, integer(Buffer.from([2]))),
    integer(Buffer.concat([Buffer.from([0x01]), randomBytes(8)])),
    algorithm,
    name,
    sequence(time(from), time(until)),
    name,
    spki,
    tagged(0xa3, extensions),
  );
  const signature = sign("sha256", body, privateKey);
  const whole = sequence(body, algorithm, bits(signature));
  return { key: privateKey.export({ type: "pkcs8", format: "pem" }).toString(), certificate: pem(whole) };
}

/** SHA-256 over the certificate, as people compare it. */
export function fingerprint({ certificate }: Certificate): string {
  const der = Buffer.from(certificate.replace(/-----[^-]+-----|\s/g, ""), "base64");
  const hex = createHash("sha256").update(der).digest("hex").toUpperCase();
  return hex.replace(/..(?=.)/g, "$&:");
}

function tagged(tag: number, content: Uint8Array): Buffer {
  const { length } = content;
  const size =
    length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...size]), content]);
}

function sequence(...parts: readonly Uint8Array[]): Buffer {
  return tagged(0x30, Buffer.concat(parts));
}

function set(...parts: readonly Uint8Array[]): Buffer {
  return tagged(0x31, Buffer.concat(parts));
}

function integer(bytes: Uint8Array): Buffer {
  return tagged(0x02, bytes);
}

function bits(bytes: Uint8Array): Buffer {
  return tagged(0x03, Buffer.concat([Buffer.from([0]), bytes]));
}

function time(at: Date): Buffer {
  const text = at
    .toISOString()
    .replace(/[-:T]|\.\d+/g, "")
    .slice(2);
  return tagged(0x17, Buffer.from(text, "ascii"));
}

function extension(id: string, value: Uint8Array): Buffer {
  return sequence(oid(id), tagged(0x04, value));
}

function oid(text: string): Buffer {
  const [first = 0, second = 0, ...rest] = text.split(".").map(Number);
  const bytes = [first * 40 + second];
  for (const part of rest) {
    const groups = [part & 0x7f];
    for (let more = Math.floor(part / 128); more > 0; more = Math.floor(more / 128))
      groups.unshift((more & 0x7f) | 0x80);
    bytes.push(...groups);
  }
  return tagged(0x06, Buffer.from(bytes));
}

function pem(der: Buffer): string {
  const lines = der.toString("base64").match(/.{1,64}/g) ?? [];
  return `-----BEGIN CERTIFICATE-----\n${lines.join("\n")}\n-----END CERTIFICATE-----\n`;
}
