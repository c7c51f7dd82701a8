import { decimalText, parseDecimal, rescale } from "../sql/decimal-value.ts";
import type { ScalarFunction } from "../sql/scalar-function.ts";
import { SqlFailure } from "../sql/sql-failure.ts";
import { decimal, familyOf, type SqlType, type SqlValue, types } from "../sql/sql-type.ts";
import type { Typed } from "../sql/translator.ts";

const { float, int } = types;

function like(args: readonly Typed[]): SqlType {
  const of = args[0]?.type ?? types.int;
  if (of.name === "real") return float;
  return familyOf(of) === "text" ? float : of;
}

/** Works on whatever number there is: bigint, float, or decimal as text. */
function onNumber(
  value: SqlValue | undefined,
  exact: (units: bigint, scale: number) => { units: bigint; scale: number },
  rough: (value: number) => number,
): SqlValue {
  if (typeof value === "bigint") return exact(value, 0).units;
  if (typeof value === "number") return rough(value);
  const parsed = parseDecimal(String(value));
  if (!parsed)
    throw new SqlFailure(8114, "Error converting data type varchar to float.", { state: 5, reach: "batch" });
  const { units, scale } = exact(parsed.units, parsed.scale);
  return decimalText({ units, scale });
}

function simple(run: (value: number) => number): ScalarFunction {
  return {
    parameters: [float],
    required: 1,
    result: () => float,
    isDeterministic: true,
    run: ([a]) => domain(run(Number(a))),
  };
}

function domain(value: number): number {
  if (Number.isFinite(value)) return value;
  throw new SqlFailure(3623, "An invalid floating point operation occurred.");
}

const whole = (towards: -1n | 1n) => (units: bigint, scale: number) => {
  const unit = 10n ** BigInt(scale);
  const cut = units / unit;
  const rest = units % unit;
  const moves = towards === 1n ? rest > 0n : rest < 0n;
  return { units: moves ? cut + towards : cut, scale: 0 };
};

const integral = (args: readonly Typed[]): SqlType => {
  const of = like(args);
  return of.name === "decimal" ? decimal(of.precision, 0) : of;
};

function one(
  result: (args: readonly Typed[]) => SqlType,
  exact: (units: bigint, scale: number) => { units: bigint; scale: number },
  rough: (value: number) => number,
): ScalarFunction {
  return {
    parameters: [undefined],
    required: 1,
    result,
    isDeterministic: true,
    run: ([a]) => onNumber(a, exact, rough),
  };
}

export const mathFunctions: Readonly<Record<string, ScalarFunction>> = {
  ABS: one(like, (units, scale) => ({ units: units < 0n ? -units : units, scale }), Math.abs),
  SIGN: one(
    like,
    (units, scale) => ({ units: (units > 0n ? 1n : units < 0n ? -1n : 0n) * 10n ** BigInt(scale), scale }),
    Math.sign,
  ),
  FLOOR: one(integral, whole(-1n), Math.floor),
  CEILING: one(integral, whole(1n), Math.ceil),
  ROUND: {
    parameters: [undefined, int, int],
    required: 2,
    result: like,
    isDeterministic: true,
    run: ([a, digits, cut]) => {
      const to = Number(digits);
      const isCut = Number(cut ?? 0) !== 0;
      const exact = (units: bigint, scale: number) => {
        if (to >= scale) return { units, scale };
        const shifted = rescale({ units, scale: scale - to }, 0, isCut).units * 10n ** BigInt(scale - to);
        return { units: shifted, scale };
      };
      return onNumber(a, exact, (value) => (isCut ? Math.trunc : Math.round)(value * 10 ** to) / 10 ** to);
    },
  },
  SQRT: simple(Math.sqrt),
  EXP: simple(Math.exp),
  LOG: simple(Math.log),
  LOG10: simple(Math.log10),
  SIN: simple(Math.sin),
  COS: simple(Math.cos),
  PI: { parameters: [], required: 0, result: () => float, isDeterministic: true, run: () => Math.PI },
  SQUARE: simple((value) => value * value),
  POWER: {
    parameters: [undefined, float],
    required: 2,
    result: like,
    isDeterministic: true,
    run: ([a, b]) => {
      const result = Number(a) ** Number(b);
      if (typeof a === "bigint") return BigInt(Math.trunc(domain(result)));
      return typeof a === "number" ? domain(result) : String(domain(result));
    },
  },
  RAND: { parameters: [int], required: 0, result: () => float, run: () => Math.random() },
  CHECKSUM: {
    parameters: [undefined],
    required: 1,
    isVariadic: true,
    result: () => int,
    takesNull: true,
    isDeterministic: true,
    run: (args) => {
      let sum = 0;
      for (const char of args.map(String).join("\u0001"))
        sum = (Math.imul(sum, 31) + (char.codePointAt(0) ?? 0)) | 0;
      return BigInt(sum);
    },
  },
};
