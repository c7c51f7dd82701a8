import { once } from "node:events";
import path from "node:path";
import type { Duplex } from "node:stream";
import type { TLSSocket } from "node:tls";
import { defaultPorts } from "../../../core/connection/engine.ts";
import { isSocket } from "../../../core/connection/profile.ts";
import { now } from "../../clock.ts";
import type { Attempt, OpenSocket } from "../driver.ts";
import { CANCEL_SECONDS, Deadline } from "../server/deadline.ts";
import { dial, late, type Target, type TellStep } from "../server/dial.ts";
import { planTls, secure } from "../server/secure.ts";
import { type ServerContext, serverFailure } from "../server/server-failure.ts";

/** What pg hands over in a session's start, and its types do not know. */
export interface BackendKey {
  readonly processID: number;
  readonly secretKey: number;
}

/** The codes of two requests that come before the protocol proper (postgresql.org/docs/current/protocol-message-formats.html). */
const SSL_REQUEST = 80_877_103;
const CANCEL_REQUEST = 80_877_102;

interface Way {
  readonly stream: Duplex;
  readonly isEncrypted: boolean;
}

/** The stream to the server, encrypted as the profile wants it. */
export async function openWay(
  context: ServerContext,
  deadline: Deadline,
  openSocket: OpenSocket | undefined,
  tell: TellStep,
): Promise<Attempt<Way>> {
  const plan = planTls(context);
  if (!plan.ok) return plan;
  const dialled = await dial(context, targetOf(context.profile), deadline, openSocket, tell);
  if (!dialled.ok) return dialled;
  const stream = dialled.value;
  const { mode } = plan.value;
  if (mode === "disable") return { ok: true, value: { stream, isEncrypted: false } };
  const since = now();
  const answer = await deadline.race(askForTls(stream));
  if (answer === "late" || deadline.isLate) return late(context, deadline);
  if (answer !== "S") {
    if (mode === "prefer" && answer === "N") return { ok: true, value: { stream, isEncrypted: false } };
    stream.destroy();
    const words =
      answer === "N" ? "The server does not encrypt connections" : "The server speaks another protocol";
    return { ok: false, failure: serverFailure(context, "cannot-connect", words) };
  }
  const secured = await deadline.race(secure(context, plan.value, stream));
  if (secured === "late" || deadline.isLate) return late(context, deadline);
  if (!secured.ok) return secured;
  tell("tls", since, cipherOf(secured.value));
  return { ok: true, value: { stream: secured.value, isEncrypted: true } };
}

function targetOf({ host, port = defaultPorts.postgres }: ServerContext["profile"]): Target {
  return { host, port, socketPath: isSocket(host) ? path.join(host, `.s.PGSQL.${port}`) : undefined };
}

/** One byte: `S` or `N`. Anything else is not PostgreSQL; nothing: it hung up. */
async function askForTls(stream: Duplex): Promise<string> {
  const request = Buffer.alloc(8);
  request.writeInt32BE(8, 0);
  request.writeInt32BE(SSL_REQUEST, 4);
  stream.write(request);
  try {
    const [answer] = (await Promise.race([once(stream, "data"), once(stream, "close")])) as [Buffer?];
    // What a man in the middle adds before the encryption begins would be taken for the server's.
    return answer instanceof Buffer && answer.length === 1 ? answer.toString("latin1") : "";
  } catch {
    return "";
  }
}

function cipherOf(socket: TLSSocket): string {
  return `${socket.getProtocol()}, ${socket.getCipher().name}`;
}

/**
 * Over a way of its own, encrypted like the session's. The server closes it when the request was passed on.
 * @returns whether the server could be told
 */
export async function sendCancel(
  { processID, secretKey }: BackendKey,
  context: ServerContext,
  openSocket: OpenSocket | undefined,
): Promise<boolean> {
  const deadline = new Deadline(CANCEL_SECONDS);
  try {
    const way = await openWay(context, deadline, openSocket, () => {});
    if (!way.ok) return false;
    const { stream } = way.value;
    const request = Buffer.alloc(16);
    request.writeInt32BE(16, 0);
    request.writeInt32BE(CANCEL_REQUEST, 4);
    request.writeInt32BE(processID, 8);
    request.writeInt32BE(secretKey, 12);
    const closed = once(stream, "close").catch(() => {});
    stream.on("error", () => {});
    stream.resume();
    stream.write(request);
    await deadline.race(closed);
    stream.destroy();
    return true;
  } finally {
    deadline.clear();
  }
}
