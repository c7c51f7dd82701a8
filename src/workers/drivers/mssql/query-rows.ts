import { type Connection, Request, TYPES } from "tedious";

/** A value as tedious reads it. */
export type MssqlValue = string | number | bigint | boolean | Buffer | Date | null;

export type MssqlRows = readonly (readonly MssqlValue[])[];

/** Asks the server something, with `@p1`, `@p2` … for values. Rejects with tedious' error. */
export function queryRows(
  connection: Connection,
  sql: string,
  values: readonly (string | number | null)[] = [],
): Promise<MssqlRows> {
  return ask(sql, (request) => {
    for (const [i, value] of values.entries())
      request.addParameter(`p${i + 1}`, typeof value === "number" ? TYPES.BigInt : TYPES.NVarChar, value);
    connection.execSql(request);
  });
}

/** Sends a batch as it is: what it sets holds for the session. */
export function runBatch(connection: Connection, sql: string): Promise<MssqlRows> {
  return ask(sql, (request) => connection.execSqlBatch(request));
}

function ask(sql: string, send: (request: Request) => void): Promise<MssqlRows> {
  return new Promise((resolve, reject) => {
    const rows: MssqlValue[][] = [];
    const request = new Request(sql, (error) => {
      if (error) reject(error);
      else resolve(rows);
    });
    request.on("row", (columns: readonly { readonly value: MssqlValue }[]) => {
      rows.push(columns.map(({ value }) => value));
    });
    send(request);
  });
}
