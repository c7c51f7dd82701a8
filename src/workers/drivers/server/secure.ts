import { createHash, type X509Certificate } from "node:crypto";
import { readFileSync } from "node:fs";
import { isIP } from "node:net";
import type { Duplex } from "node:stream";
import { type ConnectionOptions, checkServerIdentity, connect, type TLSSocket } from "node:tls";
import type { Failure } from "../../../core/benchmark/outcome.ts";
import type { CertificateInfo } from "../../../core/connection/catalog.ts";
import { isSocket } from "../../../core/connection/profile.ts";
import { defaultTlsModes, type TlsMode } from "../../../core/connection/tls.ts";
import type { Attempt } from "../driver.ts";
import { type ServerContext, serverFailure, wordsOf } from "./server-failure.ts";

/** How a session is to be encrypted, with what the files hold. */
export interface TlsPlan {
  readonly mode: TlsMode;
  readonly fingerprint: string | undefined;
  /** The name that the certificate must carry. */
  readonly name: string;
  /** For `tls.connect`. It refuses nothing by itself: `judge` does, before anything secret is sent. */
  readonly options: Pick<ConnectionOptions, "ca" | "cert" | "key" | "servername" | "rejectUnauthorized">;
}

/** A Unix socket is never encrypted: nobody is between. */
export function planTls(context: ServerContext): Attempt<TlsPlan> {
  const { profile } = context;
  const { tls } = profile;
  const name = tls?.serverName ?? profile.host;
  try {
    return {
      ok: true,
      value: {
        mode: isSocket(profile.host) ? "disable" : (tls?.mode ?? defaultTlsModes[profile.engine]),
        fingerprint: tls?.fingerprint,
        name,
        options: {
          ...(tls?.caFile === undefined ? {} : { ca: readFileSync(tls.caFile) }),
          ...(tls?.certificateFile === undefined ? {} : { cert: readFileSync(tls.certificateFile) }),
          ...(tls?.keyFile === undefined ? {} : { key: readFileSync(tls.keyFile) }),
          // The extension for names takes no addresses (RFC 6066, section 3).
          ...(isIP(name) === 0 ? { servername: name } : {}),
          rejectUnauthorized: false,
        },
      },
    };
  } catch (error) {
    return { ok: false, failure: serverFailure(context, "cannot-connect", wordsOf(error)) };
  }
}

/** Encrypts a stream on which the server waits for it, and judges the certificate. The stream dies with a failure. */
export function secure(
  context: ServerContext,
  plan: TlsPlan,
  stream: Duplex,
  protocols?: string[],
): Promise<Attempt<TLSSocket>> {
  return new Promise((resolve) => {
    const fail = (failure: Failure) => {
      stream.destroy();
      resolve({ ok: false, failure });
    };
    let socket: TLSSocket;
    try {
      const asked = protocols === undefined ? {} : { ALPNProtocols: protocols };
      socket = connect({ ...plan.options, ...asked, socket: stream }, () => {
        const failure = judge(context, plan, socket);
        if (failure) fail(failure);
        else resolve({ ok: true, value: socket });
      });
    } catch (error) {
      return fail(serverFailure(context, "cannot-connect", wordsOf(error)));
    }
    socket.once("error", (error) => fail(serverFailure(context, "cannot-connect", wordsOf(error))));
    socket.once("close", () =>
      fail(serverFailure(context, "cannot-connect", "The server ended the TLS handshake")),
    );
  });
}

/**
 * Whether a certificate will do. One whose fingerprint the user trusts always does; any other is held to the mode, and
 * to a proof of its chain at least where the user has named a fingerprint.
 */
export function judge(context: ServerContext, plan: TlsPlan, socket: TLSSocket): Failure | undefined {
  const certificate = socket.getPeerX509Certificate();
  const fingerprint = certificate && createHash("sha256").update(certificate.raw).digest("hex");
  if (plan.fingerprint !== undefined && fingerprint === plan.fingerprint) return undefined;
  const isChecked = plan.mode !== "prefer" && plan.mode !== "require";
  if (!isChecked && plan.fingerprint === undefined) return undefined;
  const problem = problemOf(plan, socket, certificate);
  if (problem === undefined) return undefined;
  const info: CertificateInfo | undefined = certificate && {
    subject: oneLine(certificate.subject),
    issuer: oneLine(certificate.issuer),
    validFrom: new Date(certificate.validFrom).toISOString(),
    validTo: new Date(certificate.validTo).toISOString(),
    fingerprint: fingerprint ?? "",
  };
  return serverFailure(context, "certificate", problem, {
    ...info,
    names: certificate?.subjectAltName ?? "",
  });
}

function problemOf(
  { mode, name }: TlsPlan,
  socket: TLSSocket,
  certificate: X509Certificate | undefined,
): string | undefined {
  // The types say an error; it is OpenSSL's or Node's code.
  const problem = String(socket.authorizationError ?? "");
  if (!socket.authorized && problem !== "ERR_TLS_CERT_ALTNAME_INVALID") return problem;
  if (mode === "verify-ca") return undefined;
  return certificate && checkServerIdentity(name, certificate.toLegacyObject())?.message;
}

/** `O=Lanewise tests, CN=localhost`: Node separates the parts by line breaks. */
function oneLine(name: string): string {
  return name.split("\n").join(", ");
}
