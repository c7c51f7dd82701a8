import { userInfo } from "node:os";
import type { Duplex } from "node:stream";
import pg from "pg";
import type { Failure } from "../../../core/benchmark/outcome.ts";
import { defaultPorts } from "../../../core/connection/engine.ts";
import type { PostgresProfile } from "../../../core/connection/profile.ts";
import type { Secret } from "../../../core/connection/secret.ts";
import { now } from "../../clock.ts";
import type { Attempt, OpenSocket, Reach } from "../driver.ts";
import { Deadline } from "../server/deadline.ts";
import { late, type TellStep } from "../server/dial.ts";
import { hangUp } from "../server/hang-up.ts";
import { type ServerContext, serverFailure } from "../server/server-failure.ts";
import { postgresFailure } from "./sqlstate.ts";
import { type BackendKey, openWay, sendCancel } from "./way.ts";

/** An open session, logged in and reading only. */
export interface PostgresLink {
  readonly client: pg.Client;
  readonly context: ServerContext;
  /** Of the server, without the system that it was built on: `17.5`. */
  readonly version: string;
  readonly isEncrypted: boolean;
  /** The server has told that transactions no longer read only. Servers before PostgreSQL 14 do not tell. */
  isWritable(): boolean;
  /** Why the session ended by itself; undefined while it lives. */
  lost(): Failure | undefined;
  onLost(told: (failure: Failure) => void): void;
  /** Asks the server to end what runs; where it cannot be asked, by hanging up. Never rejects. */
  cancel(): Promise<void>;
  close(): Promise<void>;
}

/** What a server tells by itself, of settings that change, and pg's types do not know. */
interface Reporting {
  readonly connection: {
    on(
      event: "parameterStatus",
      told: (status: { readonly parameterName: string; readonly parameterValue: string }) => void,
    ): void;
  };
}

export interface PostgresReach extends Reach {
  readonly profile: PostgresProfile;
}

/** Opens a session of which every transaction reads only, and which speaks UTF-8. */
export async function connectPostgres(
  reach: PostgresReach,
  tell: TellStep = () => {},
): Promise<Attempt<PostgresLink>> {
  const deadline = new Deadline(reach.profile.connectTimeoutSeconds);
  try {
    const opened = await openSession(reach, deadline, tell, "-c default_transaction_read_only=on");
    // PgBouncer takes no options at the start; without them a RESET ALL would return to the server's own.
    if (opened.ok || !/unsupported startup parameter/.test(opened.failure.detail)) return opened;
    return await openSession(reach, deadline, tell, undefined);
  } finally {
    deadline.clear();
  }
}

async function openSession(
  { profile, secret, openSocket }: PostgresReach,
  deadline: Deadline,
  tell: TellStep,
  options: string | undefined,
): Promise<Attempt<PostgresLink>> {
  const context: ServerContext = { profile, secret };
  const way = await openWay(context, deadline, openSocket, tell);
  if (!way.ok) return way;
  const since = now();
  const client = clientOn(way.value.stream, profile, secret, options);
  const link = linkOf(client, way.value.stream, context, openSocket);
  const failure = await deadline.race(logIn(client, context));
  if (failure === "late" || deadline.isLate) return late(context, deadline);
  if (failure) return abandon(client, failure);
  tell("log-in", since, profile.user);
  const prepared = await deadline.race(prepareSession(client, context, tell));
  if (prepared === "late" || deadline.isLate) return late(context, deadline);
  if (!prepared.ok) return abandon(client, prepared.failure);
  return { ok: true, value: { ...link, version: prepared.value, isEncrypted: way.value.isEncrypted } };
}

function clientOn(
  stream: Duplex,
  profile: PostgresProfile,
  secret: Secret | undefined,
  options: string | undefined,
): pg.Client {
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
    ...(options === undefined ? {} : { options }),
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

function linkOf(
  client: pg.Client,
  stream: Duplex,
  context: ServerContext,
  openSocket: OpenSocket | undefined,
): Omit<PostgresLink, "version" | "isEncrypted"> {
  let isWritable = false;
  let lost: Failure | undefined;
  let told: (failure: Failure) => void = () => {};
  let isClosing = false;
  const lose = (error: unknown) => {
    if (lost || isClosing) return;
    lost = { ...postgresFailure(context, error), reason: "lost" };
    told(lost);
  };
  const { connection } = client as unknown as Reporting;
  connection.on("parameterStatus", ({ parameterName, parameterValue }) => {
    if (parameterName === "default_transaction_read_only") isWritable = parameterValue !== "on";
  });
  client.on("error", lose);
  client.on("end", () => lose(new Error("Connection terminated")));
  return {
    client,
    context,
    isWritable: () => isWritable,
    lost: () => lost,
    onLost(listener: (failure: Failure) => void) {
      told = listener;
      if (lost) listener(lost);
    },
    async cancel() {
      const isTold = await sendCancel(client as unknown as BackendKey, context, openSocket);
      if (!isTold) stream.destroy();
    },
    async close() {
      isClosing = true;
      if (!lost) await hangUp(stream, client.end());
    },
  };
}
