import { Worker } from "node:worker_threads";
import type { Comparison } from "../core/benchmark/comparison.ts";
import type { Report } from "../core/benchmark/report.ts";

/**
 * Compares in a thread of its own, which ends with it: thousands of resamples would hold up every extension in the
 * window. Rejects when the thread fails, which is a bug.
 */
export function compareInWorker(file: string): (baseline: Report, report: Report) => Promise<Comparison> {
  return (baseline, report) =>
    new Promise((resolve, reject) => {
      const worker = new Worker(file, { workerData: { baseline, report } });
      worker.once("message", resolve);
      worker.once("error", reject);
      worker.once("exit", (code) => reject(new Error(`The comparison ended with code ${code}.`)));
    });
}
