import { assertNever } from "../core/assert-never.ts";
import { type Text, text } from "../core/text/text.ts";
import type { Run } from "./run-service.ts";

/** What the notification says of a run. */
export function progressText({ job, progress, cancelling }: Run): Text {
  if (cancelling) return text("cancelling…");
  switch (progress.phase) {
    case "waiting":
      return progress.holder === null
        ? text("waiting for another benchmark on this machine")
        : text("waiting for another benchmark on this machine ({holder})", { holder: progress.holder });
    case "connecting":
      return text("connecting");
    case "warming-up":
      return progress.strategy === null
        ? text("warming up")
        : text("warming up {strategy}", { strategy: progress.strategy });
    case "measuring":
      return measuringText(progress, job.plan.trials.minimum);
    default:
      return assertNever(progress.phase);
  }
}

/** What the status bar says of a run: shorter than the notification. */
export function statusText(run: Run): Text {
  const { progress, cancelling } = run;
  const name = run.job.profile.name;
  if (cancelling) return text("{name}: cancelling…", { name });
  if (progress.phase === "waiting") return text("{name}: waiting", { name });
  if (progress.phase !== "measuring") return text("{name}: warming up", { name });
  return text("{name}: {percent} %", { name, percent: Math.floor(donePercent(run)) });
}

/** From 0 to 100, of the trials that the run does at most. It may end earlier. */
export function donePercent({ progress }: Run): number {
  return progress.trials === 0 ? 0 : Math.min(100, (100 * progress.trialsDone) / progress.trials);
}

function measuringText(progress: Run["progress"], minimum: number): Text {
  const { round, rounds, strategy, operations } = progress;
  const of = minimum < rounds ? `${minimum}–${rounds}` : String(rounds);
  if (strategy === null) return text("round {round} of {of}", { round, of });
  // The operation that is being done counts, as in "3 of 6"; a finished trial says "6 of 6".
  const operation = Math.min(operations, progress.operationsDone + 1);
  return text("round {round} of {of}, {strategy}, {operation} of {operations}", {
    round,
    of,
    strategy,
    operation,
    operations,
  });
}
