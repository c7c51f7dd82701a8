import type { Duplex } from "node:stream";
import type { TLSSocket } from "node:tls";
import { Connection, type ConnectionConfiguration } from "tedious";
import type { Failure } from "../../../core/benchmark/outcome.ts";
import { defaultPorts } from "../../../core/connection/engine.ts";
import type { MssqlProfile } from "../../../core/connection/profile.ts";
import { now } from "../../clock.ts";
import type { Attempt, Reach } from "../driver.ts";
import { CANCEL_SECONDS, Deadline } from "../server/deadline.ts";
import { dial, late, type TellStep } from "../server/dial.ts";
import { judge, planTls, secure, type TlsPlan } from "../server/secure.ts";
import { type ServerContext, serverFailure } from "../server/server-failure.ts";
import { findInstance } from "./instance.ts";
import { mssqlFailure } from "./mssql-failure.ts";
import { type MssqlRows, queryRows } from "./query-rows.ts";

/** An open session, logged in. What it runs, it runs in a transaction that is rolled back: `session.ts`. */
export interface MssqlLink {
  readonly connection: Connection;
  readonly context: ServerContext;
  /** `SQL Server 16.0.1000.6`. */
  readonly version: string;
  readonly isEncrypted: boolean;
  rows(sql: string, values?: readonly (string | number | null)[]): Promise<MssqlRows>;
  /** Why the session ended by itself; undefined while it lives. */
  lost(): Failure | undefined;
  onLost(told: (failure: Failure) => void): void;
  /** Sends an attention for what runs. */
  cancel(): Promise<void>;
  close(): Promise<void>;
}

export interface MssqlReach extends Reach {
  readonly profile: MssqlProfile;
  /** In bytes; without it tedious' own. */
  readonly packetSize?: number;
}

export async function connectMssql(
  reach: MssqlReach,
  tell: TellStep = () => {},
): Promise<Attempt<MssqlLink>> {
  const context: ServerContext = reach;
  const plan = planTls(context);
  if (!plan.ok) return plan;
  const deadline = new Deadline(reach.profile.connectTimeoutSeconds);
  try {
    const port = await portOf(context, reach.profile, deadline);
    if (!port.ok) return port;
    const target = { host: reach.profile.host, port: port.value, socketPath: undefined };
    const dialled = await dial(context, target, deadline, reach.openSocket, tell);
    if (!dialled.ok) return dialled;
    return await openSession(reach, plan.value, dialled.value, deadline, tell);
  } finally {
    deadline.clear();
  }
}

async function portOf(
  context: ServerContext,
  { host, port, instance }: MssqlProfile,
  deadline: Deadline,
): Promise<Attempt<number>> {
  if (port !== undefined || instance === undefined) return { ok: true, value: port ?? defaultPorts.mssql };
  const found = await deadline.race(findInstance(host, instance, deadline.timeoutMs));
  if (found === "late" || deadline.isLate) return late(context, deadline);
  if (typeof found === "number") return { ok: true, value: found };
  return { ok: false, failure: serverFailure(context, "cannot-connect", found.detail) };
}

async function openSession(
  reach: MssqlReach,
  plan: TlsPlan,
  stream: Duplex,
  deadline: Deadline,
  tell: TellStep,
): Promise<Attempt<MssqlLink>> {
  const context: ServerContext = reach;
  const connection = new Connection(configurationOf(reach, plan, stream, deadline));
  const since = now();
  const doors: { refused?: Failure; loginNumber?: number } = {};
  watchEncryption(connection, context, plan, (failure, socket) => {
    if (failure) doors.refused = failure;
    else if (socket) tell("tls", since, `${socket.getProtocol()}, ${socket.getCipher().name}`);
  });
  const link = linkOf(connection, reach);
  const error = await deadline.race(logIn(connection, doors));
  if (error === "late" || deadline.isLate) {
    connection.close();
    return late(context, deadline);
  }
  if (error) {
    connection.close();
    return { ok: false, failure: doors.refused ?? loginFailure(context, error, doors.loginNumber) };
  }
  tell("log-in", since, reach.profile.user);
  try {
    const asked = now();
    const [[version, database] = []] = await link.rows(
      "SELECT CAST(SERVERPROPERTY('ProductVersion') AS nvarchar(128)), DB_NAME()",
    );
    tell("database", asked, String(database));
    tell("version", now(), `SQL Server ${version}`);
    const isEncrypted = plan.mode !== "disable";
    return { ok: true, value: { ...link, version: `SQL Server ${version}`, isEncrypted } };
  } catch (failure) {
    connection.close();
    return { ok: false, failure: mssqlFailure(context, failure) };
  }
}

