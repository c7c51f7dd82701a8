import type { ChildProcess } from "node:child_process";
import { existsSync } from "node:fs";
import { assertNever } from "../core/assert-never.ts";
import type { Milliseconds } from "../core/benchmark/units.ts";
import type { ConnectionProfile } from "../core/connection/profile.ts";
import type { Secret } from "../core/connection/secret.ts";
import {
  type CatalogAnswers,
  type CatalogAttempt,
  type CatalogOrder,
  type CatalogQuestion,
  type FromCatalog,
  isFromCatalog,
  type ToCatalog,
} from "../protocol/catalog.ts";
import { type CatalogProblem, type CatalogReply, no, problemOf } from "./catalog-reply.ts";
import { forkCatalog, forkRemoval } from "./fork-catalog.ts";
import { lookAtSideFiles } from "./look-at-side-files.ts";

export interface CatalogProcessDeps {
  /** The process's bundle. */
  readonly file: string;
  readonly profile: ConnectionProfile;
  readonly secret: Secret | undefined;
  /** What opening, and each question, may take. */
  readonly timeoutMs: Milliseconds;
  /** A session that nobody asked anything for so long is closed. */
  readonly idleMs: Milliseconds;
  /** After a cancel, how long the process may stay silent before it is killed. */
  readonly graceMs?: Milliseconds;
  /** Told once: no question will be answered any more. Undefined: it was closed, or was idle. */
  readonly onEnd: (problem: CatalogProblem | undefined) => void;
}

const GRACE_MS = 500;

interface Task {
  readonly order: ToCatalog;
  readonly settle: (reply: CatalogReply<unknown>) => void;
  isSettled: boolean;
}

/** One process, one session: asked one question at a time, and killed when it does not hear a cancel. Never rejects. */
export class CatalogProcess {
  /** The engine's version. */
  readonly opened: Promise<CatalogReply<string>>;
  readonly #deps: CatalogProcessDeps;
  readonly #graceMs: Milliseconds;
  readonly #child: ChildProcess;
  readonly #sideFiles: CatalogOrder["sideFiles"];
  readonly #waiting: Task[] = [];
  #running: Task | undefined;
  #limit: NodeJS.Timeout | undefined;
  #idle: NodeJS.Timeout | undefined;
  #kill: NodeJS.Timeout | undefined;
  #lastId = 0;
  #isOver = false;

  constructor(deps: CatalogProcessDeps) {
    this.#deps = deps;
    this.#graceMs = deps.graceMs ?? GRACE_MS;
    const { profile } = deps;
    this.#sideFiles = profile.engine === "sqlite" ? lookAtSideFiles(profile.path) : undefined;
    const { child, ending } = forkCatalog(deps.file);
    this.#child = child;
    this.#child.on("message", (message: unknown) => {
      if (isFromCatalog(message)) this.#receive(message);
    });
    this.#child.once("error", (error) => this.#end({ problem: "process-ended", detail: error.message }));
    this.#child.once("exit", (code, signal) => {
      clearTimeout(this.#kill);
      this.#removeSideFiles();
      this.#end({ problem: "process-ended", detail: ending(code, signal) });
    });
    const { secret, timeoutMs } = deps;
    const order = { profile, secret, timeoutMs, sideFiles: this.#sideFiles };
    this.opened = this.#do({ type: "open-session", order }, undefined);
  }

  /** Questions wait for the opening and for each other. */
  ask<Q extends CatalogQuestion>(
    question: Q,
    signal?: AbortSignal,
  ): Promise<CatalogReply<CatalogAnswers[Q["ask"]]>> {
    const id = ++this.#lastId;
    return this.#do({ type: "ask", id, question }, signal);
  }

  /** Closes the session, or kills what does not close. What was not answered is cancelled. */
  close(): void {
    this.#end(undefined);
  }

  #do<T>(order: ToCatalog, signal: AbortSignal | undefined): Promise<CatalogReply<T>> {
    return new Promise((resolve) => {
      const task: Task = {
        order,
        isSettled: false,
        settle: (reply) => {
          if (task.isSettled) return;
          task.isSettled = true;
          signal?.removeEventListener("abort", cancel);
          resolve(reply as CatalogReply<T>);
        },
      };
      const cancel = () => this.#giveUp(task, { problem: "cancelled" });
      if (this.#isOver) return task.settle(no({ problem: "process-ended", detail: "" }));
      if (signal?.aborted) return task.settle(no({ problem: "cancelled" }));
      signal?.addEventListener("abort", cancel, { once: true });
      this.#waiting.push(task);
      this.#next();
    });
  }

  #next(): void {
    if (this.#running || this.#isOver) return;
    clearTimeout(this.#idle);
    const task = this.#waiting.shift();
    if (!task) {
      this.#idle = setTimeout(() => this.#end(undefined), this.#deps.idleMs);
      this.#idle.unref();
      return;
    }
    this.#running = task;
    const { timeoutMs: limitMs } = this.#deps;
    // Servers end the question themselves at that time, and tell.
    this.#limit = setTimeout(
      () => this.#giveUp(task, { problem: "timed-out", limitMs }),
      limitMs + (this.#sideFiles ? 0 : this.#graceMs),
    );
    this.#post(task.order);
  }

  /** What runs is told to stop, and killed when it does not; its answer, when one comes, is dropped. */
  #giveUp(task: Task, problem: CatalogProblem): void {
    task.settle(no(problem));
    const at = this.#waiting.indexOf(task);
    if (at !== -1) this.#waiting.splice(at, 1);
    if (task !== this.#running || this.#kill) return;
    this.#post({ type: "cancel" });
    this.#kill = setTimeout(() => this.#child.kill("SIGKILL"), this.#graceMs);
  }

  #receive(message: FromCatalog): void {
    switch (message.type) {
      case "session-opened":
        this.#settle(message.attempt);
        if (!message.attempt.ok) this.#end({ problem: "failed", failure: message.attempt.failure });
        return;
      case "answered":
        if (message.id <= this.#lastId) this.#settle(message.attempt);
        return;
      case "session-lost":
        this.#end({ problem: "failed", failure: message.failure });
        return;
      case "step-done":
      case "connection-tested":
        return;
      default:
        assertNever(message);
    }
  }

  #settle(attempt: CatalogAttempt<unknown>): void {
    clearTimeout(this.#limit);
    clearTimeout(this.#kill);
    this.#kill = undefined;
    this.#running?.settle(attempt.ok ? attempt : no(problemOf(attempt.failure, this.#deps.timeoutMs)));
    this.#running = undefined;
    this.#next();
  }

  #end(problem: CatalogProblem | undefined): void {
    if (this.#isOver) return;
    this.#isOver = true;
    clearTimeout(this.#limit);
    clearTimeout(this.#idle);
    const unanswered = [...(this.#running ? [this.#running] : []), ...this.#waiting.splice(0)];
    for (const task of unanswered) task.settle(no(problem ?? { problem: "cancelled" }));
    this.#post({ type: "close-session" });
    clearTimeout(this.#kill);
    this.#kill = setTimeout(() => this.#child.kill("SIGKILL"), this.#running ? 0 : this.#graceMs);
    this.#deps.onEnd(problem);
  }

  #post(message: ToCatalog): void {
    if (this.#child.connected) this.#child.send(message, () => {});
  }

  /** After a process that could not do it itself. */
  #removeSideFiles(): void {
    if (!this.#sideFiles || this.#sideFiles.hadWal || !existsSync(`${this.#sideFiles.file}-wal`)) return;
    forkRemoval(this.#deps.file, this.#sideFiles);
  }
}
