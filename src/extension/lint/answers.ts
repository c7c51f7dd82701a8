import type { Milliseconds } from "../../core/benchmark/units.ts";
import type { DocumentName } from "../../protocol/lint.ts";

/** Which versions were answered, and who waits for an answer. */
export class Answers {
  readonly #versions = new Map<DocumentName, number>();
  readonly #waiting = new Map<DocumentName, Set<() => void>>();

  isCurrent(name: DocumentName, version: number | undefined): boolean {
    return version !== undefined && this.#versions.get(name) === version;
  }

  has(name: DocumentName): boolean {
    return this.#versions.has(name);
  }

  came(name: DocumentName, version: number): void {
    this.#versions.set(name, version);
    for (const resolve of [...(this.#waiting.get(name) ?? [])]) resolve();
  }

  /** Ends with the answer that is wanted, or with the time. */
  next(name: DocumentName, isWanted: () => boolean, withinMs: Milliseconds): Promise<void> {
    return new Promise((resolve) => {
      const waiting = this.#waiting.get(name) ?? new Set();
      this.#waiting.set(name, waiting);
      const end = () => {
        clearTimeout(timer);
        waiting.delete(heard);
        if (waiting.size === 0) this.#waiting.delete(name);
        resolve();
      };
      const heard = () => {
        if (isWanted()) end();
      };
      const timer = setTimeout(end, withinMs);
      waiting.add(heard);
    });
  }

  /** Forgets those of other texts. */
  keep(isWanted: (name: DocumentName) => boolean): void {
    for (const name of this.#versions.keys()) if (!isWanted(name)) this.#versions.delete(name);
  }

  forgetAll(): void {
    this.#versions.clear();
  }
}
