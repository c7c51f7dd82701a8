import type { Milliseconds } from "../core/benchmark/units.ts";
import type { Terminal } from "./cli-deps.ts";

const MIN_INTERVAL_MS: Milliseconds = 100;
const ERASE_LINE = "\r\u001b[K";

/** One line that is rewritten in place. On anything but a terminal it writes nothing at all. */
export interface StatusLine {
  /** `textFor` is asked only when it is time to show something; it keeps within the width, in columns. */
  show(textFor: (width: number) => string): void;
  /** Removes the line, so that other text can follow. */
  clear(): void;
}

export function statusLine(
  terminal: Terminal,
  now: () => Milliseconds,
  /** Nothing is shown before: what is done by then needs no progress. */
  delayMs: Milliseconds = 0,
): StatusLine {
  const startedAt = now();
  let shownAt: Milliseconds | undefined;
  let isShown = false;
  return {
    show(textFor) {
      const time = now();
      if (!terminal.isTerminal || time - startedAt < delayMs) return;
      if (shownAt !== undefined && time - shownAt < MIN_INTERVAL_MS) return;
      shownAt = time;
      isShown = true;
      // The last column stays free: a full line would wrap, and a wrapped line cannot be erased.
      terminal.write(ERASE_LINE + textFor(terminal.columns() - 1));
    },
    clear() {
      if (!isShown) return;
      isShown = false;
      terminal.write(ERASE_LINE);
    },
  };
}
