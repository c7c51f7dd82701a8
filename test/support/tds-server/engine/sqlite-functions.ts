import type Database from "better-sqlite3";
import { dateFunctions } from "../functions/date-functions.ts";
import { mathFunctions } from "../functions/math-functions.ts";
import { systemFunctions } from "../functions/system-functions.ts";
import { likePattern, textFunctions } from "../functions/text-functions.ts";
import { fromInstant, instantOf } from "../sql/convert-date.ts";
import { convertValue, cut, isInRange } from "../sql/convert-value.ts";
import {
  calculate,
  compareDecimals,
  type Decimal,
  decimalText,
  digitsOf,
  parseDecimal,
  rescale,
  sortKey,
} from "../sql/decimal-value.ts";
import type { FunctionSession, ScalarFunction } from "../sql/scalar-function.ts";
import { overflow, SqlFailure } from "../sql/sql-failure.ts";
import { readTypeText, type SqlType, type SqlValue, type, types } from "../sql/sql-type.ts";
import { normalise } from "../wire/temporal.ts";
import { typeFact } from "./type-rows.ts";

export const scalarFunctions: Readonly<Record<string, ScalarFunction>> = {
  ...textFunctions,
  ...mathFunctions,
  ...dateFunctions,
  ...systemFunctions,
};

type Sqlite = Database.Database;

/** Gives SQLite what the translated statements call. `tick` throws when the statement is to end. */
export function addFunctions(
  db: Sqlite,
  session: FunctionSession,
  tick: () => void,
  countRows: (database: string, table: string) => bigint | null,
): void {
  const pure = (name: string, run: (...args: SqlValue[]) => SqlValue) =>
    db.function(
      name,
      { deterministic: true, safeIntegers: true, varargs: true },
      run as (...args: unknown[]) => unknown,
    );
  db.function("tds_tick", { varargs: true }, () => {
    tick();
    return 1;
  });
  db.function("tds_depth", { safeIntegers: true }, (depth: unknown, limit: unknown) => {
    tick();
    const next = BigInt(depth as bigint) + 1n;
    if (BigInt(limit as bigint) === 0n || next <= BigInt(limit as bigint)) return next;
    throw new SqlFailure(
      530,
      `The statement terminated. The maximum recursion ${limit} has been exhausted before statement completion.`,
      { reach: "batch" },
    );
  });
  db.function("tds_one_row_only", () => {
    const message =
      "Subquery returned more than 1 value. This is not permitted when the subquery follows =, !=, <, <= , >, >= or when the subquery is used as an expression.";
    throw new SqlFailure(512, message);
  });
  db.function("tds_system", { safeIntegers: true }, (name: unknown) => session.systemVariable(String(name)));
  for (const [name, { run, takesNull, isDeterministic }] of Object.entries(scalarFunctions)) {
    const call = (...args: SqlValue[]) =>
      takesNull !== true && args.includes(null) ? null : run(args, session);
    const options = { deterministic: isDeterministic === true, safeIntegers: true, varargs: true } as const;
    db.function(`tds_${name.toLowerCase()}`, options, call as (...args: unknown[]) => unknown);
  }
  pure("tds_type_fact", (text = null, fact = null) => typeFact(String(text), String(fact)));
  db.function("tds_row_count", { safeIntegers: true }, (database: unknown, table: unknown) =>
    countRows(String(database), String(table)),
  );
  addConversions(pure);
  addArithmetic(pure);
  addAggregates(db);
  addTables(db, tick);
}

type Pure = (name: string, run: (...args: SqlValue[]) => SqlValue) => void;

