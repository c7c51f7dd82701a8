import { SMALLEST_DIFFERENCE } from "../benchmark/noise-gate.ts";
import { OUTLIER_SCORE } from "../benchmark/statistics/modified-z-scores.ts";
import { NOISE_LIMIT } from "../benchmark/verdict.ts";
import { formatShare } from "./format-number.ts";
import { type Text, text } from "./text.ts";

export type Definition = { readonly term: Text; readonly meaning: Text };

/** What every figure of a report means, in plain words with its formula: the tooltips' only source. */
export const definitions = {
  strategy: define(
    "Strategy",
    "How the operations of a trial are spread: one after the other (serial), over threads, over threads that share one session, or over processes. The number in brackets is the number of lanes.",
  ),
  lanes: define("Lanes", "How many threads or processes ask the database at the same time."),
  operations: define(
    "Operations",
    "How often the query runs in one trial, all lanes together. Every strategy does the same operations, shared out equally.",
  ),
  rows: define("Rows", "Rows fetched in one trial, all operations together."),
  trials: define("Trials", "Timed passes of one strategy that count; warm-up passes do not."),
  wall: define(
    "Wall time",
    "From the agreed start of the lanes to the end of the last lane. Opening sessions is timed beside it.",
  ),
  median: define(
    "Median",
    "The middle of the trials' wall times when sorted; with an even number, the mean of the two in the middle.",
  ),
  interval: define(
    "Interval of the median",
    "Where the true median lies with 95% confidence: the trials are drawn anew, with replacement, 4,000 times; the interval holds the middle 95% of the medians (percentile bootstrap).",
  ),
  speedup: define(
    "Factor",
    "Median of serial ÷ median of the strategy: 2 is twice as fast as serial, 0.5 takes twice as long. The interval is a bootstrap of both medians, at a level of 1 − 5% ÷ number of parallel strategies, so that all intervals hold together with 95% confidence.",
  ),
  factor: define(
    "Factor",
    "Median of the baseline ÷ median of this report: above 1 is faster than before. The interval is a bootstrap of both medians, at a level corrected for the number of strategies compared.",
  ),
  gate: define(
    "Noise gate",
    "A difference is claimed only if the whole interval of the factor lies beyond it: the larger of {smallest} and the interval of serial measured against itself in the same run.",
    { smallest: formatShare(SMALLEST_DIFFERENCE) },
  ),
  noise: define(
    "Noise (A/A pair)",
    "Serial is measured twice in every round. Median ÷ median of the two should be 1; how far the interval reaches from 1 is what this machine makes of no difference at all. Beyond {limit}, small differences are not judged.",
    { limit: formatShare(NOISE_LIMIT) },
  ),
  rowsPerSecond: define("Rows per second", "Rows of one trial ÷ median wall time."),
  operationsPerSecond: define("Operations per second", "Operations of one trial ÷ median wall time."),
  latency: define(
    "Latency",
    "How long one operation took in its lane, waiting included; all trials together.",
  ),
  samples: define("Samples", "Operations that were timed, all trials together."),
  percentile: define(
    "Percentile",
    "p95: 95% of the operations took at most this long. Empty below 1 ÷ (1 − p) operations, where the largest would pass for it.",
  ),
  p50: percentile("50%", 2),
  p90: percentile("90%", 10),
  p95: percentile("95%", 20),
  p99: percentile("99%", 100),
  max: define("Maximum latency", "The longest operation of all trials."),
  fairness: define(
    "Fairness",
    "Operations per second of the slowest lane ÷ those of the fastest lane, over all trials: 1 is perfectly fair.",
  ),
  cpu: define(
    "CPU share",
    "CPU time of a lane's thread ÷ its wall time. Near 1 the lane computes all the time; near 0 it waits.",
  ),
  connect: define(
    "Connect",
    "Time to open the lanes' sessions, summed over the lanes; beside the wall time, not in it.",
  ),
  queue: define(
    "Queue",
    "Time that lanes of a shared session waited for its owner, summed over the lanes; median of the trials.",
  ),
  execute: define(
    "Execute",
    "Time inside the engine and the driver, fetching included, summed over the lanes; median of the trials.",
  ),
  transfer: define(
    "Transfer",
    "Time to move rows from the owner of a shared session to the lane that asked, summed over the lanes; median of the trials.",
  ),
  lockWait: define(
    "Lock waits",
    "Time that lanes waited for a lock of the database, summed over the lanes, and how often; medians of the trials.",
  ),
  late: define(
    "Late start",
    "How long after the agreed start instant a lane began. It is part of the wall time.",
  ),
  outlier: define(
    "Outlier",
    "A trial with a modified Z score beyond {score}: 0.6745 × (time − median) ÷ median absolute deviation. Outliers are named, never dropped.",
    { score: OUTLIER_SCORE },
  ),
  droppedTrials: define(
    "Dropped trials",
    "Trials that were cut short, by a cancel or a failure. They count nowhere.",
  ),
  cores: define(
    "Cores",
    "The smallest of the machine's cores, those this process may use, and the container's CPU limit.",
  ),
  load: define(
    "Load before",
    "Processes that ran or waited for a CPU in the minute before the run, on average.",
  ),
  checksum: define(
    "Checksum",
    "A sum over the fetched rows that does not depend on their order. Equal checksums show that strategies read the same rows.",
  ),
} as const satisfies Record<string, Definition>;

export type DefinitionId = keyof typeof definitions;

function define(term: string, meaning: string, args: Text["args"] = {}): Definition {
  return { term: text(term), meaning: text(meaning, args) };
}

function percentile(share: string, samples: number): Definition {
  return define(
    `p${Number.parseInt(share, 10)}`,
    "{share} of the operations took at most this long. Shown only from {samples} operations on, 1 ÷ (1 − p); below, the largest would pass for it.",
    { share, samples },
  );
}
