import { type ParallelKind, strategyName } from "../../core/benchmark/strategy.ts";
import { type Text, text } from "../../core/text/text.ts";
import type { Option } from "./quick-inputs.ts";

const explanations: Readonly<Record<ParallelKind, Text>> = {
  threads: text("a thread and a session per lane"),
  tasks: text("sessions on one event loop, as async programs have"),
  "shared-session": text("lanes queue for one session"),
  processes: text("a process and a session per lane"),
};

/** `threads(2), threads(4)` with what it means. */
export function kindOption(
  kind: ParallelKind,
  lanes: readonly number[],
  t: (text: Text) => string,
): Option<ParallelKind> {
  return {
    label: lanes.map((count) => strategyName({ kind, lanes: count })).join(", "),
    description: t(explanations[kind]),
    value: kind,
  };
}
