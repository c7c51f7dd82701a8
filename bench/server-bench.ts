import { once } from "node:events";
import path from "node:path";
import { Worker } from "node:worker_threads";
import mysql from "mysql2/promise";
import pg from "pg";
import type { ServerProfile } from "../src/core/connection/profile.ts";
import type { DatabaseServer, PrivateServer } from "../test/support/servers/database-server.ts";
import { startMariadb } from "../test/support/servers/mariadb.ts";
import { startPostgres } from "../test/support/servers/postgres.ts";
import { BenchLane, type LaneReach, type LaneTask } from "./lane.ts";

/** Rows of `points`, whose keys are 1 up to it. */
export const POINTS = 100_000;
/** Rows of `big`. */
export const BIG_ROWS = 1_000_000;
export const bigSql = "SELECT id, name, amount, created, n, f FROM big";
const SEED = 1;

export interface BenchServer {
  readonly name: "PostgreSQL" | "MariaDB";
  readonly library: "pg" | "mysql2";
  readonly server: PrivateServer;
  readonly pointSql: string;
}

/** Starts a server that nobody else uses, fills it, measures, and stops it. */
export async function withPostgres<T>(
  tables: readonly string[],
  measure: (server: BenchServer) => Promise<T>,
): Promise<T> {
  // Nothing of the server's own shall run beside what is measured.
  const server = await startPostgres({ settings: { autovacuum: "off" } });
  try {
    const client = new pg.Client({ ...loginOf(server), ssl: false });
    await client.connect();
    for (const sql of [...tables, "VACUUM ANALYZE"]) await client.query(sql);
    await client.end();
    const pointSql = "SELECT id, name, amount FROM points WHERE id = $1";
    return await measure({ name: "PostgreSQL", library: "pg", server, pointSql });
  } finally {
    await server.stop();
  }
}

export async function withMariadb<T>(
  tables: readonly string[],
  measure: (server: BenchServer) => Promise<T>,
): Promise<T> {
  const server = await startMariadb({ settings: { "innodb-buffer-pool-size": "512M" } });
  try {
    const connection = await mysql.createConnection(loginOf(server));
    for (const sql of tables) await connection.query(sql);
    await connection.end();
    const pointSql = "SELECT id, name, amount FROM points WHERE id = ?";
    return await measure({ name: "MariaDB", library: "mysql2", server, pointSql });
  } finally {
    await server.stop();
  }
}

export const postgresTables = {
  points: [
    "CREATE TABLE points (id int PRIMARY KEY, name text, amount numeric(12, 2))",
    `INSERT INTO points SELECT n, 'customer number ' || n, n * 1.25 FROM generate_series(1, ${POINTS}) n`,
  ],
  big: [
    `CREATE TABLE big (id bigint PRIMARY KEY, name text, amount numeric(12, 2), created timestamptz, n int, f float8)`,
    `INSERT INTO big SELECT n, 'customer number ' || n, n * 1.25, '2024-01-01'::timestamptz + n * interval '1 second', n % 1000, n * 1.5
     FROM generate_series(1, ${BIG_ROWS}) n`,
  ],
};

export const mariadbTables = {
  points: [
    "CREATE TABLE points (id int PRIMARY KEY, name varchar(100), amount numeric(12, 2))",
    `INSERT INTO points SELECT seq, concat('customer number ', seq), seq * 1.25 FROM seq_1_to_${POINTS}`,
    "ANALYZE TABLE points",
  ],
  big: [
    "CREATE TABLE big (id bigint PRIMARY KEY, name varchar(100), amount numeric(12, 2), created datetime, n int, f double)",
    `INSERT INTO big SELECT seq, concat('customer number ', seq), seq * 1.25, '2024-01-01' + interval seq second, seq % 1000, seq * 1.5
     FROM seq_1_to_${BIG_ROWS}`,
    "ANALYZE TABLE big",
  ],
};

export function reachOf({ engine, host, port, user, password, database }: DatabaseServer): LaneReach {
  const profile = { engine, name: "bench", host, port, user, database, authentication: "password" };
  return { profile: profile as ServerProfile, secret: { kind: "password", password } };
}

export function loginOf({ host, port, user, password, database }: DatabaseServer) {
  return { host, port, user, password, database };
}

/** One of several that read at a time: a lane of ours, or a peer's worker. */
interface Reader {
  prepare(): Promise<unknown>;
  start(at: number): Promise<{ readonly endedAt: number; readonly rows: number; readonly cpuMs: number }>;
  close(): Promise<unknown>;
}

export interface Reading {
  /** From the common start to the last one's end. */
  readonly wallMs: number;
  readonly rows: number;
  /** CPU time of the reading threads. */
  readonly cpuMs: number;
}

/** One trial: all open their sessions, start at one instant, and close. */
export async function readTogether(readers: readonly Reader[]): Promise<Reading> {
  await Promise.all(readers.map((reader) => reader.prepare()));
  const at = Number(process.hrtime.bigint()) / 1e6 + 5;
  const ends = await Promise.all(readers.map((reader) => reader.start(at)));
  await Promise.all(readers.map((reader) => reader.close()));
  const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
  return {
    wallMs: Math.max(...ends.map(({ endedAt }) => endedAt)) - at,
    rows: sum(ends.map(({ rows }) => rows)),
    cpuMs: sum(ends.map(({ cpuMs }) => cpuMs)),
  };
}

/** Lanes on a server, each with a thread of its own. */
export function openLanes(server: DatabaseServer, count: number, mostOperations: number) {
  const lanes = Array.from({ length: count }, () => new BenchLane(reachOf(server), mostOperations, SEED));
  return {
    readers: (taskOf: (lane: number) => LaneTask): Reader[] =>
      lanes.map((lane, index) => ({
        prepare: () => lane.prepare(taskOf(index)),
        async start(at) {
          const { endedAt, rows, cpu } = await lane.start(at);
          return { endedAt, rows, cpuMs: cpu === null ? Number.NaN : cpu.to - cpu.from };
        },
        close: () => lane.close(),
      })),
    end: () => Promise.all(lanes.map((lane) => lane.end())),
  };
}

/** Workers that read with the bare client library, each with a connection of its own. */
export function openPeers({ library, server }: BenchServer, count: number) {
  const file = library === "pg" ? "bare-postgres.mjs" : "bare-mysql.mjs";
  const workers = Array.from(
    { length: count },
    () => new Worker(path.join(import.meta.dirname, file), { workerData: loginOf(server) }),
  );
  const ask = async (worker: Worker, message: object) => {
    const answer = once(worker, "message");
    worker.postMessage(message);
    return (await answer)[0];
  };
  return {
    readers: (taskOf: (worker: number) => object): Reader[] =>
      workers.map((worker, index) => ({
        prepare: () => ask(worker, { type: "prepare", task: taskOf(index) }),
        start: (at) => ask(worker, { type: "start", at }),
        close: () => ask(worker, { type: "close" }),
      })),
    end: () => Promise.all(workers.map((worker) => worker.terminate())),
  };
}
