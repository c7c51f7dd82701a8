import type { Factor, Milliseconds, Share } from "../benchmark/units.ts";

/** Numbers as people read them, in English. Nothing here reads a locale, so reports look the same everywhere. */

/** `0.42 ms`, `12.3 ms`, `812 ms`, `1.23 s`, `2 min 5 s`. */
export function formatDuration(ms: Milliseconds): string {
  if (ms < 0.001) return ms === 0 ? "0 ms" : "under 0.001 ms";
  if (ms < 999.5) return `${significant(ms)} ms`;
  if (ms < 59_995) return `${significant(ms / 1000)} s`;
  const seconds = Math.round(ms / 1000);
  return seconds < 3600
    ? `${Math.floor(seconds / 60)} min ${seconds % 60} s`
    : `${Math.floor(seconds / 3600)} h ${Math.floor((seconds % 3600) / 60)} min`;
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
  return `${unit === 0 ? Math.round(value) : significant(value)} ${units[unit]}`;
}

/** Three significant digits without an exponent, trailing zeros of a whole number dropped. */
function significant(value: number): string {
  if (value >= 99.95) return formatCount(value);
  if (value === 0) return "0";
  const decimals = Math.min(6, Math.max(0, 2 - Math.floor(Math.log10(Math.abs(value)))));
  return value.toFixed(decimals).replace(/\.0+$/, "");
}
