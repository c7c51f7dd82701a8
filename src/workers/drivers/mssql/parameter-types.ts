import { TYPES } from "tedious";
import type { ParameterSource } from "../../../core/benchmark/plan.ts";

/** A type that holds every value of a source: a whole number, a number, or text. */
function kindOf(source: ParameterSource): "bigint" | "float" | "text" {
  if (source.kind === "integer") return "bigint";
  const values = source.values.filter((value) => value !== null);
  if (values.some((value) => typeof value === "string")) return "text";
  return values.every((value) => Number.isInteger(value)) ? "bigint" : "float";
}

export function typeOf(source: ParameterSource): (typeof TYPES)["BigInt" | "Float" | "NVarChar"] {
  switch (kindOf(source)) {
    case "bigint":
      return TYPES.BigInt;
    case "float":
      return TYPES.Float;
    case "text":
      return TYPES.NVarChar;
  }
}

export function typeNameOf(source: ParameterSource): string {
  const kind = kindOf(source);
  return kind === "text" ? "nvarchar(4000)" : kind;
}
