import { randomUUID } from "node:crypto";
import { fromInstant, instantOf } from "../sql/convert-date.ts";
import { convertValue } from "../sql/convert-value.ts";
import { daysInMonth } from "../sql/read-date.ts";
import type { ScalarFunction } from "../sql/scalar-function.ts";
import { SqlFailure } from "../sql/sql-failure.ts";
import { familyOf, type SqlType, type SqlValue, types } from "../sql/sql-type.ts";
import type { Typed } from "../sql/translator.ts";
import { dateOf, daysOf, type Instant, normalise } from "../wire/temporal.ts";

const { int, bigint, datetime, datetime2, datetimeoffset, date } = types;
const SECOND = 10_000_000n;

const partNames: Readonly<Record<string, string>> = {
  yy: "year",
  yyyy: "year",
  qq: "quarter",
  q: "quarter",
  mm: "month",
  m: "month",
  dy: "dayofyear",
  y: "dayofyear",
  dd: "day",
  d: "day",
  wk: "week",
  ww: "week",
  dw: "weekday",
  hh: "hour",
  mi: "minute",
  n: "minute",
  ss: "second",
  s: "second",
  ms: "millisecond",
  mcs: "microsecond",
  ns: "nanosecond",
};

const units: Readonly<Record<string, bigint>> = {
  week: 7n * 86_400n * SECOND,
  day: 86_400n * SECOND,
  dayofyear: 86_400n * SECOND,
  weekday: 86_400n * SECOND,
  hour: 3600n * SECOND,
  minute: 60n * SECOND,
  second: SECOND,
  millisecond: 10_000n,
  microsecond: 10n,
};

function partOf(name: SqlValue | undefined): string {
  const part = partNames[String(name)] ?? String(name);
  if (part in units || ["year", "quarter", "month", "nanosecond"].includes(part)) return part;
  throw new SqlFailure(155, `'${String(name)}' is not a recognized datepart option.`, {
    class: 15,
    reach: "batch",
  });
}

/** Values carry no type in SQLite: what a text of time is shows in its form. */
function instant(value: SqlValue | undefined): { at: Instant; type: SqlType } {
  const text = String(value);
  const type =
    /[+-]\d\d:\d\d$/.test(text) && text.length > 16 ? datetimeoffset : text.length === 10 ? date : datetime2;
  return { at: instantOf(text, type), type };
}

function part(name: string, { days, ticks }: Instant): bigint {
  const [year = 0, month = 0, day = 0] = dateOf(days).split("-").map(Number);
  switch (name) {
    case "year":
      return BigInt(year);
    case "quarter":
      return BigInt(Math.ceil(month / 3));
    case "month":
      return BigInt(month);
    case "day":
      return BigInt(day);
    case "dayofyear":
      return BigInt(days - daysOf(`${year}-01-01`) + 1);
    case "weekday":
      // 0001-01-01 was a Monday; us_english starts with Sunday.
      return BigInt(((days + 1) % 7) + 1);
    case "week": {
      const first = daysOf(`${year}-01-01`);
      return BigInt(Math.floor((days - first + ((first + 1) % 7)) / 7) + 1);
    }
    case "hour":
      return ticks / (3600n * SECOND);
    case "minute":
      return (ticks / (60n * SECOND)) % 60n;
    case "second":
      return (ticks / SECOND) % 60n;
    case "millisecond":
      return (ticks % SECOND) / 10_000n;
    case "microsecond":
      return (ticks % SECOND) / 10n;
    default:
      return (ticks % SECOND) * 100n;
  }
}

function add(name: string, amount: bigint, at: Instant): Instant {
  const months = { year: 12n, quarter: 3n, month: 1n }[name];
  if (months !== undefined) {
    const [year = 0, month = 0, day = 0] = dateOf(at.days).split("-").map(Number);
    const all = year * 12 + month - 1 + Number(amount * months);
    const [y, m] = [Math.floor(all / 12), (all % 12) + 1];
    const text = `${String(y).padStart(4, "0")}-${m}-${Math.min(day, daysInMonth(y, m))}`;
    return { ...at, days: daysOf(text) };
  }
  const ticks = name === "nanosecond" ? amount / 100n : amount * (units[name] ?? 0n);
  return normalise({ ...at, ticks: at.ticks + ticks });
}

