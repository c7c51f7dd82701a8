/**
 * Dates and times as text in ISO order, so that text compares as time does:
 * `2024-02-29`, `23:59:59.1234567`, `2024-02-29 23:59:59.1234567`, and for datetimeoffset the UTC instant with the
 * offset behind it, `2024-02-29 22:59:59.1234567+01:00`.
 */

/** Days since 0001-01-01 in the proleptic Gregorian calendar, after Howard Hinnant's days_from_civil. */
export function daysOf(date: string): number {
  const [year = 1, month = 1, day = 1] = date.split("-").map(Number);
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const dayOfYear = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146_097 + dayOfEra - 306;
}

/** The reverse of `daysOf`. */
export function dateOf(days: number): string {
  const z = days + 306;
  const era = Math.floor(z / 146_097);
  const dayOfEra = z - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra -
      Math.floor(dayOfEra / 1460) +
      Math.floor(dayOfEra / 36_524) -
      Math.floor(dayOfEra / 146_096)) /
      365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const shifted = Math.floor((5 * dayOfYear + 2) / 153);
  const day = dayOfYear - Math.floor((153 * shifted + 2) / 5) + 1;
  const month = shifted < 10 ? shifted + 3 : shifted - 9;
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
  return `${pad(year, 4)}-${pad(month, 2)}-${pad(day, 2)}`;
}

export const DAYS_TO_1900 = daysOf("1900-01-01");
const TICKS_PER_SECOND = 10_000_000n;
export const TICKS_PER_DAY = 86_400n * TICKS_PER_SECOND;

/** 100 ns ticks since midnight. */
export function ticksOf(time: string): bigint {
  const [clock = "", fraction = ""] = time.split(".");
  const [hours = 0, minutes = 0, seconds = 0] = clock.split(":").map(Number);
  return (
    BigInt(hours * 3600 + minutes * 60 + seconds) * TICKS_PER_SECOND +
    BigInt(fraction.padEnd(7, "0").slice(0, 7))
  );
}

/** `scale` digits of the second, cut. */
export function timeOf(ticks: bigint, scale: number): string {
  const seconds = Number(ticks / TICKS_PER_SECOND);
  const clock = `${pad(Math.floor(seconds / 3600), 2)}:${pad(Math.floor(seconds / 60) % 60, 2)}:${pad(seconds % 60, 2)}`;
  if (scale === 0) return clock;
  return `${clock}.${(ticks % TICKS_PER_SECOND).toString().padStart(7, "0").slice(0, scale)}`;
}

/** Ticks rounded to `scale` digits; may be a whole day. */
export function roundTicks(ticks: bigint, scale: number): bigint {
  const unit = 10n ** BigInt(7 - scale);
  return ((ticks + unit / 2n) / unit) * unit;
}

/** An instant: days since 0001-01-01, ticks since midnight, minutes east of UTC. */
export interface Instant {
  readonly days: number;
  readonly ticks: bigint;
  readonly offset: number;
}

export function normalise({ days, ticks, offset }: Instant): Instant {
  const over = ticks >= 0n ? ticks / TICKS_PER_DAY : -((-ticks + TICKS_PER_DAY - 1n) / TICKS_PER_DAY);
  return { days: days + Number(over), ticks: ticks - over * TICKS_PER_DAY, offset };
}

/** Moves the clock by minutes, keeping the offset's mark. */
export function shift(instant: Instant, minutes: number): Instant {
  return normalise({ ...instant, ticks: instant.ticks + BigInt(minutes) * 60n * TICKS_PER_SECOND });
}

export function offsetText(minutes: number): string {
  const size = Math.abs(minutes);
  return `${minutes < 0 ? "-" : "+"}${pad(Math.floor(size / 60), 2)}:${pad(size % 60, 2)}`;
}

export function offsetOf(text: string): number {
  const [hours = 0, minutes = 0] = text.slice(1).split(":").map(Number);
  return (text.startsWith("-") ? -1 : 1) * (hours * 60 + minutes);
}

/** 1/300 s since midnight, as datetime counts. */
export function datetimeTicks(ticks: bigint): number {
  return Number((ticks * 300n + TICKS_PER_SECOND / 2n) / TICKS_PER_SECOND);
}

/** The milliseconds that datetime shows: .000, .003, .007. */
export function ticksOfDatetime(count: number): bigint {
  return BigInt(Math.round((count * 10) / 3)) * 10_000n;
}

function pad(value: number, size: number): string {
  return String(value).padStart(size, "0");
}
