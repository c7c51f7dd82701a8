import { assertNever } from "../assert-never.ts";
import type { Note } from "../benchmark/report.ts";
import { formatBytes, formatCount, formatDuration, formatShare } from "./format-number.ts";
import { type Text, text } from "./text.ts";

export function noteText(note: Note): Text {
  switch (note.note) {
    case "operations-rounded":
      return text(
        "{requested} operations were asked for; {operations} were done per trial, so that every lane of every strategy gets equally many.",
        { requested: formatCount(note.requested), operations: formatCount(note.operations) },
      );
    case "stopped-by-run-budget":
      return note.trials === 1
        ? text("The run ended at its time budget of {budget}, with 1 trial of some strategies.", {
            budget: formatDuration(note.budgetMs),
          })
        : text(
            "The run ended at its time budget of {budget}, after {trials} trials of each strategy; its intervals may be wider than they could be.",
            { budget: formatDuration(note.budgetMs), trials: note.trials },
          );
    case "trials-dropped":
      return note.trials === 1
        ? text("1 trial of {strategy} was cut short and does not count.", { strategy: note.strategy })
        : text("{trials} trials of {strategy} were cut short and do not count.", {
            strategy: note.strategy,
            trials: note.trials,
          });
    case "result-cut-at-budget":
      return text(
        "Operations stopped fetching after {rows} rows, because a lane may keep at most {bytes} of rows at a time. All strategies stopped at the same place.",
        { rows: formatCount(note.rows), bytes: formatBytes(note.laneBytes) },
      );
    case "thread-cpu-unknown":
      return text(
        "Node {node} cannot tell the CPU time of a thread (22.19 and later can), so nothing is said about CPU as a cause.",
        { node: note.node },
      );
    case "outliers":
      return note.trials.length === 1
        ? text("Trial {trials} of {strategy} is an outlier (modified Z score beyond 3.5). It counts.", {
            strategy: note.strategy,
            trials: trialNumbers(note.trials),
          })
        : text("Trials {trials} of {strategy} are outliers (modified Z score beyond 3.5). They count.", {
            strategy: note.strategy,
            trials: trialNumbers(note.trials),
          });
    case "busy-machine":
      return text(
        "The machine was busy before the run: a load of {load} on {cpus} cores. Others may have taken time from the lanes.",
        { load: note.load.toFixed(1), cpus: note.cpus },
      );
    case "empty-result":
      return text("The query returned no rows, so the times are those of finding none.");
    case "overlap-refused":
      return text(
        "{requests} requests at once on one session: the driver refused {refused} of them ({code}: {detail}). A program that shares a session meets this error; the shared session was measured with a queue in front of it.",
        { requests: note.requests, refused: note.refused, code: note.code, detail: note.detail },
      );
    case "shared-thread":
      return text(
        "The lanes of {strategy} share one thread, which computed for {share} of the time; how much each lane had of it cannot be told.",
        { strategy: note.strategy, share: formatShare(note.cpuShare) },
      );
    case "parity":
      return text(
        "Setting {setting}: {here} in this run, {python} by default in Python's sqlite3. Times in Python may differ for that reason alone.",
        { setting: note.setting, here: note.here, python: note.python },
      );
    default:
      return assertNever(note);
  }
}

/** Trials count from 0 in data and from 1 for people. */
function trialNumbers(trials: readonly number[]): string {
  return trials.map((trial) => trial + 1).join(", ");
}
