import { bindParameters } from "../src/core/benchmark/parameters.ts";
import type { Parameter } from "../src/core/benchmark/plan.ts";
import { comparePgbench, compareSysbench } from "./load-tools.ts";
import { type Figure, median, pairedRatio } from "./measure.ts";
import {
  type BenchServer,
  mariadbTables,
  openLanes,
  openPeers,
  POINTS,
  postgresTables,
  type Reading,
  readTogether,
  withMariadb,
  withPostgres,
} from "./server-bench.ts";

/** Throughput flips between two levels, as the system wakes a core that sleeps or finds it awake: many short pairs. */
const PAIRS = 21;
const TOOL_PAIRS = 7;
const LANES = [1, 2, 4];
const OPERATIONS = 5000;
const SEED = 1;
const id: Parameter = { name: null, source: { kind: "integer", from: 1, to: POINTS } };

/** What our lanes cost where the server answers in no time: against bare loops over the same client library. */
export async function measureServerPoints(): Promise<Figure[]> {
  const postgres = await withPostgres(postgresTables.points, (server) =>
    measurePoints(server, (lanes, ours) => comparePgbench(server, { ...tool, lanes, ours })),
  );
  const mariadb = await withMariadb(mariadbTables.points, (server) =>
    measurePoints(server, (lanes, ours) => compareSysbench(server, { ...tool, lanes, ours })),
  );
  return [...postgres, ...mariadb];
}

const tool = { pairs: TOOL_PAIRS, operations: OPERATIONS };

async function measurePoints(
  server: BenchServer,
  compareTool: (lanes: number, ours: () => Promise<number>) => Promise<string>,
): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const count of LANES) {
    const lanes = openLanes(server.server, count, OPERATIONS);
    const peers = openPeers(server, count);
    const cpu = { ours: [] as number[], peer: [] as number[] };
    const read = async (who: keyof typeof cpu, readers: Parameters<typeof readTogether>[0]) => {
      const reading = await readTogether(readers);
      cpu[who].push((reading.cpuMs * 1000) / (count * OPERATIONS));
      return wallOf(reading, count);
    };
    const ours = () =>
      read(
        "ours",
        lanes.readers((lane) => laneTask(server, lane)),
      );
    const value = await pairedRatio(
      PAIRS,
      () =>
        read(
          "peer",
          peers.readers((worker) => peerTask(server, worker)),
        ),
      ours,
    );
    const beside = await compareTool(count, ours);
    await Promise.all([lanes.end(), peers.end()]);
    const spent = `${median(cpu.ours).toFixed(1)} µs of CPU an operation against ${median(cpu.peer).toFixed(1)}`;
    figures.push({
      name: `prepared point reads of ${server.name}, ${count} ${count === 1 ? "lane" : "lanes"} against bare ${server.library} loops`,
      ...{ value, unit: "×", bar: 0.95, kind: "at-least" },
      how: `${OPERATIONS.toLocaleString("en")} reads by key in each worker, median of ${PAIRS} pairs in turn, ${spent}; ${beside}`,
    });
  }
  return figures;
}

function wallOf({ wallMs, rows }: Reading, count: number): number {
  if (rows !== count * OPERATIONS) throw new Error(`read ${rows} rows`);
  return wallMs;
}

function laneTask({ pointSql }: BenchServer, lane: number) {
  const from = lane * OPERATIONS;
  return { sql: pointSql, parameters: [id], from, to: from + OPERATIONS, fewRows: true };
}

/** The same reads in the same order. */
function peerTask({ pointSql }: BenchServer, worker: number) {
  const bind = bindParameters([id], SEED);
  const ids = Array.from({ length: OPERATIONS }, (_, at) => (bind(worker * OPERATIONS + at) as number[])[0]);
  return { kind: "points", sql: pointSql, ids };
}
