import type { ExpectedType, ProfileProblem } from "./profile-problem.ts";

/** Reads the fields of one object from a stranger's JSON and gathers everything that is wrong with them. */
export class FieldReader {
  readonly #object: Readonly<Record<string, unknown>>;
  readonly #prefix: string;
  readonly #known = new Set<string>();
  readonly problems: ProfileProblem[];
  /** What is wrong and harmless. */
  readonly warnings: ProfileProblem[];

  /** The objects inside `parent` report to it. */
  constructor(object: object, prefix = "", parent?: FieldReader) {
    this.#object = object as Readonly<Record<string, unknown>>;
    this.#prefix = prefix;
    this.problems = parent?.problems ?? [];
    this.warnings = parent?.warnings ?? [];
  }

  /** As written in the settings: `tls.mode`. */
  path(field: string): string {
    return this.#prefix + field;
  }

  /** Not empty, and without control characters, which no name and no path needs. */
  text(field: string): string | undefined {
    const value = this.#own(field);
    if (value === undefined) return undefined;
    if (typeof value !== "string" || value.trim() === "") return this.#wrong(field, "text");
    if (!/\p{Cc}/u.test(value)) return value;
    this.problems.push({ problem: "control-character", field: this.path(field) });
    return undefined;
  }

  requiredText(field: string): string | undefined {
    if (this.#own(field) === undefined) this.problems.push({ problem: "missing", field: this.path(field) });
    return this.text(field);
  }

  wholeNumber(field: string, from: number, to: number): number | undefined {
    const value = this.#own(field);
    if (value === undefined) return undefined;
    if (typeof value !== "number" || !Number.isInteger(value)) return this.#wrong(field, "whole-number");
    if (value >= from && value <= to) return value;
    this.problems.push({ problem: "out-of-range", field: this.path(field), from, to });
    return undefined;
  }

  switch(field: string): boolean | undefined {
    const value = this.#own(field);
    return value === undefined || typeof value === "boolean" ? value : this.#wrong(field, "switch");
  }

  texts(field: string): readonly string[] | undefined {
    const value = this.#own(field);
    if (value === undefined) return undefined;
    const isTexts =
      Array.isArray(value) && value.every((one) => typeof one === "string" && one.trim() !== "");
    return isTexts ? (value as readonly string[]) : this.#wrong(field, "list-of-texts");
  }

  oneOf<const T extends string>(field: string, words: readonly T[]): T | undefined {
    const value = this.#own(field);
    if (value === undefined) return undefined;
    const word = words.find((one) => one === value);
    if (word === undefined)
      this.problems.push({ problem: "not-one-of", field: this.path(field), allowed: words });
    return word;
  }

  object(field: string): FieldReader | undefined {
    const value = this.#own(field);
    if (value === undefined) return undefined;
    if (isObject(value)) return new FieldReader(value, `${this.path(field)}.`, this);
    this.problems.push({ problem: "not-an-object", field: this.path(field) });
    return undefined;
  }

  /** The fields that nobody asked for. */
  unread(): readonly string[] {
    return Object.keys(this.#object).filter((field) => !this.#known.has(field));
  }

  #own(field: string): unknown {
    this.#known.add(field);
    const value = Object.hasOwn(this.#object, field) ? this.#object[field] : undefined;
    return value === null ? undefined : value;
  }

  #wrong(field: string, expected: ExpectedType): undefined {
    this.problems.push({ problem: "wrong-type", field: this.path(field), expected });
    return undefined;
  }
}

export function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
