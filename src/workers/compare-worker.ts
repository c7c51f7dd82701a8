import { parentPort, workerData } from "node:worker_threads";
import { compareReports } from "../core/benchmark/compare.ts";
import type { Report } from "../core/benchmark/report.ts";

/** Compares two reports once, answers with the comparison, and ends. */
const { baseline, report } = workerData as { readonly baseline: Report; readonly report: Report };
parentPort?.postMessage(compareReports(baseline, report));
