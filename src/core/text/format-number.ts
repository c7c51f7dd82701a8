import type { Factor, Milliseconds, Share } from "../benchmark/units.ts";

/** Numbers as people read them, in English. Nothing here reads a locale, so reports look the same everywhere. */

/** `0.420 ms`, `5 ms`, `12.3 ms`, `812 ms`, `1.23 s`, `2 min 5 s`: three digits, so that columns align. */
export function formatDuration(ms: Milliseconds): string {
  if (ms > 0 && ms < 0.001) return "under 0.001 ms";
  // Limits are whole milliseconds, measurements are not.
  if (ms < 999.5) return `${Number.isInteger(ms) ? ms : significant(ms)} ms`;
  if (ms < 59_995) return `${significant(ms / 1000)} s`;
  const seconds = Math.round(ms / 1000);
  return seconds < 3600
    ? twoUnits(seconds, 60, "min", "s")
    : twoUnits(Math.floor(seconds / 60), 60, "h", "min");
}

function twoUnits(small: number, perLarge: number, largeUnit: string, smallUnit: string): string {
  const rest = small % perLarge;
  const large = `${Math.floor(small / perLarge)} ${largeUnit}`;
  return rest === 0 ? large : `${large} ${rest} ${smallUnit}`;
}

/** `1.82`, `12.3`, `0.031`: three digits, two decimals at most for what is near 1. */
export function formatFactor(factor: Factor): string {
  if (factor >= 0.1 && factor < 9.995) return factor.toFixed(2);
  return significant(factor);
}

/** `3,000,000`. Fractions are rounded away. */
export function formatCount(count: number): string {
  return Math.round(count)
    .toFixed(0)
    .replace(/\B(?=(\d{3})+$)/g, ",");
}

/** Per second: whole with separators from 100 up, three digits below. */
export function formatRate(perSecond: number): string {
  return perSecond >= 99.95 ? formatCount(perSecond) : significant(perSecond);
}

/** `97%`. */
export function formatShare(share: Share): string {
  const percent = share * 100;
  return percent > 0 && percent < 0.95 ? `${significant(percent)}%` : `${Math.round(percent)}%`;
}

/** `128 MB`, in powers of 1024. */
export function formatBytes(bytes: number): string {
  const units = ["bytes", "kB", "MB", "GB", "TB"];
  let value = bytes;
  let unit = 0;
  while (value >= 1023.5 && unit < units.length - 1) {
    value /= 1024;
    unit++;
  }
  return `${Number.isInteger(value) ? value : significant(value)} ${units[unit]}`;
}

/** Three significant digits without an exponent. */
function significant(value: number): string {
  if (value >= 99.95) return formatCount(value);
  if (value === 0) return "0";
  // 0.9996 has the digits of 1.00, so the place of the first digit is that of the rounded number.
  const rounded = Number(value.toPrecision(3));
  return value.toFixed(Math.min(6, Math.max(0, 2 - Math.floor(Math.log10(rounded)))));
}
