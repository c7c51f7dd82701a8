import { type Figure, median, pairedRatio } from "./measure.ts";
import {
  type BenchServer,
  BIG_ROWS,
  bigSql,
  mariadbTables,
  openLanes,
  openPeers,
  postgresTables,
  readTogether,
  withMariadb,
  withPostgres,
} from "./server-bench.ts";

const PAIRS = 15;

const bestWay = {
  pg: "`pg.Query` with a listener for rows, all values left as text",
  mysql2: "a prepared statement's `execute` with a listener for rows",
};

/** A million rows in one lane, against the client library where it streams fastest. */
export async function measureServerStreams(): Promise<Figure[]> {
  return [
    await withPostgres(postgresTables.big, measureStream),
    await withMariadb(mariadbTables.big, measureStream),
  ];
}

async function measureStream(server: BenchServer): Promise<Figure> {
  const lanes = openLanes(server.server, 1, 1);
  const peers = openPeers(server, 1);
  const cpu = { ours: [] as number[], peer: [] as number[] };
  const read = async (who: keyof typeof cpu, readers: Parameters<typeof readTogether>[0]) => {
    const { wallMs, rows, cpuMs } = await readTogether(readers);
    if (rows !== BIG_ROWS) throw new Error(`read ${rows} rows`);
    cpu[who].push(cpuMs);
    return wallMs;
  };
  const value = await pairedRatio(
    PAIRS,
    () =>
      read(
        "peer",
        peers.readers(() => ({ kind: "stream", sql: bigSql })),
      ),
    () =>
      read(
        "ours",
        lanes.readers(() => ({ sql: bigSql, from: 0, to: 1, fewRows: false })),
      ),
  );
  await Promise.all([lanes.end(), peers.end()]);
  const spent = `${median(cpu.ours).toFixed(0)} ms of CPU against ${median(cpu.peer).toFixed(0)}`;
  return {
    name: `${BIG_ROWS.toLocaleString("en")} rows of ${server.name} in one lane against bare ${server.library}`,
    ...{ value, unit: "×", bar: 0.9, kind: "at-least" },
    how: `6 columns; ${bestWay[server.library]}; median of ${PAIRS} pairs in turn, ${spent}`,
  };
}
