/** After a stop, how long lanes may take to answer before they count as stuck inside a statement. */
export const GRACE_MS = 500;

/** Comes the grace time after the signal. */
export function afterGrace(signal: AbortSignal): Promise<undefined> {
  return new Promise((resolve) => {
    const arm = () => setTimeout(resolve, GRACE_MS, undefined);
    if (signal.aborted) arm();
    else signal.addEventListener("abort", arm, { once: true });
  });
}
