import type { Milliseconds } from "../../core/benchmark/units.ts";
import type { ConnectStep } from "../../core/connection/catalog.ts";
import { redact } from "../../core/connection/redact.ts";
import type { Secret } from "../../core/connection/secret.ts";
import { CatalogProcess } from "../../node/catalog-process.ts";
import type { CatalogProblem, CatalogReply } from "../../node/catalog-reply.ts";
import { testConnection } from "../../node/test-connection.ts";
import type { CatalogAnswers, CatalogQuestion } from "../../protocol/catalog.ts";
import type { Disposable } from "../disposable-store.ts";
import { Listeners } from "../listeners.ts";
import type { Connection } from "./connection.ts";
import type { ConnectionSecrets } from "./connection-secrets.ts";

export type ConnectionState =
  | { readonly state: "not-connected" }
  | { readonly state: "connecting" }
  | { readonly state: "connected"; readonly version: string }
  | { readonly state: "failed"; readonly problem: CatalogProblem };

export interface CatalogSessionsDeps {
  /** The catalog process's bundle. */
  readonly file: string;
  readonly secrets: Pick<ConnectionSecrets, "get" | "askAgain" | "keep">;
  /** What opening a session, and each question, may take. */
  readonly timeoutMs: () => Milliseconds;
  readonly onError: (error: unknown) => void;
}

/** An open file of SQLite may be in somebody's way; a session of a server costs more to open again. */
const IDLE_MS = { file: 60_000, server: 300_000 } as const;

interface Session {
  readonly opened: Promise<CatalogReply<CatalogProcess>>;
  /** Undefined before the process starts. */
  process: CatalogProcess | undefined;
  /** The user ended it: what it was asked is not asked again. */
  isDisconnected: boolean;
}

const notConnected: ConnectionState = { state: "not-connected" };
const cancelled: CatalogReply<never> = { ok: false, problem: { problem: "cancelled" } };

/** A catalog process for each connection that is asked something; what one of them does holds up no other. */
export class CatalogSessions implements Disposable {
  /** Hears the id of each connection whose state is another. */
  readonly changes: Listeners<string>;
  readonly #deps: CatalogSessionsDeps;
  readonly #sessions = new Map<string, Session>();
  readonly #states = new Map<string, ConnectionState>();

  constructor(deps: CatalogSessionsDeps) {
    this.#deps = deps;
    this.changes = new Listeners(deps.onError);
  }

  stateOf(id: string): ConnectionState {
    return this.#states.get(id) ?? notConnected;
  }

  /** Opens the session when there is none; once more when it died before it could answer. Never rejects. */
  async ask<Q extends CatalogQuestion>(
    connection: Connection,
    question: Q,
    signal?: AbortSignal,
  ): Promise<CatalogReply<CatalogAnswers[Q["ask"]]>> {
    for (let attempt = 1; ; attempt++) {
      const session = this.#sessionOf(connection);
      const opened = await orAborted(session.opened, signal);
      if (!opened.ok) return opened;
      if (session.isDisconnected) return cancelled;
      const reply = await opened.value.ask(question, signal);
      if (reply.ok || attempt > 1 || !hasDied(reply.problem)) return reply;
    }
  }

  /** Opens the session when there is none. */
  async connect(connection: Connection): Promise<CatalogReply<undefined>> {
    const opened = await this.#sessionOf(connection).opened;
    return opened.ok ? { ok: true, value: undefined } : opened;
  }

  /** Ends the session, and with it what it was asked. */
  disconnect(id: string): void {
    const session = this.#sessions.get(id);
    this.#sessions.delete(id);
    if (session) session.isDisconnected = true;
    session?.process?.close();
    this.#become(id, notConnected);
  }

  /** In a process of its own. A password that was refused is asked for once more. */
  async test(
    connection: Connection,
    onStep: (step: ConnectStep) => void,
    signal: AbortSignal,
    given?: Secret,
  ): Promise<CatalogReply<readonly ConnectStep[]>> {
    const { file, secrets, timeoutMs } = this.#deps;
    const attempt = (secret: Secret | undefined) =>
      testConnection({ file, profile: connection.profile, secret, timeoutMs: timeoutMs() }, onStep, signal);
    if (given) return redacted(await attempt(given), given);
    return this.#withSecret(connection, attempt, secrets);
  }

