import type { Parameter } from "../connection-string/parameters.ts";
import { isObject } from "../field-reader.ts";

export type ForeignObject = Readonly<Record<string, unknown>>;

/** Other tools' settings are in nobody's hands: what is not of the expected type counts as absent. */
export function textOf(object: ForeignObject, key: string): string | undefined {
  const value = Object.hasOwn(object, key) ? object[key] : undefined;
  return typeof value === "string" && value !== "" ? value : undefined;
}

export function objectOf(object: ForeignObject, key: string): ForeignObject {
  const value = Object.hasOwn(object, key) ? object[key] : undefined;
  return isObject(value) ? (value as ForeignObject) : {};
}

/** The fields that hold a value which fits on a line, named anew where `names` has another name for them. */
export function parametersOf(
  object: ForeignObject,
  names: Readonly<Record<string, string>>,
  leaveOut: readonly string[] = [],
): Parameter[] {
  return Object.entries(object)
    .filter(([key, value]) => !leaveOut.includes(key) && /^(?:string|number|boolean)$/.test(typeof value))
    .filter(([key, value]) => value !== "" || key === "password")
    .map(([key, value]) => [(Object.hasOwn(names, key) ? names[key] : undefined) ?? key, String(value)]);
}
