import type { Note } from "../report.ts";
import { anyText, list, natural, notNegative, oneOf, record, type Shape, union } from "./shape.ts";

/** A note for each kind: a kind without a shape does not compile. */
const shapes: { readonly [K in Note["note"]]: Shape<Extract<Note, { note: K }>> } = {
  "operations-rounded": record({
    note: oneOf("operations-rounded"),
    requested: natural,
    operations: natural,
  }),
  "stopped-by-run-budget": record({
    note: oneOf("stopped-by-run-budget"),
    trials: natural,
    budgetMs: notNegative,
  }),
  "trials-dropped": record({ note: oneOf("trials-dropped"), strategy: anyText, trials: natural }),
  "result-cut-at-budget": record({
    note: oneOf("result-cut-at-budget"),
    rows: notNegative,
    laneBytes: notNegative,
  }),
  "thread-cpu-unknown": record({ note: oneOf("thread-cpu-unknown"), node: anyText }),
  outliers: record({ note: oneOf("outliers"), strategy: anyText, trials: list(natural, 100_000) }),
  "busy-machine": record({ note: oneOf("busy-machine"), load: notNegative, cpus: notNegative }),
  "empty-result": record({ note: oneOf("empty-result") }),
  "overlap-refused": record({
    note: oneOf("overlap-refused"),
    requests: natural,
    refused: natural,
    code: anyText,
    detail: anyText,
  }),
  "shared-thread": record({ note: oneOf("shared-thread"), strategy: anyText, cpuShare: notNegative }),
  parity: record({ note: oneOf("parity"), setting: anyText, here: anyText, python: anyText }),
};

export const noteShape: Shape<Note> = union<Note>(...Object.values(shapes));
