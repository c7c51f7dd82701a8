import { type LookupAddress, lookup } from "node:dns";
import { once } from "node:events";
import { connect, isIP, type Socket } from "node:net";
import type { Duplex } from "node:stream";
import { promisify } from "node:util";
import type { ConnectStep } from "../../../core/connection/catalog.ts";
import { now } from "../../clock.ts";
import type { Attempt, OpenSocket } from "../driver.ts";
import type { Deadline } from "./deadline.ts";
import { networkFailure, type ServerContext, serverFailure, serverName, wordsOf } from "./server-failure.ts";

export type TellStep = (step: ConnectStep["step"], since: number, detail?: string) => void;

export interface Target {
  readonly host: string;
  readonly port: number;
  /** Instead of host and port. */
  readonly socketPath: string | undefined;
}

/** Opens the bare way to a server: name, then connection. The stream is guarded by the deadline. */
export async function dial(
  context: ServerContext,
  { host, port, socketPath }: Target,
  deadline: Deadline,
  openSocket: OpenSocket | undefined,
  tell: TellStep,
): Promise<Attempt<Duplex>> {
  try {
    if (openSocket) return await dialThrough(openSocket, { host, port }, context, deadline, tell);
    if (socketPath !== undefined) return await settle(connect(socketPath), context, deadline, tell);
    const since = now();
    const addresses = await deadline.race(resolve(host));
    if (addresses === "late") return late(context, deadline);
    tell("resolve", since, addresses.map(({ address }) => address).join(", "));
    const socket = connect({ host, port, lookup: (_, __, done) => done(null, addresses) });
    return await settle(socket, context, deadline, tell);
  } catch (error) {
    return unreached(context, error);
  }
}

/** The failure of a server that did not answer in time. */
export function late(
  context: ServerContext,
  { timeoutMs }: Deadline,
): { ok: false; failure: ReturnType<typeof serverFailure> } {
  const detail = `No answer from ${serverName(context.profile)} within ${timeoutMs / 1000} s`;
  return { ok: false, failure: serverFailure(context, "cannot-connect", detail, { timeoutMs }) };
}

async function resolve(host: string): Promise<LookupAddress[]> {
  const family = isIP(host);
  if (family !== 0) return [{ address: host, family }];
  return promisify(lookup)(host, { all: true });
}

async function settle(
  socket: Socket,
  context: ServerContext,
  deadline: Deadline,
  tell: TellStep,
): Promise<Attempt<Duplex>> {
  const since = now();
  socket.setNoDelay(true);
  deadline.guard(socket);
  const settled = await deadline.race(
    once(socket, "connect").then(
      () => undefined,
      (error: unknown) => ({ error }),
    ),
  );
  if (settled === "late" || deadline.isLate) return late(context, deadline);
  if (settled) return unreached(context, settled.error);
  socket.setKeepAlive(true, 30_000);
  tell("connect", since, socket.remoteAddress);
  return { ok: true, value: socket };
}

async function dialThrough(
  openSocket: OpenSocket,
  { host, port }: { readonly host: string; readonly port: number },
  context: ServerContext,
  deadline: Deadline,
  tell: TellStep,
): Promise<Attempt<Duplex>> {
  const since = now();
  const opening = openSocket(host, port).then(
    (stream) => {
      deadline.guard(stream);
      return { stream };
    },
    (error: unknown) => ({ error }),
  );
  const opened = await deadline.race(opening);
  if (opened === "late") return late(context, deadline);
  if ("error" in opened) return unreached(context, opened.error);
  tell("connect", since);
  return { ok: true, value: opened.stream };
}

function unreached(context: ServerContext, error: unknown): Attempt<never> {
  const failure = networkFailure(context, error) ?? serverFailure(context, "cannot-connect", wordsOf(error));
  return { ok: false, failure: { ...failure, reason: "cannot-connect" } };
}
