// The peer: a worker that reads with better-sqlite3 and nothing of ours. One task per message, timed in here.
import { parentPort, workerData } from "node:worker_threads";
import Database from "better-sqlite3";

const db = new Database(workerData.file, { readonly: true });
const table = db.prepare("SELECT * FROM files").raw();
const point = db.prepare("SELECT * FROM files WHERE id = ?").raw();

const tasks = {
  /** @param {{ operations: number }} task */
  table({ operations }) {
    let rows = 0;
    for (let operation = 0; operation < operations; operation++) {
      for (const _row of table.iterate()) rows++;
    }
    return rows;
  },
  /** @param {{ ids: readonly number[] }} task */
  point({ ids }) {
    let rows = 0;
    for (const id of ids) rows += point.all(id).length;
    return rows;
  },
};

parentPort?.on("message", (task) => {
  const begin = process.hrtime.bigint();
  const rows = tasks[task.kind](task);
  parentPort?.postMessage({ rows, ms: Number(process.hrtime.bigint() - begin) / 1e6 });
});
