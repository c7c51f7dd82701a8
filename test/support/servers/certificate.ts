import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import path from "node:path";
import { promisify } from "node:util";
import { locateOpenssl } from "./server-programs.mjs";

const run = promisify(execFile);

/**
 * Makes a certificate that is signed by itself, for `localhost` and 127.0.0.1, valid for a day: `server.crt` and its
 * key `server.key`, both PEM.
 * @returns the certificate as PEM
 * @throws when openssl is missing
 */
export async function makeCertificate(folder: string): Promise<string> {
  const openssl = locateOpenssl();
  if (openssl === undefined) throw new Error("openssl is not installed.");
  const certificateFile = path.join(folder, "server.crt");
  await run(openssl, [
    ...["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "1"],
    ...["-subj", "/O=Lanewise tests/CN=localhost", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1"],
    ...["-keyout", path.join(folder, "server.key"), "-out", certificateFile],
  ]);
  return readFileSync(certificateFile, "utf8");
}
