// The peer: a worker that reads with mysql2 and nothing of ours, in the fastest ways that mysql2's own interface has.
import mysql from "mysql2";
import { serveTrials } from "./serve-trials.mjs";

serveTrials(async (reach, task) => {
  const connection = mysql.createConnection({ ...reach, rowsAsArray: true });
  const close = () => new Promise((resolve) => connection.end(resolve));
  // A statement that is held: `execute` would look it up by its text each time.
  const statement = await new Promise((resolve, reject) => {
    connection.prepare(task.sql, (error, prepared) => (error ? reject(error) : resolve(prepared)));
  });
  if (task.kind === "stream") {
    const run = () =>
      new Promise((resolve, reject) => {
        let rows = 0;
        const reading = statement.execute([]);
        reading.on("result", () => rows++);
        reading.on("error", reject);
        reading.on("end", () => resolve(rows));
      });
    return { run, close };
  }
  const run = () =>
    new Promise((resolve, reject) => {
      let rows = 0;
      let at = 0;
      const next = () => {
        if (at === task.ids.length) return resolve(rows);
        statement.execute(
          [task.ids[at++]],
          (/** @type {Error | null} */ error, /** @type {unknown[]} */ found) => {
            if (error) return reject(error);
            rows += found.length;
            next();
          },
        );
      };
      next();
    });
  return { run, close };
});
