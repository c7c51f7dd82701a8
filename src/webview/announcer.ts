/** Says things to a screen reader through one polite live region, which outlives every redraw. */
export interface Announcer {
  say(text: string): void;
  /** As `say`, but at most once in `progressPauseMs`: a run has news ten times a second. */
  sayProgress(text: string): void;
}

const progressPauseMs = 10_000;

export function createAnnouncer(region: HTMLElement, now: () => number): Announcer {
  let lastProgress = Number.NEGATIVE_INFINITY;
  const say = (text: string) => {
    if (region.textContent !== text) region.textContent = text;
  };
  return {
    say,
    sayProgress(text) {
      if (now() - lastProgress < progressPauseMs) return;
      lastProgress = now();
      say(text);
    },
  };
}