function addConversions(pure: Pure): void {
  const style = (value: SqlValue | undefined) =>
    value === null || value === undefined ? undefined : Number(value);
  const convert = (value: SqlValue, from: SqlValue, to: SqlValue, how?: SqlValue) =>
    convertValue(value, readTypeText(String(from)), readTypeText(String(to)), style(how));
  pure("tds_convert", (value = null, from = null, to = null, how = null) => convert(value, from, to, how));
  pure("tds_try_convert", (value = null, from = null, to = null, how = null) => {
    try {
      return convert(value, from, to, how);
    } catch (error) {
      if (error instanceof SqlFailure) return null;
      throw error;
    }
  });
  pure("tds_fit", (value = null, to = null, table = null, column = null) =>
    trimmedTo(value, readTypeText(String(to)), String(table), String(column)),
  );
  pure("tds_required", (value = null, table = null, column = null) => {
    if (value !== null) return value;
    const message = `Cannot insert the value NULL into column '${column}', table '${table}'; column does not allow nulls. INSERT fails.`;
    throw new SqlFailure(515, message, { state: 2 });
  });
  pure("tds_units", (value = null) => (value === null ? null : BigInt(String(value).length)));
  const patterns = new Map<string, RegExp>();
  pure("tds_like", (value = null, pattern = null, escapeWith = null) => {
    if (value === null || pattern === null) return null;
    const key = `${escapeWith}\0${pattern}`;
    const known =
      patterns.get(key) ?? likePattern(String(pattern), escapeWith === null ? null : String(escapeWith));
    if (patterns.size < 100) patterns.set(key, known);
    return known.test(String(value)) ? 1n : 0n;
  });
}

/** Trailing spaces may fall away; anything else must not. */
function trimmedTo(value: SqlValue, to: SqlType, table: string, column: string): SqlValue {
  if (value === null) return null;
  const whole = value instanceof Uint8Array ? value : String(value);
  const isTooLong = typeof whole === "string" ? whole.trimEnd().length > to.length : whole.length > to.length;
  if (!isTooLong)
    return typeof whole === "string" ? cut(whole, to) : convertValue(whole, types.varbinaryMax, to);
  const kept = typeof whole === "string" ? whole.slice(0, to.length) : "";
  const message = `String or binary data would be truncated in table '${table}', column '${column}'. Truncated value: '${kept}'.`;
  throw new SqlFailure(2628, message);
}

function exact(value: SqlValue): Decimal {
  const parsed = parseDecimal(String(value));
  if (!parsed)
    throw new SqlFailure(8114, "Error converting data type varchar to numeric.", {
      state: 5,
      reach: "batch",
    });
  return parsed;
}

function divideByZero(): SqlFailure {
  return new SqlFailure(8134, "Divide by zero error encountered.");
}

function addArithmetic(pure: Pure): void {
  pure("tds_compare", (a = null, b = null) =>
    a === null || b === null ? null : BigInt(compareDecimals(exact(a), exact(b))),
  );
  pure("tds_sort_key", (a = null) => (a === null ? null : sortKey(exact(a))));
  pure("tds_integer", (operator = null, a = null, b = null, name = null) => {
    if (a === null || b === null) return null;
    const of = type(String(name) as SqlType["name"]);
    const result = integer(String(operator), BigInt(a as bigint), BigInt(b as bigint));
    if (isInRange(result, of)) return result;
    throw overflow(of.name);
  });
  pure("tds_float", (operator = null, a = null, b = null) => {
    if (a === null || b === null) return null;
    if (Number(b) === 0) throw divideByZero();
    return operator === "/" ? Number(a) / Number(b) : Number(a) % Number(b);
  });
  pure("tds_decimal", (operator = null, a = null, b = null, precision = null, scale = null) => {
    if (a === null || b === null) return null;
    const result = calculate(String(operator), exact(a), exact(b), Number(scale));
    if (!result) throw divideByZero();
    if (digitsOf(result.units) > Number(precision)) throw overflow("numeric");
    return decimalText(result);
  });
  pure("tds_concat_binary", (a = null, b = null) =>
    a === null || b === null ? null : Buffer.concat([a as Uint8Array, b as Uint8Array]),
  );
  pure("tds_add_days", (operator = null, a = null, b = null) => {
    const [value, days] = typeof a === "string" ? [a, b] : [b, a];
    if (typeof value !== "string" || days === null) return null;
    const at = instantOf(value, types.datetime);
    const moved = Number(days) * (operator === "-" ? -1 : 1);
    const ticks = BigInt(Math.round((moved % 1) * 86_400_000)) * 10_000n;
    return fromInstant(
      normalise({ ...at, days: at.days + Math.trunc(moved), ticks: at.ticks + ticks }),
      types.datetime,
    );
  });
}

