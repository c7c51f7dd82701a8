import { once } from "node:events";
import { userInfo } from "node:os";
import type { Duplex } from "node:stream";
import type { TLSSocket } from "node:tls";
import { type Connection, createConnection } from "mysql2";
import type { Failure } from "../../../core/benchmark/outcome.ts";
import { defaultPorts } from "../../../core/connection/engine.ts";
import { isSocket, type MysqlProfile } from "../../../core/connection/profile.ts";
import { now } from "../../clock.ts";
import type { Attempt, Reach } from "../driver.ts";
import { CANCEL_SECONDS, Deadline } from "../server/deadline.ts";
import { dial, late, type Target, type TellStep } from "../server/dial.ts";
import { hangUp } from "../server/hang-up.ts";
import { planTls, secure, type TlsPlan } from "../server/secure.ts";
import { codeOf, type ServerContext, serverFailure, wordsOf } from "../server/server-failure.ts";
import { readGreeting } from "./greeting.ts";
import { mysqlFailure } from "./mysql-failure.ts";
import { type MysqlRows, queryRows } from "./query-rows.ts";

/** An open session, logged in and reading only. */
export interface MysqlLink {
  readonly connection: Connection;
  readonly context: ServerContext;
  /** `MariaDB 10.11.14`, `MySQL 8.0.40`. */
  readonly version: string;
  readonly isEncrypted: boolean;
  rows(sql: string, values?: readonly (string | number | null)[]): Promise<MysqlRows>;
  /** Why the session ended by itself; undefined while it lives. */
  lost(): Failure | undefined;
  onLost(told: (failure: Failure) => void): void;
  /** Ends what runs, by a session of its own; where none can be had, by hanging up. Never rejects. */
  cancel(): Promise<void>;
  close(): Promise<void>;
}

export interface MysqlReach extends Reach {
  readonly profile: MysqlProfile;
}

/** Opens a session of which every transaction reads only. */
export async function connectMysql(
  reach: MysqlReach,
  tell: TellStep = () => {},
): Promise<Attempt<MysqlLink>> {
  const context: ServerContext = reach;
  const plan = planTls(context);
  if (!plan.ok) return plan;
  const deadline = new Deadline(reach.profile.connectTimeoutSeconds);
  try {
    const dialled = await dial(context, targetOf(reach.profile), deadline, reach.openSocket, tell);
    if (!dialled.ok) return dialled;
    const greeting = await deadline.race(greetingOf(context, plan.value, dialled.value));
    if (greeting === "late" || deadline.isLate) return late(context, deadline);
    if (greeting.ok)
      return await openSession(reach, plan.value, dialled.value, greeting.value, deadline, tell);
    dialled.value.destroy();
    return greeting;
  } finally {
    deadline.clear();
  }
}

/** @returns whether the session is to be encrypted */
async function greetingOf(
  context: ServerContext,
  { mode }: TlsPlan,
  stream: Duplex,
): Promise<Attempt<boolean>> {
  const refuse = (words: string): Attempt<never> => ({
    ok: false,
    failure: serverFailure(context, "cannot-connect", words),
  });
  try {
    const greeting = await readGreeting(stream);
    if (greeting === "another-protocol") return refuse("The server speaks another protocol");
    if (greeting === "error" || mode === "disable") return { ok: true, value: false };
    if (greeting === "encrypts" || mode === "prefer") return { ok: true, value: greeting === "encrypts" };
    return refuse("The server does not encrypt connections");
  } catch (error) {
    return refuse(wordsOf(error));
  }
}

async function openSession(
  reach: MysqlReach,
  plan: TlsPlan,
  stream: Duplex,
  isEncrypted: boolean,
  deadline: Deadline,
  tell: TellStep,
): Promise<Attempt<MysqlLink>> {
  const context: ServerContext = reach;
  const connection = connectionOn(stream, reach, isEncrypted);
  let refused: Failure | undefined;
  if (isEncrypted) {
    encrypt(connection, stream, context, plan, tell, (failure) => {
      refused = failure;
    });
  }
  // It was read from, to hear the greeting.
  stream.resume();
  const link = linkOf(connection, stream, reach);
  const since = now();
  const greeted = await deadline.race(greet(connection));
  if (greeted === "late" || deadline.isLate) return late(context, deadline);
  if (greeted !== undefined) {
    connection.destroy();
    return { ok: false, failure: refused ?? loginFailure(context, greeted) };
  }
  tell("log-in", since, reach.profile.user);
  const prepared = await deadline.race(prepareSession(link.rows, context, tell));
  if (prepared === "late" || deadline.isLate) return late(context, deadline);
  if (prepared.ok) return { ok: true, value: { ...link, version: prepared.value, isEncrypted } };
  connection.destroy();
  return prepared;
}

function targetOf({ host, port = defaultPorts.mysql }: MysqlProfile): Target {
  return { host, port, socketPath: isSocket(host) ? host : undefined };
}

function connectionOn(stream: Duplex, { profile, secret }: MysqlReach, isEncrypted: boolean): Connection {
  const connection = createConnection({
    stream,
    user: profile.user ?? userInfo().username,
    ...(secret?.kind === "password" ? { password: secret.password } : {}),
    ...(profile.database === undefined ? {} : { database: profile.database }),
    // Before a password in the clear it asks: an encrypted session or a local socket.
    ...(isSocket(profile.host) ? { socketPath: profile.host } : {}),
    ...(isEncrypted ? { ssl: {} } : {}),
    charset: profile.charset ?? "utf8mb4",
    connectTimeout: 0,
    // No server shall ask for a file of this machine; and what a space before `(` means is the server's sql_mode.
    flags: ["-LOCAL_FILES", "-IGNORE_SPACE"],
    connectAttributes: { program_name: profile.applicationName ?? "lanewise" },
    rowsAsArray: true,
    // Whole numbers that a number cannot hold stay text, and JSON too. Dates as text would take twice the time.
    supportBigNumbers: true,
    jsonStrings: true,
  });
  // Unheard, an error of a session that died would end the lane; `linkOf` keeps it.
  connection.on("error", () => {});
  return connection;
}

