import { parse, TomlError } from "smol-toml";

export type Toml =
  | { readonly ok: true; readonly value: TomlTable }
  | {
      readonly ok: false;
      /** Both count from 1. */
      readonly line: number;
      readonly column: number;
      readonly detail: string;
    };

/** Numbers beyond 2^53 lose digits; dates are objects of the library. Keys such as `__proto__` are left out. */
export interface TomlTable {
  readonly [key: string]: unknown;
}

/** Reads TOML 1.0. What a person wrote wrongly is a result, not an error. The only room of the package `smol-toml`. */
export function readToml(text: string): Toml {
  try {
    // A byte order mark is not TOML, but editors on Windows write it.
    const toml = text.startsWith("\uFEFF") ? text.slice(1) : text;
    return { ok: true, value: parse(toml, { integersAsBigInt: false, unsafeKeyBehaviour: "drop" }) };
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    const [detail = ""] = error.message.split("\n");
    return { ok: false, line: error.line, column: error.column, detail };
  }
}

/** A table inside a table, by its keys; undefined if there is none, or something else is there. */
export function tableAt(table: TomlTable, ...keys: readonly string[]): TomlTable | undefined {
  let value: unknown = table;
  for (const key of keys) value = isTable(value) && Object.hasOwn(value, key) ? value[key] : undefined;
  return isTable(value) ? value : undefined;
}

/** The library gives tables no prototype; its dates have one. */
function isTable(value: unknown): value is TomlTable {
  return typeof value === "object" && value !== null && Object.getPrototypeOf(value) === null;
}
