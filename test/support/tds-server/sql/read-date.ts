import { daysOf, type Instant, roundTicks, TICKS_PER_DAY, ticksOf } from "../wire/temporal.ts";

const months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
const isoDate = /^(\d{4})-(\d{1,2})-(\d{1,2})/;
const compactDate = /^(\d{4})(\d{2})(\d{2})(?!\d)/;
const slashDate = /^(\d{1,2})\/(\d{1,2})\/(\d{4})/;
const namedDate = /^([A-Za-z]{3})[a-z]*\s+(\d{1,2}),?\s+(\d{4})/;
const clock = /^(\d{1,2}):(\d{2})(?::(\d{2})(?:[.:](\d{1,7}))?)?\s*([AaPp][Mm])?/;
const zone = /^(?:Z|([+-])(\d{1,2}):(\d{2}))$/;

/** What us_english (mdy) reads as a date, a time or both; undefined where it is none. A missing date is 1900-01-01. */
export function readInstant(text: string): Instant | undefined {
  let rest = text.trim();
  let days = daysOf("1900-01-01");
  const found = readDate(rest);
  if (found) {
    if (found.days === undefined) return undefined;
    days = found.days;
    rest = rest.slice(found.size).replace(/^(?:T|\s+)/, "");
  } else if (rest !== "" && !clock.test(rest)) return undefined;
  let ticks = 0n;
  const time = clock.exec(rest);
  if (time) {
    const [whole, hours, minutes, seconds = "0", fraction = "", half] = time;
    let hour = Number(hours);
    if (half) hour = (hour % 12) + (half.toLowerCase() === "pm" ? 12 : 0);
    if (hour > 23 || Number(minutes) > 59 || Number(seconds) > 59) return undefined;
    ticks = ticksOf(`${hour}:${minutes}:${seconds}.${fraction}`);
    rest = rest.slice(whole.length).trim();
  }
  if (rest === "") return { days, ticks, offset: 0 };
  const east = zone.exec(rest);
  if (!east) return undefined;
  const offset = (east[1] === "-" ? -1 : 1) * (Number(east[2] ?? 0) * 60 + Number(east[3] ?? 0));
  return Math.abs(offset) <= 840 ? { days, ticks, offset } : undefined;
}

function readDate(text: string): { days: number | undefined; size: number } | undefined {
  const iso = isoDate.exec(text) ?? compactDate.exec(text);
  if (iso) return { days: checked(Number(iso[1]), Number(iso[2]), Number(iso[3])), size: iso[0].length };
  const slash = slashDate.exec(text);
  if (slash)
    return { days: checked(Number(slash[3]), Number(slash[1]), Number(slash[2])), size: slash[0].length };
  const named = namedDate.exec(text);
  if (!named) return undefined;
  const month = months.indexOf((named[1] ?? "").toLowerCase()) + 1;
  return { days: checked(Number(named[3]), month, Number(named[2])), size: named[0].length };
}

function checked(year: number, month: number, day: number): number | undefined {
  if (year < 1 || month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month)) return undefined;
  return daysOf(`${year}-${month}-${day}`);
}

export function daysInMonth(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return [4, 6, 9, 11].includes(month) ? 30 : 31;
}

/** Rounds the clock to `scale` digits, over midnight if it must. */
export function rounded(instant: Instant, scale: number): Instant {
  const ticks = roundTicks(instant.ticks, scale);
  return ticks >= TICKS_PER_DAY
    ? { ...instant, days: instant.days + 1, ticks: ticks - TICKS_PER_DAY }
    : { ...instant, ticks };
}
