// The peer: a worker that reads with pg and nothing of ours, in the fastest ways that pg's own interface has.
import pg from "pg";
import { serveTrials } from "./serve-trials.mjs";

const asText = { getTypeParser: () => (/** @type {string} */ text) => text };

serveTrials(async (reach, task) => {
  const client = new pg.Client({ ...reach, ssl: false });
  await client.connect();
  const close = () => client.end();
  if (task.kind === "stream") {
    // Rows go to whoever listens, as text: pg keeps none, and parses none.
    const run = () =>
      new Promise((resolve, reject) => {
        let rows = 0;
        const query = new pg.Query({ text: task.sql, rowMode: "array", types: asText });
        query.on("row", () => rows++);
        query.on("error", reject);
        query.on("end", () => resolve(rows));
        client.query(query);
      });
    return { run, close };
  }
  // Callbacks: promises cost pg a tenth of its speed and more.
  /** @type {(id: number | undefined, done: (error: Error | null, result: pg.QueryResult) => void) => void} */
  const read = (id, done) => {
    void client.query({ name: "point", text: task.sql, values: [id], rowMode: "array" }, done);
  };
  await new Promise((resolve, reject) => read(1, (error) => (error ? reject(error) : resolve(undefined))));
  const run = () =>
    new Promise((resolve, reject) => {
      let rows = 0;
      let at = 0;
      const next = () => {
        if (at === task.ids.length) return resolve(rows);
        read(task.ids[at++], (error, result) => {
          if (error) return reject(error);
          rows += result.rows.length;
          next();
        });
      };
      next();
    });
  return { run, close };
});
