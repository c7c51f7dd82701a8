import path from "node:path";
import { Worker } from "node:worker_threads";
import { bindParameters } from "../src/core/benchmark/parameters.ts";
import type { Parameter } from "../src/core/benchmark/plan.ts";
import type { TrialEnd } from "../src/protocol/lane.ts";
import { BenchLane, once } from "./lane.ts";
import { type Figure, pairedRatio } from "./measure.ts";

const PAIRS = 11;
const TABLE_READS = 2;
const POINT_READS = 60_000;
const SEED = 1;
const id: Parameter = { name: null, source: { kind: "integer", from: 1, to: 500_000 } };

/** What a lane costs: the lane worker of `dist/` against a bare better-sqlite3 loop in a worker that is just as idle. */
export async function measureReadSpeed(file: string): Promise<Figure[]> {
  const reach = {
    profile: { engine: "sqlite", name: path.basename(file), path: file },
    secret: undefined,
  } as const;
  const lanes = [new BenchLane(reach, POINT_READS, SEED), new BenchLane(reach, POINT_READS, SEED)];
  const peers = [openPeer(file), openPeer(file)];
  const [lane, peer] = [lanes[0], peers[0]];
  if (!lane || !peer) throw new Error("no lane");
  const ids = drawIds();
  const table = { sql: "SELECT * FROM files", from: 0, to: TABLE_READS, fewRows: false };
  const point = {
    sql: "SELECT * FROM files WHERE id = ?",
    from: 0,
    to: POINT_READS,
    parameters: [id],
    fewRows: true,
  };
  const one = await pairedRatio(
    PAIRS,
    () => peer.run({ kind: "table", operations: TABLE_READS }),
    () => msOf(lane.run(table)),
  );
  const points = await pairedRatio(
    PAIRS,
    () => peer.run({ kind: "point", ids }),
    () => msOf(lane.run(point)),
  );
  const two = await pairedRatio(
    PAIRS,
    () => wallOf(peers.map((each) => () => each.run({ kind: "table", operations: TABLE_READS }))),
    () => wallOf(lanes.map((each) => () => msOf(each.run(table)))),
  );
  await Promise.all([...lanes, ...peers].map((each) => each.end()));
  const how = `median of ${PAIRS} pairs, in turn, in worker threads of one process`;
  return [
    ratio("full-table read of a lane against a bare loop", one, 0.95, `2 × 500,000 rows; ${how}`),
    ratio("point reads of a lane against a bare loop", points, 0.9, `60,000 reads by key; ${how}`),
    ratio("two lanes against two bare workers", two, 0.95, `2 × 500,000 rows in each of two; ${how}`),
  ];
}

/** From the lane's start to its end, as a trial measures it. */
async function msOf(trial: Promise<TrialEnd>): Promise<number> {
  const { startedAt, endedAt } = await trial;
  return endedAt - startedAt;
}

function ratio(name: string, value: number, bar: number, how: string): Figure {
  return { name, value, unit: "×", bar, kind: "at-least", how };
}

function drawIds(): number[] {
  const bind = bindParameters([id], SEED);
  return Array.from({ length: POINT_READS }, (_, operation) => (bind(operation) as number[])[0] ?? 0);
}

async function wallOf(tasks: readonly (() => Promise<number>)[]): Promise<number> {
  const begin = performance.now();
  await Promise.all(tasks.map((task) => task()));
  return performance.now() - begin;
}

function openPeer(file: string) {
  const worker = new Worker(path.join(import.meta.dirname, "bare-reader.mjs"), { workerData: { file } });
  return {
    /** Milliseconds inside the loop. */
    async run(task: object): Promise<number> {
      const answer = once<{ ms: number }>(worker);
      worker.postMessage(task);
      return (await answer).ms;
    },
    end: () => worker.terminate(),
  };
}
