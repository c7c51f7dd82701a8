import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { makePlan } from "../src/core/benchmark/plan.ts";
import { forkRunner } from "../src/node/fork-runner.ts";
import type { Figure } from "./measure.ts";

/** A lane's answer of six million rows from half a million: the table twelve times over. */
const SIX_MILLION_ROWS =
  "WITH twelve(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM twelve WHERE n < 12) SELECT files.* FROM twelve, files";

/** The runner's peak resident memory, threads included, while two lanes stream six million rows (Linux only). */
export async function measureRunnerMemory(file: string): Promise<Figure[]> {
  if (process.platform !== "linux") return [];
  let peakMb = 0;
  const outcome = await forkRunner({ file: path.join(import.meta.dirname, "../dist/bench-runner.js") })(
    {
      plan: makePlan({
        sql: SIX_MILLION_ROWS,
        strategies: [{ kind: "threads", lanes: 2 }],
        operations: 2,
        trials: { minimum: 1, maximum: 1 },
      }),
      profile: { engine: "sqlite", name: path.basename(file), path: file },
      whenBusy: "wait",
      lanewise: "bench",
    },
    {
      onProgress: () => {
        peakMb = Math.max(peakMb, peakOfRunner());
      },
    },
    new AbortController().signal,
  );
  const rows = outcome.report?.strategies.find((one) => one.strategy === "threads(2)")?.rows;
  if (rows !== 12_000_000) throw new Error(`streamed ${rows} rows: ${JSON.stringify(outcome)}`);
  return [
    {
      name: "peak memory of the runner while two lanes stream 6,000,000 rows each",
      value: peakMb,
      unit: "MB",
      bar: 300,
      kind: "at-most",
      how: "VmHWM of the runner's process",
    },
  ];
}

function peakOfRunner(): number {
  const runner = readdirSync("/proc").find(
    (pid) =>
      new RegExp(`\\) \\S ${process.pid} `).test(read(`/proc/${pid}/stat`)) &&
      read(`/proc/${pid}/cmdline`).includes("bench-runner.js"),
  );
  return Number(/VmHWM:\s+(\d+) kB/.exec(read(`/proc/${runner}/status`))?.[1] ?? 0) / 1024;
}

function read(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    // The process has ended since the listing.
    return "";
  }
}
