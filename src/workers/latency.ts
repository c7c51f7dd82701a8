import { createHistogram } from "node:perf_hooks";
import type { Latency } from "../core/benchmark/report.ts";
import type { Sample } from "../core/benchmark/samples.ts";
import { requiredSamples } from "../core/benchmark/statistics/required-samples.ts";
import type { Milliseconds, Share } from "../core/benchmark/units.ts";

const NS_PER_MS = 1e6;
const CURVE = [
  0.01, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95, 0.98, 0.99, 0.995, 0.999,
];

/** The latencies of one strategy's operations, pooled over its trials, in a histogram of three significant digits. */
export class LatencyRecorder {
  readonly #histogram = createHistogram({ lowest: 1, highest: 2 ** 52, figures: 3 });
  #samples = 0;
  #max: Milliseconds = 0;

  add(samples: readonly Sample[]): void {
    for (const { start, end } of samples) {
      this.#histogram.record(Math.max(1, Math.round((end - start) * NS_PER_MS)));
      this.#max = Math.max(this.#max, end - start);
    }
    this.#samples += samples.length;
  }

  latency(): Latency {
    return {
      samples: this.#samples,
      p50: this.#percentile(0.5),
      p90: this.#percentile(0.9),
      p95: this.#percentile(0.95),
      p99: this.#percentile(0.99),
      max: this.#samples > 0 ? this.#max : null,
    };
  }

  curve(): [Share, Milliseconds][] {
    const points = CURVE.flatMap((share): [Share, Milliseconds][] => {
      const value = this.#percentile(share);
      return value === null ? [] : [[share, value]];
    });
    return this.#samples > 0 ? [...points, [1, this.#max]] : [];
  }

  #percentile(share: Share): Milliseconds | null {
    if (this.#samples < requiredSamples(share)) return null;
    // The histogram answers with the upper end of a bucket, which may lie above all that was measured.
    return Math.min(this.#histogram.percentile(share * 100) / NS_PER_MS, this.#max);
  }
}
