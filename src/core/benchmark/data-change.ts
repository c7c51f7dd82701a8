import type { MeasuredStrategy } from "./measured.ts";
import type { CauseEvidence } from "./report.ts";
import { strategyName } from "./strategy.ts";

/**
 * Every trial does the same operations, so all must read as many rows and, where rows are kept, the same ones. If they
 * did not, somebody changed the data, and times are not comparable. Null: they agree.
 */
export function findDataChange(strategies: readonly MeasuredStrategy[]): CauseEvidence | null {
  const trials = strategies.flatMap((one) =>
    one.trials.map(({ rows, checksum }) => ({ rows, checksum, strategy: strategyName(one.strategy) })),
  );
  const [first] = trials;
  const different = trials.find(
    ({ rows, checksum }) =>
      rows !== first?.rows || (checksum !== null && first.checksum !== null && checksum !== first.checksum),
  );
  if (!different) return null;
  const rows = trials.map((trial) => trial.rows).sort((a, b) => a - b);
  const checksums = new Set(trials.flatMap(({ checksum }) => checksum ?? []));
  return {
    cause: "data-changed",
    evidence: {
      strategy: different.strategy,
      fewestRows: rows[0] ?? 0,
      mostRows: rows.at(-1) ?? 0,
      checksums: checksums.size,
    },
  };
}
