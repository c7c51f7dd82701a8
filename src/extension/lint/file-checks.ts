import { assertNever } from "../../core/assert-never.ts";
import type { FromLintWorker, ToLintWorker } from "../../protocol/lint.ts";
import type { WorkspaceCheck } from "./findings-store.ts";
import type { LintResults } from "./lint-results.ts";

export interface FileChecksDeps {
  readonly send: (message: ToLintWorker) => void;
  readonly results: LintResults;
}

interface Check {
  readonly files: readonly string[];
  readonly finish: (check: WorkspaceCheck | undefined) => void;
}

/** Checks of files on the disk. What *Check Workspace* has covered, the worker checks again when it changes. */
export class FileChecks {
  readonly #deps: FileChecksDeps;
  /** Files whose findings are kept although they are not open. */
  readonly #covered = new Set<string>();
  readonly #checks = new Map<number, Check>();
  #lastId = 0;

  constructor(deps: FileChecksDeps) {
    this.#deps = deps;
  }

  covers(file: string): boolean {
    return this.#covered.has(file);
  }

  /** These are covered then, and no others. Undefined: the worker failed before the end. */
  run(files: readonly string[], signal: AbortSignal): Promise<WorkspaceCheck | undefined> {
    const { results, send } = this.#deps;
    this.#covered.clear();
    for (const file of files) this.#covered.add(file);
    return new Promise((resolve) => {
      const id = ++this.#lastId;
      const cancel = () => send({ type: "cancel-check", id });
      const finish = (check: WorkspaceCheck | undefined) => {
        signal.removeEventListener("abort", cancel);
        this.#checks.delete(id);
        const isLast = this.#checks.size === 0;
        results.stand({
          ...(isLast && results.state === "checking" ? { state: "idle" } : {}),
          ...(isLast ? { progress: undefined } : {}),
          ...(check ? { lastCheck: check } : {}),
        });
        resolve(check);
      };
      this.#checks.set(id, { files, finish });
      results.stand({ state: "checking", progress: { done: 0, total: files.length } });
      send({ type: "check-files", id, files });
      signal.addEventListener("abort", cancel, { once: true });
      if (signal.aborted) cancel();
    });
  }

  /** Has a new worker check all that is covered, without a word about its progress. */
  repeat(): void {
    if (this.#covered.size > 0)
      this.#deps.send({ type: "check-files", id: ++this.#lastId, files: [...this.#covered] });
  }

  forget(files: readonly string[]): void {
    for (const file of files) this.#covered.delete(file);
  }

  clear(): void {
    this.#covered.clear();
    this.#deps.results.stand({ lastCheck: undefined });
  }

  hear(message: FromLintWorker & { readonly type: "check-progress" | "check-finished" }): void {
    const check = this.#checks.get(message.id);
    if (!check) return;
    switch (message.type) {
      case "check-progress":
        this.#deps.results.stand({ progress: { done: message.done, total: message.total } });
        return;
      case "check-finished": {
        const { outcome, files, unreadable } = message;
        check.finish({ outcome, files, unreadable });
        return;
      }
      default:
        assertNever(message);
    }
  }

  /** A new worker does what the old one did not end, and all that it had covered. */
  restart(): void {
    this.repeat();
    for (const [id, { files }] of this.#checks) this.#deps.send({ type: "check-files", id, files });
  }

  /** The worker is no more. */
  abandon(): void {
    for (const { finish } of [...this.#checks.values()]) finish(undefined);
  }
}
