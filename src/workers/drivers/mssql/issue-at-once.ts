import { type Connection, Request, RequestError } from "tedious";
import type { OverlapProbe } from "../../../core/benchmark/measured.ts";

/**
 * Issues requests on one connection without waiting for each other, as threads that share a session do, and tells what
 * tedious made of them. It has no queue: while one request runs, it refuses all others (EINVALIDSTATE).
 */
export async function issueAtOnce(connection: Connection, requests: number): Promise<OverlapProbe> {
  const errors = await Promise.all(Array.from({ length: requests }, () => errorOf(connection)));
  const refused = errors.filter((error) => error !== undefined);
  const [first] = refused;
  return { requests, refused: refused.length, code: first?.code ?? "", detail: first?.message ?? "" };
}

function errorOf(connection: Connection): Promise<RequestError | undefined> {
  return new Promise((resolve) => {
    const request = new Request("SELECT 1", (error) => {
      if (error == null) resolve(undefined);
      else resolve(error instanceof RequestError ? error : new RequestError(error.message));
    });
    connection.execSql(request);
  });
}