/** mysql2's own way to encrypt, which its types do not know. */
interface Encrypting {
  startTLS(secured: (error?: Error) => void): void;
  readonly packetParser: { execute(data: Buffer): void };
  stream: Duplex;
}

/**
 * mysql2 cannot be told which certificate to trust. It asks `startTLS` for an encrypted stream before it sends anything
 * of the user's; here it gets one whose certificate was judged.
 */
function encrypt(
  connection: Connection,
  stream: Duplex,
  context: ServerContext,
  plan: TlsPlan,
  tell: TellStep,
  refuse: (failure: Failure) => void,
): void {
  const encrypting = connection as unknown as Encrypting;
  encrypting.startTLS = (secured) => {
    const since = now();
    stream.removeAllListeners("data");
    void secure(context, plan, stream).then((attempt) => {
      if (!attempt.ok) {
        refuse(attempt.failure);
        return secured(new Error(attempt.failure.detail));
      }
      const socket: TLSSocket = attempt.value;
      socket.on("error", (error) => connection.emit("error", error));
      socket.on("data", (data: Buffer) => encrypting.packetParser.execute(data));
      encrypting.stream = socket;
      tell("tls", since, `${socket.getProtocol()}, ${socket.getCipher().name}`);
      secured();
    });
  };
}

/** @returns the error that ended the login; undefined when it went well */
async function greet(connection: Connection): Promise<unknown> {
  try {
    await once(connection, "connect");
    return undefined;
  } catch (error) {
    return error;
  }
}

function loginFailure(context: ServerContext, error: unknown): Failure {
  const failure = mysqlFailure(context, error);
  if (failure.reason === "lost" || failure.reason === "query-failed")
    return { ...failure, reason: "cannot-connect", data: { ...failure.data, code: codeOf(error) ?? "" } };
  return failure;
}

/** The second lock of design.md, read back at once. @returns the server's version */
async function prepareSession(
  rows: MysqlLink["rows"],
  context: ServerContext,
  tell: TellStep,
): Promise<Attempt<string>> {
  try {
    const since = now();
    await rows("SET SESSION TRANSACTION READ ONLY");
    await rows("SET SESSION autocommit = 1");
    const [[version, database] = []] = await rows("SELECT VERSION(), DATABASE()");
    if (!(await readsOnly(rows)))
      return {
        ok: false,
        failure: serverFailure(context, "not-read-only", "The session does not stay read-only"),
      };
    tell("database", since, database === null ? undefined : String(database));
    const named = versionName(String(version));
    tell("version", now(), named);
    return { ok: true, value: named };
  } catch (error) {
    return { ok: false, failure: mysqlFailure(context, error) };
  }
}

/** MySQL 8 and MariaDB 11.1 call it `transaction_read_only`; before them it was `tx_read_only`. */
export async function readsOnly(rows: MysqlLink["rows"]): Promise<boolean> {
  const found = await rows(
    "SHOW SESSION VARIABLES WHERE Variable_name IN ('transaction_read_only', 'tx_read_only')",
  );
  return found.length > 0 && found.every(([, value]) => value === "ON");
}

function versionName(version: string): string {
  const [number = version] = version.replace(/^5\.5\.5-/, "").split("-");
  return `${/mariadb/i.test(version) ? "MariaDB" : "MySQL"} ${number}`;
}

function linkOf(
  connection: Connection,
  stream: Duplex,
  reach: MysqlReach,
): Omit<MysqlLink, "version" | "isEncrypted"> {
  let lost: Failure | undefined;
  let told: (failure: Failure) => void = () => {};
  let isClosing = false;
  const lose = (error: unknown) => {
    if (lost || isClosing) return;
    lost = { ...mysqlFailure(reach, error), reason: "lost" };
    told(lost);
  };
  connection.on("error", lose);
  connection.on("end", () => lose(new Error("Connection lost: the server closed it")));
  return {
    connection,
    context: reach as ServerContext,
    rows: (sql: string, values?: readonly (string | number | null)[]) => queryRows(connection, sql, values),
    lost: () => lost,
    onLost(listener: (failure: Failure) => void) {
      told = listener;
      if (lost) listener(lost);
    },
    async cancel() {
      if (!(await kill(reach, connection.threadId))) stream.destroy();
    },
    async close() {
      isClosing = true;
      if (lost) return;
      const closed = once(stream, "close");
      connection.end();
      await hangUp(stream, closed);
    },
  };
}

/** Whether the server was told. */
async function kill(reach: MysqlReach, threadId: number | null): Promise<boolean> {
  const killer = await connectMysql({
    ...reach,
    profile: { ...reach.profile, connectTimeoutSeconds: CANCEL_SECONDS },
  });
  if (!killer.ok) return false;
  try {
    await killer.value.rows(`KILL QUERY ${Number(threadId)}`);
    return true;
  } catch {
    // 1094, no such thread: what was to be ended has ended.
    return true;
  } finally {
    await killer.value.close();
  }
}