  dispose(): void {
    for (const id of [...this.#sessions.keys()]) this.disconnect(id);
  }

  #sessionOf(connection: Connection): Session {
    const known = this.#sessions.get(connection.id);
    if (known) return known;
    const session = this.#open(connection);
    this.#sessions.set(connection.id, session);
    return session;
  }

  #open(connection: Connection): Session {
    const { id } = connection;
    this.#become(id, { state: "connecting" });
    const isCurrent = () => this.#sessions.get(id) === session;
    const start = async (secret: Secret | undefined): Promise<CatalogReply<CatalogProcess>> => {
      if (!isCurrent()) return cancelled;
      const process = this.#start(connection, secret, (problem) => {
        if (isCurrent() && session.process === process) this.#ended(id, problem);
      });
      session.process = process;
      const opened = await process.opened;
      if (!opened.ok) return opened;
      if (isCurrent()) this.#become(id, { state: "connected", version: opened.value });
      return { ok: true, value: process };
    };
    const open = async () => {
      // Everything starts after the session is known by its id.
      await undefined;
      const opened = await this.#withSecret(connection, start, this.#deps.secrets);
      if (!isCurrent()) return opened.ok ? cancelled : opened;
      if (!opened.ok) {
        this.#sessions.delete(id);
        const isCancel = opened.problem.problem === "cancelled";
        this.#become(id, isCancel ? notConnected : { state: "failed", problem: opened.problem });
      }
      return opened;
    };
    const session: Session = { process: undefined, isDisconnected: false, opened: open() };
    return session;
  }

  #start(
    { profile }: Connection,
    secret: Secret | undefined,
    onEnd: (problem: CatalogProblem | undefined) => void,
  ): CatalogProcess {
    const { file, timeoutMs } = this.#deps;
    const idleMs = profile.engine === "sqlite" ? IDLE_MS.file : IDLE_MS.server;
    return new CatalogProcess({ file, profile, secret, timeoutMs: timeoutMs(), idleMs, onEnd });
  }

  /** Of a session that was open. A failure while it opens is told by what opens it. */
  #ended(id: string, problem: CatalogProblem | undefined): void {
    if (this.stateOf(id).state !== "connected") return;
    this.#sessions.delete(id);
    const isFailure = problem?.problem === "failed";
    this.#become(id, isFailure ? { state: "failed", problem } : notConnected);
  }

  async #withSecret<T>(
    connection: Connection,
    attempt: (secret: Secret | undefined) => Promise<CatalogReply<T>>,
    secrets: CatalogSessionsDeps["secrets"],
  ): Promise<CatalogReply<T>> {
    let answer = await secrets.get(connection);
    for (let login = 1; ; login++) {
      if (answer.status === "abandoned") return cancelled;
      const reply = redacted(await attempt(answer.secret), answer.secret);
      if (reply.ok) await secrets.keep(connection, answer.secret);
      if (reply.ok || login > 1 || !isLoginFailure(reply.problem) || !answer.secret) return reply;
      answer = await secrets.askAgain(connection);
    }
  }

  #become(id: string, state: ConnectionState): void {
    if (this.stateOf(id) === state) return;
    this.#states.set(id, state);
    this.changes.tell(id);
  }
}

function hasDied(problem: CatalogProblem): boolean {
  return (
    problem.problem === "process-ended" || (problem.problem === "failed" && problem.failure.reason === "lost")
  );
}

function isLoginFailure(problem: CatalogProblem): boolean {
  return problem.problem === "failed" && problem.failure.reason === "login-failed";
}

function orAborted<T>(
  reply: Promise<CatalogReply<T>>,
  signal: AbortSignal | undefined,
): Promise<CatalogReply<T>> {
  if (!signal) return reply;
  const aborted = new Promise<CatalogReply<T>>((resolve) => {
    if (signal.aborted) resolve(cancelled);
    else signal.addEventListener("abort", () => resolve(cancelled), { once: true });
  });
  return Promise.race([reply, aborted]);
}

/** Drivers take secrets out themselves; what a server repeats in its own words is not theirs to know. */
function redacted<T>(reply: CatalogReply<T>, secret: Secret | undefined): CatalogReply<T> {
  if (reply.ok || !secret || reply.problem.problem !== "failed") return reply;
  const known = secret.kind === "password" ? secret.password : secret.token;
  const { failure } = reply.problem;
  const detail = redact(failure.detail, [known]);
  return { ok: false, problem: { problem: "failed", failure: { ...failure, detail } } };
}
