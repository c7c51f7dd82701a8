import { readFileSync } from "node:fs";
import path from "node:path";
import { makeCertificate } from "../servers/certificate.ts";
import type { TdsServerOptions } from "./server/options.ts";

/** A certificate signed by itself, for localhost and 127.0.0.1, in the form that the server takes. */
export async function makeServerCertificate(
  folder: string,
): Promise<NonNullable<TdsServerOptions["certificate"]>> {
  const certificate = await makeCertificate(folder);
  return { certificate, key: readFileSync(path.join(folder, "server.key"), "utf8") };
}
