import { once } from "node:events";
import { userInfo } from "node:os";
import path from "node:path";
import type { Duplex } from "node:stream";
import type { TLSSocket } from "node:tls";
import pg from "pg";
import type { Failure } from "../../../core/benchmark/outcome.ts";
import { defaultPorts } from "../../../core/connection/engine.ts";
import { isSocket, type PostgresProfile } from "../../../core/connection/profile.ts";
import type { Secret } from "../../../core/connection/secret.ts";
import { now } from "../../clock.ts";
import type { Attempt, OpenSocket, Reach } from "../driver.ts";
import { Deadline } from "../server/deadline.ts";
import { dial, late, type Target, type TellStep } from "../server/dial.ts";
import { planTls, secure } from "../server/secure.ts";
import { type ServerContext, serverFailure } from "../server/server-failure.ts";
import { postgresFailure } from "./sqlstate.ts";

/** An open session, logged in and reading only. */
export interface PostgresLink {
  readonly client: pg.Client;
  readonly context: ServerContext;
  /** Of the server, without the system that it was built on: `17.5`. */
  readonly version: string;
  readonly isEncrypted: boolean;
  /** Why the session ended by itself; undefined while it lives. */
  lost(): Failure | undefined;
  onLost(told: (failure: Failure) => void): void;
  /** Asks the server to end what runs. Resolves when the server has passed it on; never rejects. */
  cancel(): Promise<void>;
  close(): Promise<void>;
}

/** What pg hands over in a session's start, and its types do not know. */
interface BackendKey {
  readonly processID: number;
  readonly secretKey: number;
}

/** The codes of two requests that come before the protocol proper (postgresql.org/docs/current/protocol-message-formats.html). */
const SSL_REQUEST = 80_877_103;
const CANCEL_REQUEST = 80_877_102;

export interface PostgresReach extends Reach {
  readonly profile: PostgresProfile;
}

/** Opens a session of which every transaction reads only, and which speaks UTF-8. */
export async function connectPostgres(
  { profile, secret, openSocket }: PostgresReach,
  tell: TellStep = () => {},
): Promise<Attempt<PostgresLink>> {
  const context: ServerContext = { profile, secret };
  const deadline = new Deadline(profile.connectTimeoutSeconds);
  try {
    const way = await openWay(context, deadline, openSocket, tell);
    if (!way.ok) return way;
    const since = now();
    const client = clientOn(way.value.stream, profile, secret);
    const link = linkOf(client, context, openSocket);
    const failure = await deadline.race(logIn(client, context));
    if (failure === "late" || deadline.isLate) return late(context, deadline);
    if (failure) return abandon(client, failure);
    tell("log-in", since, profile.user);
    const prepared = await deadline.race(prepareSession(client, context, tell));
    if (prepared === "late" || deadline.isLate) return late(context, deadline);
    if (!prepared.ok) return abandon(client, prepared.failure);
    return { ok: true, value: { ...link, version: prepared.value, isEncrypted: way.value.isEncrypted } };
  } finally {
    deadline.clear();
  }
}

interface Way {
  readonly stream: Duplex;
  readonly isEncrypted: boolean;
}

/** The stream to the server, encrypted as the profile wants it. */
async function openWay(
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
  } finally {
    stream.pause();
  }
}

function cipherOf(socket: TLSSocket): string {
  return `${socket.getProtocol()}, ${socket.getCipher().name}`;
}

function clientOn(stream: Duplex, profile: PostgresProfile, secret: Secret | undefined): pg.Client {
  const user = profile.user ?? userInfo().username;
  const client = new pg.Client({
    // Given one by one: what is missing, pg would take from PGHOST, PGUSER, PGPASSWORD and their like.
    user,
    database: profile.database ?? user,
    // As a function, or an empty password would be looked for in ~/.pgpass.
    password: () => (secret?.kind === "password" ? secret.password : ""),
    application_name: profile.applicationName ?? "lanewise",
    host: "localhost",
    port: profile.port ?? defaultPorts.postgres,
    ssl: false,
    stream: () => connected(stream),
  });
  // Unheard, an error of a session that died would end the lane; `linkOf` keeps it.
  client.on("error", () => {});
  return client;
}

/** pg connects the stream that it is given. Ours is connected, and may be encrypted: it only says so. */
function connected(stream: Duplex): never {
  return Object.assign(stream, {
    connect() {
      process.nextTick(() => stream.emit("connect"));
      return stream;
    },
    setNoDelay: () => stream,
    setKeepAlive: () => stream,
    ref: () => stream,
    unref: () => stream,
  }) as never;
}

function logIn(client: pg.Client, context: ServerContext): Promise<Failure | undefined> {
  return client.connect().then(
    () => undefined,
    (error: unknown) => {
      const failure = postgresFailure(context, error);
      return failure.reason === "lost" || failure.reason === "query-failed"
        ? { ...failure, reason: "cannot-connect" }
        : failure;
    },
  );
}

/** The second lock of design.md, read back at once. @returns the server's version */
async function prepareSession(
  client: pg.Client,
  context: ServerContext,
  tell: TellStep,
): Promise<Attempt<string>> {
  try {
    const since = now();
    await client.query("SET default_transaction_read_only = on; SET client_encoding = 'UTF8'");
    const { rows } = await client.query<[string, string, string]>({
      text: "SELECT current_setting('server_version'), current_setting('transaction_read_only'), current_database()",
      rowMode: "array",
    });
    const [version = "", readOnly, database] = rows[0] ?? [];
    if (readOnly !== "on") {
      return {
        ok: false,
        failure: serverFailure(context, "not-read-only", "The session does not stay read-only"),
      };
    }
    tell("database", since, database);
    const [number = version] = version.split(" ");
    tell("version", now(), `PostgreSQL ${version}`);
    return { ok: true, value: number };
  } catch (error) {
    return { ok: false, failure: postgresFailure(context, error) };
  }
}

function abandon(client: pg.Client, failure: Failure): Attempt<never> {
  void client.end().catch(() => {});
  return { ok: false, failure };
}

function linkOf(client: pg.Client, context: ServerContext, openSocket: OpenSocket | undefined) {
  let lost: Failure | undefined;
  let told: (failure: Failure) => void = () => {};
  let isClosing = false;
  const lose = (error: unknown) => {
    if (lost || isClosing) return;
    lost = { ...postgresFailure(context, error), reason: "lost" };
    told(lost);
  };
  client.on("error", lose);
  client.on("end", () => lose(new Error("Connection terminated")));
  return {
    client,
    context,
    lost: () => lost,
    onLost(listener: (failure: Failure) => void) {
      told = listener;
      if (lost) listener(lost);
    },
    cancel: () => sendCancel(client as unknown as BackendKey, context, openSocket),
    async close() {
      isClosing = true;
      if (lost) return;
      await client.end().catch(() => {});
    },
  };
}

/** Over a way of its own, encrypted like the session's. The server closes it when the request was passed on. */
async function sendCancel(
  { processID, secretKey }: BackendKey,
  context: ServerContext,
  openSocket: OpenSocket | undefined,
): Promise<void> {
  const deadline = new Deadline(context.profile.connectTimeoutSeconds);
  try {
    const way = await openWay(context, deadline, openSocket, () => {});
    if (!way.ok) return;
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
  } finally {
    deadline.clear();
  }
}
