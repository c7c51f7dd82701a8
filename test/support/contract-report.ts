/** The example of the contract for scripts, its sample figures and nothing more: what the oldest release wrote. */
export function contractReport(): Record<string, unknown> {
  return {
    schema: "lanewise-report/1",
    connection: { engine: "sqlite", name: "christmas.db", settings: { journal_mode: "wal" } },
    environment: { cpus: 2, node: "24.21.0", engineVersion: "3.54.1" },
    plan: { workload: { kind: "query", sql: "SELECT …", fetch: "stream" }, seed: 1 },
    strategies: [
      {
        strategy: "threads(2)",
        lanes: 2,
        outcome: "completed",
        operations: 4,
        rows: 4_000_000,
        trialsMs: [812.1, 805.7],
        medianMs: 808.9,
        intervalMs: [801.2, 815.0],
        rowsPerSecond: 4_945_000,
        operationsPerSecond: 4.9,
        latencyMs: { p50: 400.1, p90: 410.0, p95: null, p99: null, max: 410.0 },
        speedup: { factor: 1.82, low: 1.78, high: 1.86 },
      },
    ],
    noise: { strategy: "serial", factor: 1.003, low: 0.991, high: 1.014 },
    verdict: {
      conclusion: "parallel-helps",
      best: "threads(2)",
      factor: 1.82,
      interval: [1.78, 1.86],
      causes: [{ cause: "lane-cpu-bound", evidence: { cpuShare: 0.97 } }],
      text: "One sentence or two for people.",
    },
  };
}