function configurationOf(
  { profile, secret, packetSize }: MssqlReach,
  plan: TlsPlan,
  stream: Duplex,
  deadline: Deadline,
): ConnectionConfiguration {
  const { ca, cert, key } = plan.options;
  return {
    server: profile.host,
    authentication:
      secret?.kind === "token"
        ? { type: "azure-active-directory-access-token", options: { token: secret.token } }
        : { type: "default", options: { userName: profile.user ?? "", password: secret?.password ?? "" } },
    options: {
      connector: async () => withKeepAlive(stream),
      port: profile.port ?? defaultPorts.mssql,
      encrypt: plan.mode === "strict" ? "strict" : plan.mode !== "disable",
      // `watchEncryption` judges the certificate, before tedious sends the login.
      trustServerCertificate: true,
      ...(plan.options.servername === undefined ? {} : { serverName: plan.name }),
      cryptoCredentialsDetails: { ...(ca ? { ca } : {}), ...(cert ? { cert } : {}), ...(key ? { key } : {}) },
      ...(profile.database === undefined ? {} : { database: profile.database }),
      appName: profile.applicationName ?? "lanewise",
      readOnlyIntent: profile.readOnlyIntent ?? false,
      ...(packetSize === undefined ? {} : { packetSize }),
      // The deadline is ours; a limit of a request's time would hide in the driver.
      connectTimeout: deadline.timeoutMs + 1000,
      requestTimeout: 0,
      cancelTimeout: CANCEL_SECONDS * 1000,
      maxRetriesOnTransientErrors: 0,
    },
  };
}

/** A tunnel's stream has no such knob. */
function withKeepAlive(stream: Duplex): never {
  if (!("setKeepAlive" in stream))
    Object.assign(stream, { setKeepAlive: () => stream, setNoDelay: () => stream });
  return stream as never;
}

/** tedious' own way to encrypt from the first byte, which its types hide. */
interface Strict {
  wrapWithTls(socket: Duplex): Promise<TLSSocket>;
}

/**
 * tedious cannot be told which certificate to trust. It tells when the session is encrypted, before it sends anything of
 * the user's; a certificate that will not do ends the connection there. With `strict` the encryption is ours altogether.
 */
function watchEncryption(
  connection: Connection,
  context: ServerContext,
  plan: TlsPlan,
  tell: (failure: Failure | undefined, socket: TLSSocket | undefined) => void,
): void {
  connection.on("secure", (socket) => {
    const encrypted = socket as TLSSocket;
    const failure = judge(context, plan, encrypted);
    tell(failure, encrypted);
    if (!failure) return;
    encrypted.destroy();
    connection.close();
  });
  (connection as unknown as Strict).wrapWithTls = async (socket) => {
    const secured = await secure(context, plan, socket, ["tds/8.0"]);
    if (secured.ok) {
      tell(undefined, secured.value);
      return secured.value;
    }
    tell(secured.failure, undefined);
    throw new Error(secured.failure.detail);
  };
}

function logIn(connection: Connection, doors: { loginNumber?: number }): Promise<Error | undefined> {
  // The number is told here alone.
  const onError = ({ number }: { readonly number: number }) => {
    doors.loginNumber ??= number;
  };
  connection.on("errorMessage", onError);
  return new Promise((resolve) => {
    connection.connect((error) => {
      connection.off("errorMessage", onError);
      resolve(error ?? undefined);
    });
  });
}

function loginFailure(context: ServerContext, error: Error, number: number | undefined): Failure {
  if (number !== undefined) {
    const failure = mssqlFailure(context, Object.assign(new Error(error.message), { number }));
    return failure.reason === "query-failed" ? { ...failure, reason: "login-failed" } : failure;
  }
  const failure = mssqlFailure(context, error);
  return failure.reason === "lost" || failure.reason === "query-failed"
    ? { ...failure, reason: "cannot-connect" }
    : failure;
}

function linkOf(connection: Connection, reach: MssqlReach): Omit<MssqlLink, "version" | "isEncrypted"> {
  let lost: Failure | undefined;
  let told: (failure: Failure) => void = () => {};
  let isClosing = false;
  let isConnected = false;
  const lose = (error: unknown) => {
    if (lost || isClosing || !isConnected) return;
    lost = { ...mssqlFailure(reach, error), reason: "lost" };
    told(lost);
  };
  connection.on("connect", (error) => {
    isConnected = !error;
  });
  // Unheard, an error of a session that died would end the lane.
  connection.on("error", lose);
  connection.on("end", () => lose(new Error("The server closed the connection")));
  return {
    connection,
    context: reach,
    rows: (sql, values) => queryRows(connection, sql, values),
    lost: () => lost,
    onLost(listener) {
      told = listener;
      if (lost) listener(lost);
    },
    async cancel() {
      connection.cancel();
    },
    close() {
      isClosing = true;
      return new Promise((resolve) => {
        if (lost) return resolve();
        connection.once("end", () => resolve());
        connection.close();
      });
    },
  };
}
