import Database from "better-sqlite3";

/**
 * A database of `count` empty tables, `t000000` and so on. Their definitions are written at once: SQLite reads its whole
 * schema again for each `CREATE TABLE`.
 */
export function makeTables(file: string, count: number): void {
  const db = new Database(file);
  db.unsafeMode();
  db.exec("CREATE TABLE t000000(a)");
  db.pragma("writable_schema = on");
  db.prepare(
    `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < ?)
     INSERT INTO sqlite_schema SELECT type, printf('t%06d', i), printf('t%06d', i), rootpage,
     printf('CREATE TABLE t%06d(a)', i) FROM n, sqlite_schema WHERE name = 't000000'`,
  ).run(count);
  db.close();
}
