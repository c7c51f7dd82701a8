import type { Progress } from "../../protocol/runner.ts";
import { h } from "../element.ts";
import { count, milliseconds } from "../format.ts";
import { actionButton } from "../sections/action-button.ts";

/** How far a run is, with its cancel button. Built anew for every message and patched into the page. */
export function progressPanel(connection: string, progress: Progress): HTMLElement {
  const { trials, trialsDone } = progress;
  return h(
    "section",
    { class: "progress", "data-key": "progress", "aria-labelledby": "progress-heading" },
    h(
      "div",
      { class: "progress-head" },
      h("h1", { id: "progress-heading", tabindex: -1 }, "Measuring ", h("bdi", null, connection)),
      actionButton("cancel-run", "Cancel"),
    ),
    h("progress", {
      max: Math.max(1, trials),
      value: isUnderWay(progress) ? trialsDone : null,
      "aria-labelledby": "progress-heading",
      "aria-describedby": "progress-text",
    }),
    h("p", { id: "progress-text", class: "progress-text" }, progressText(progress)),
    h("p", { class: "progress-detail" }, progressDetail(progress)),
  );
}

export function progressText(progress: Progress): string {
  switch (progress.phase) {
    case "waiting":
      return progress.holder === null
        ? "Waiting for another Lanewise run on this machine to end"
        : `Waiting for another Lanewise run to end: ${progress.holder}`;
    case "connecting":
      return "Opening sessions";
    case "warming-up":
      return `Warming up${progress.strategy === null ? "" : ` ${progress.strategy}`}; this does not count`;
    case "measuring":
      return `Round ${count(progress.round)} of at most ${count(progress.rounds)}${progress.strategy === null ? "" : `: ${progress.strategy}`}`;
    default:
      return "";
  }
}

function progressDetail(progress: Progress): string {
  const elapsed = `${milliseconds(progress.elapsedMs)} so far`;
  if (!isUnderWay(progress) && progress.operationsDone === 0) return elapsed;
  return [
    `${count(progress.trialsDone)} of at most ${count(progress.trials)} trials`,
    `${count(progress.operationsDone)} of ${count(progress.operations)} operations of this trial`,
    `${count(progress.rows)} rows`,
    elapsed,
  ].join(" · ");
}

function isUnderWay({ phase }: Progress): boolean {
  return phase === "measuring";
}
