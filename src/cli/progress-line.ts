import { assertNever } from "../core/assert-never.ts";
import type { Milliseconds } from "../core/benchmark/units.ts";
import type { Progress } from "../protocol/runner.ts";
import type { Terminal } from "./cli-deps.ts";
import { statusLine } from "./status-line.ts";

const BAR_CELLS = 20;
const BAR_FROM_WIDTH = 99;
const SEPARATOR = " · ";

/** One line that is rewritten in place. On anything but a terminal it writes nothing at all. */
export interface ProgressLine {
  show(progress: Progress): void;
  /** Removes the line, so that other text can follow. */
  clear(): void;
}

export function progressLine(terminal: Terminal, now: () => Milliseconds): ProgressLine {
  const line = statusLine(terminal, now);
  return {
    show: (progress) => line.show((width) => progressText(progress, width)),
    clear: line.clear,
  };
}

/** At most `width` characters: there is a bar where there is room for it, and the last parts go first. */
export function progressText(progress: Progress, width: number): string {
  const parts = partsOf(progress);
  // By the width alone: a bar that came and went with the length of the numbers would flicker.
  if (progress.phase === "measuring" && width >= BAR_FROM_WIDTH)
    parts[0] = `${barOf(progress.trialsDone, progress.trials)} ${parts[0]}`;
  while (parts.length > 1 && parts.join(SEPARATOR).length > width) parts.pop();
  const line = parts.join(SEPARATOR);
  return line.length <= width
    ? line
    : `${line.slice(0, Math.max(0, width - 1))}…`.slice(0, Math.max(0, width));
}

function partsOf(progress: Progress): string[] {
  const elapsed = durationText(progress.elapsedMs);
  const operations =
    progress.operations > 0
      ? [`${countText(progress.operationsDone)}/${countText(progress.operations)} operations`]
      : [];
  const rows = progress.rows > 0 ? [`${countText(progress.rows)} rows`] : [];
  switch (progress.phase) {
    case "waiting":
      return [`Waiting for another run to end${progress.holder ? ` (${progress.holder})` : ""}`, elapsed];
    case "connecting":
      return ["Opening the database", elapsed];
    case "warming-up":
      return [`Warming up ${progress.strategy ?? ""}`.trimEnd(), elapsed, ...operations, ...rows];
    case "measuring":
      return [
        `Measuring ${progress.strategy ?? ""}`.trimEnd(),
        `round ${progress.round}/${progress.rounds}`,
        elapsed,
        ...operations,
        ...rows,
      ];
    default:
      return assertNever(progress.phase);
  }
}

function barOf(done: number, all: number): string {
  const filled = all > 0 ? Math.min(BAR_CELLS, Math.floor((done / all) * BAR_CELLS)) : 0;
  return "█".repeat(filled) + "░".repeat(BAR_CELLS - filled);
}

function durationText(milliseconds: Milliseconds): string {
  const seconds = Math.floor(milliseconds / 1000);
  return seconds < 60
    ? `${seconds} s`
    : `${Math.floor(seconds / 60)} min ${String(seconds % 60).padStart(2, "0")} s`;
}

/** `999`, `1.2K`, `6M`. */
function countText(count: number): string {
  return new Intl.NumberFormat("en", { notation: "compact", maximumFractionDigits: 1 }).format(count);
}
