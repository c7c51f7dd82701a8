import type { Report, Segment } from "../../src/core/benchmark/report.ts";
import { sampleReport } from "../support/sample-report.ts";

const lanes = 5;
const segmentsPerLane = 2000;

/** As large as the panel must bear: five strategies of five lanes with 2,000 segments each. */
export function largeReport(): Report {
  const report = sampleReport();
  return {
    ...report,
    strategies: report.strategies.map((strategy) => {
      const wallMs = strategy.medianMs ?? 1000;
      const slotMs = wallMs / segmentsPerLane;
      const timeline = {
        trial: 0,
        wallMs,
        lanes: Array.from({ length: lanes }, (_, lane) =>
          Array.from({ length: segmentsPerLane }, (_, at): Segment => {
            const kind = (at + lane) % 3 === 0 ? "wait" : "run";
            return { kind, from: at * slotMs, to: (at + 0.9) * slotMs, operations: 1 };
          }),
        ),
      };
      return { ...strategy, timeline };
    }),
  };
}
