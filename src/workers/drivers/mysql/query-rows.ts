import type { Connection } from "mysql2";

/** Rows of a question to the server; values as the connection was told to read them. */
export type MysqlRows = readonly (readonly (string | number | Buffer | null)[])[];

/** Asks the server something, with `?` for values. Rejects with mysql2's error. */
export function queryRows(
  connection: Connection,
  sql: string,
  values: readonly (string | number | null)[] = [],
): Promise<MysqlRows> {
  return new Promise((resolve, reject) => {
    connection.query({ sql, values: [...values], rowsAsArray: true }, (error, rows) => {
      if (error) reject(error);
      else resolve(rows as unknown as MysqlRows);
    });
  });
}

/** As `queryRows`, by the names of columns: for answers whose columns differ between servers. */
export function queryObjects(
  connection: Connection,
  sql: string,
): Promise<readonly Readonly<Record<string, unknown>>[]> {
  return new Promise((resolve, reject) => {
    connection.query({ sql, rowsAsArray: false }, (error, rows) => {
      if (error) reject(error);
      else resolve(rows as unknown as readonly Readonly<Record<string, unknown>>[]);
    });
  });
}
