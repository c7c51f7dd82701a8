import {
  dateOf,
  datetimeTicks,
  daysOf,
  type Instant,
  offsetOf,
  offsetText,
  shift,
  TICKS_PER_DAY,
  ticksOf,
  ticksOfDatetime,
  timeOf,
} from "../wire/temporal.ts";
import { readInstant, rounded } from "./read-date.ts";
import { SqlFailure } from "./sql-failure.ts";
import type { SqlType } from "./sql-type.ts";

const FIRST_DATETIME = daysOf("1753-01-01");
const SMALL_FROM = daysOf("1900-01-01");
const SMALL_TO = daysOf("2079-06-06");

/** The local clock that a value of this type shows. */
export function instantOf(value: string, type: SqlType): Instant {
  switch (type.name) {
    case "date":
      return { days: daysOf(value), ticks: 0n, offset: 0 };
    case "time":
      return { days: SMALL_FROM, ticks: ticksOf(value), offset: 0 };
    case "datetimeoffset": {
      const offset = offsetOf(value.slice(-6));
      return shift({ ...split(value.slice(0, -6)), offset }, offset);
    }
    default:
      return split(value);
  }
}

function split(text: string): Instant {
  const [date = "", time = ""] = text.split(" ");
  return { days: daysOf(date), ticks: ticksOf(time), offset: 0 };
}

/** A value of the type from a local clock; throws 242 where the type's range ends. */
export function fromInstant(instant: Instant, type: SqlType, from = "varchar"): string {
  switch (type.name) {
    case "date":
      return dateOf(instant.days);
    case "time":
      return timeOf(rounded(instant, type.scale).ticks, type.scale);
    case "smalldatetime": {
      const minutes = (instant.ticks + 300_000_000n) / 600_000_000n;
      const at =
        minutes === 1440n
          ? { days: instant.days + 1, ticks: 0n }
          : { days: instant.days, ticks: minutes * 600_000_000n };
      if (at.days < SMALL_FROM || at.days > SMALL_TO) throw outOfRange(from, "smalldatetime");
      return `${dateOf(at.days)} ${timeOf(at.ticks, 0)}`;
    }
    case "datetime": {
      const ticks = ticksOfDatetime(datetimeTicks(instant.ticks));
      const days = ticks >= TICKS_PER_DAY ? instant.days + 1 : instant.days;
      if (days < FIRST_DATETIME) throw outOfRange(from, "datetime");
      return `${dateOf(days)} ${timeOf(ticks % TICKS_PER_DAY, 3)}`;
    }
    case "datetimeoffset": {
      const utc = shift(rounded(instant, type.scale), -instant.offset);
      return `${dateOf(utc.days)} ${timeOf(utc.ticks, type.scale)}${offsetText(instant.offset)}`;
    }
    default: {
      const at = rounded(instant, type.scale);
      return `${dateOf(at.days)} ${timeOf(at.ticks, type.scale)}`;
    }
  }
}

function outOfRange(from: string, to: string): SqlFailure {
  const message = `The conversion of a ${from} data type to a ${to} data type resulted in an out-of-range value.`;
  return new SqlFailure(242, message, { state: 3 });
}

export function dateFromText(text: string, type: SqlType): string {
  const instant = readInstant(text);
  if (!instant) {
    const message = "Conversion failed when converting date and/or time from character string.";
    throw new SqlFailure(241, message, { reach: "batch" });
  }
  return fromInstant(instant, type);
}

const names = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** As CONVERT shows it; the styles that programs use (learn.microsoft.com, "Date and time styles"). */
export function dateText(value: string, type: SqlType, style: number | undefined): string {
  const instant = instantOf(value, type);
  const date = dateOf(instant.days);
  const scale = type.name === "datetime" ? 3 : type.scale;
  const isOld = type.name === "datetime" || type.name === "smalldatetime";
  const zone = type.name === "datetimeoffset" ? ` ${offsetText(instant.offset)}` : "";
  switch (style ?? (isOld ? 0 : 121)) {
    case 23:
      return date;
    case 112:
      return date.replaceAll("-", "");
    case 101:
      return `${date.slice(5, 7)}/${date.slice(8)}/${date.slice(0, 4)}`;
    case 108:
      return timeOf(instant.ticks, 0);
    case 20:
    case 120:
      return type.name === "date" ? date : `${date} ${timeOf(instant.ticks, 0)}`;
    case 126:
    case 127:
      return type.name === "date" ? date : `${date}T${timeOf(instant.ticks, scale)}${zone.trim()}`;
    case 0:
    case 100: {
      const hour = Number(instant.ticks / 36_000_000_000n);
      const clock = `${String(hour % 12 || 12).padStart(2)}:${timeOf(instant.ticks, 0).slice(3, 5)}${hour < 12 ? "AM" : "PM"}`;
      return `${names[Number(date.slice(5, 7)) - 1]} ${String(Number(date.slice(8))).padStart(2)} ${date.slice(0, 4)} ${clock}`;
    }
    default:
      if (type.name === "date") return date;
      return type.name === "time"
        ? timeOf(instant.ticks, scale)
        : `${date} ${timeOf(instant.ticks, scale)}${zone}`;
  }
}
