import type { Factor, Milliseconds, Share } from "../core/benchmark/units.ts";
import {
  formatCount,
  formatDuration,
  formatFactor,
  formatRate,
  formatShare,
} from "../core/text/format-number.ts";

/** Where there is no number. */
const missing = "–";

export function milliseconds(ms: Milliseconds | null): string {
  return ms === null ? missing : unbroken(formatDuration(ms));
}

export function factor(value: Factor | null): string {
  return value === null ? missing : `${formatFactor(value)}×`;
}

export function interval([low, high]: readonly [Factor, Factor]): string {
  return `${formatFactor(low)}–${formatFactor(high)}`;
}

export function count(value: number | null): string {
  return value === null ? missing : formatCount(value);
}

export function rate(perSecond: number | null): string {
  return perSecond === null ? missing : formatRate(perSecond);
}

export function percent(share: Share): string {
  return formatShare(share);
}

/** A number and its unit stay on one line. */
function unbroken(text: string): string {
  return text.replaceAll(" ", "\u00a0");
}