function integer(operator: string, a: bigint, b: bigint): bigint {
  switch (operator) {
    case "+":
      return a + b;
    case "-":
      return a - b;
    case "*":
      return a * b;
    case "^":
      return a ^ b;
    default:
      if (b === 0n) throw divideByZero();
      return operator === "/" ? a / b : a % b;
  }
}

interface Sum {
  readonly sum: Decimal;
  readonly count: bigint;
  readonly scale: number;
}

const nothing: Sum = { sum: { units: 0n, scale: 0 }, count: 0n, scale: 0 };

function addTo({ sum, count }: Sum, value: SqlValue, scale: SqlValue, sign: bigint): Sum {
  const next = typeof value === "bigint" ? { units: value, scale: 0 } : exact(value);
  const units =
    rescale(sum, Math.max(sum.scale, next.scale)).units +
    sign * rescale(next, Math.max(sum.scale, next.scale)).units;
  return {
    sum: { units, scale: Math.max(sum.scale, next.scale) },
    count: count + sign,
    scale: Number(scale ?? 0),
  };
}

function addAggregates(db: Sqlite): void {
  // The library's types know one argument and one kind of value; SQLite does not.
  const aggregate = (name: string, result: (state: Sum) => SqlValue) =>
    db.aggregate(name, {
      safeIntegers: true,
      varargs: true,
      start: () => nothing as unknown,
      step: (state: unknown, value: unknown, scale?: unknown) =>
        value === null ? state : addTo(state as Sum, value as SqlValue, (scale ?? null) as SqlValue, 1n),
      inverse: (state: unknown, value: unknown, scale?: unknown) =>
        value === null ? state : addTo(state as Sum, value as SqlValue, (scale ?? null) as SqlValue, -1n),
      result: (state: unknown) => ((state as Sum).count === 0n ? null : result(state as Sum)),
    } as Database.AggregateOptions);
  for (const kind of [types.int, types.bigint]) {
    aggregate(`tds_sum_${kind.name}`, ({ sum }) => inRange(sum.units, kind));
    aggregate(`tds_avg_${kind.name}`, ({ sum, count }) => inRange(sum.units, kind) / count);
  }
  aggregate("tds_sum_decimal", ({ sum, scale }) => decimalText(rescale(sum, scale)));
  aggregate("tds_avg_decimal", ({ sum, count, scale }) => {
    const result = calculate("/", sum, { units: count, scale: 0 }, scale);
    return result ? decimalText(result) : null;
  });
  const best = (name: string, sign: number) =>
    db.aggregate(name, {
      safeIntegers: true,
      start: () => null as unknown,
      step: (found: unknown, value: unknown) => {
        if (value === null) return found;
        const isBetter =
          found === null || compareDecimals(exact(value as SqlValue), exact(found as SqlValue)) * sign < 0;
        return isBetter ? value : found;
      },
    } as Database.AggregateOptions);
  best("tds_min_decimal", 1);
  best("tds_max_decimal", -1);
}

function inRange(value: bigint, of: SqlType): bigint {
  if (isInRange(value, of)) return value;
  throw overflow(of.name);
}

type VirtualTable = Parameters<Sqlite["table"]>[1];

function addTables(db: Sqlite, tick: () => void): void {
  db.table("tds_series", {
    columns: ["value"],
    parameters: ["first", "last", "step"],
    safeIntegers: true,
    rows: function* (first: unknown, last: unknown, step: unknown) {
      const [from, to, by] = [first, last, step].map((one) => BigInt(one as bigint)) as [
        bigint,
        bigint,
        bigint,
      ];
      for (let value = from; by > 0n ? value <= to : value >= to; value += by) {
        tick();
        yield [value];
      }
    },
  } as unknown as VirtualTable);
  db.table("tds_split", {
    columns: ["value"],
    parameters: ["source", "separator"],
    rows: function* (source: unknown, separator: unknown) {
      if (source === null) return;
      for (const part of String(source).split(String(separator))) yield [part];
    },
  } as unknown as VirtualTable);
}