/** How many borders of the unit lie between. */
function difference(name: string, from: Instant, to: Instant): bigint {
  const months = (at: Instant) => part("year", at) * 12n + part("month", at) - 1n;
  switch (name) {
    case "year":
      return part("year", to) - part("year", from);
    case "quarter":
      return months(to) / 3n - months(from) / 3n;
    case "month":
      return months(to) - months(from);
    case "week":
      return BigInt(Math.floor((to.days + 1) / 7) - Math.floor((from.days + 1) / 7));
    default: {
      const unit = name === "nanosecond" ? 1n : (units[name] ?? SECOND);
      const total = ({ days, ticks }: Instant) => (BigInt(days) * 86_400n * SECOND + ticks) / unit;
      return (total(to) - total(from)) * (name === "nanosecond" ? 100n : 1n);
    }
  }
}

function shownAs(args: readonly Typed[]): SqlType {
  const of = args[2]?.type;
  return of && familyOf(of) === "temporal" ? of : datetime;
}

/** The clock's milliseconds as the type shows them. */
function clock(type: SqlType): ScalarFunction {
  return {
    parameters: [],
    required: 0,
    result: () => type,
    isNeverNull: true,
    takesNull: true,
    run: (_, session) => {
      const iso = session.now().toISOString();
      const at = instantOf(`${iso.slice(0, 10)} ${iso.slice(11, 23)}`, datetime2);
      return fromInstant(at, type);
    },
  };
}

function number(name: string): ScalarFunction {
  return {
    parameters: [undefined],
    required: 1,
    result: () => int,
    isDeterministic: true,
    run: ([a]) => part(name, instant(asDate(a)).at),
  };
}

/** A date may come as text in any form. */
function asDate(value: SqlValue | undefined): SqlValue {
  const text = String(value ?? "");
  return /^\d{4}-\d\d-\d\d(?: \d\d:\d\d:\d\d|$)/.test(text) || /^\d\d:\d\d:\d\d/.test(text)
    ? text
    : convertValue(text, types.nvarcharMax, datetime2);
}

function spanned(type: SqlType): ScalarFunction {
  return {
    parameters: [undefined, undefined, undefined],
    required: 3,
    words: 1,
    result: () => type,
    isDeterministic: true,
    run: ([name, from, to]) => difference(partOf(name), instant(asDate(from)).at, instant(asDate(to)).at),
  };
}

export const dateFunctions: Readonly<Record<string, ScalarFunction>> = {
  GETDATE: clock(datetime),
  CURRENT_TIMESTAMP: clock(datetime),
  GETUTCDATE: clock(datetime),
  SYSDATETIME: clock(datetime2),
  SYSUTCDATETIME: clock(datetime2),
  SYSDATETIMEOFFSET: clock(datetimeoffset),
  YEAR: number("year"),
  MONTH: number("month"),
  DAY: number("day"),
  DATEDIFF: spanned(int),
  DATEDIFF_BIG: spanned(bigint),
  DATEPART: {
    parameters: [undefined, undefined],
    required: 2,
    words: 1,
    result: () => int,
    isDeterministic: true,
    run: ([name, value]) => part(partOf(name), instant(asDate(value)).at),
  },
  DATEADD: {
    parameters: [undefined, bigint, undefined],
    required: 3,
    words: 1,
    result: shownAs,
    isDeterministic: true,
    run: ([name, amount, value]) => {
      const { at, type } = instant(asDate(value));
      const moved = add(partOf(name), BigInt(amount as bigint), at);
      return type === date ? dateOf(moved.days) : likeSource(String(value), fromInstant(moved, type));
    },
  },
  EOMONTH: {
    parameters: [date],
    required: 1,
    result: () => date,
    isDeterministic: true,
    run: ([value]) => {
      const [year = 0, month = 0] = String(value).split("-").map(Number);
      return `${String(value).slice(0, 8)}${daysInMonth(year, month)}`;
    },
  },
  NEWID: {
    parameters: [],
    required: 0,
    result: () => types.uniqueidentifier,
    isNeverNull: true,
    run: () => randomUUID().toUpperCase(),
  },
  NEWSEQUENTIALID: {
    parameters: [],
    required: 0,
    result: () => types.uniqueidentifier,
    isNeverNull: true,
    run: () => randomUUID().toUpperCase(),
  },
};

/** As many digits of the second as the source has. */
function likeSource(source: string, moved: string): string {
  const digits = /\.(\d+)/.exec(source)?.[1]?.length ?? 0;
  return moved.replace(/\.(\d+)/, (_, all: string) => (digits > 0 ? `.${all.slice(0, digits)}` : ""));
}
