import type { Failure } from "../../../core/benchmark/outcome.ts";
import type { CertificateInfo } from "../../../core/connection/catalog.ts";

/** The certificate that a driver refused; undefined: another failure, or the server showed none. */
export function certificateOf({ reason, data }: Failure): CertificateInfo | undefined {
  if (reason !== "certificate" || !/^[\da-f]{64}$/.test(String(data["fingerprint"]))) return undefined;
  const textOf = (name: keyof CertificateInfo) => String(data[name] ?? "");
  return {
    subject: textOf("subject"),
    issuer: textOf("issuer"),
    validFrom: textOf("validFrom"),
    validTo: textOf("validTo"),
    fingerprint: textOf("fingerprint"),
  };
}
