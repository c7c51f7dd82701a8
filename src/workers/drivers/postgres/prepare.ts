import type pg from "pg";
import type { Failure } from "../../../core/benchmark/outcome.ts";
import { markParameters } from "../../../core/sql/parameter-marks.ts";
import { trimStatement } from "../../../core/sql/trim-statement.ts";
import type { Attempt, Work } from "../driver.ts";
import { bindPositions } from "../server/bind-positions.ts";
import { serverFailure } from "../server/server-failure.ts";
import type { PostgresLink } from "./connect.ts";
import { STATEMENT } from "./operation.ts";
import { readerOf } from "./read-values.ts";
import type { PreparedWork } from "./session.ts";
import { postgresFailure } from "./sqlstate.ts";

/** What the server says of a statement that it has compiled. */
interface Description {
  readonly parameters: number;
  /** Type numbers. */
  readonly columns: readonly number[];
}

/** Has the server compile the workload's statement for the operations of a session. */
export async function prepareWork(link: PostgresLink, work: Work): Promise<Attempt<PreparedWork>> {
  const { parameters } = work.workload;
  const { sql, positions } = markParameters(
    "postgres",
    trimStatement(work.workload.sql, "postgres"),
    parameters,
  );
  try {
    const { columns } = await compile(link.client, STATEMENT, sql);
    const bind = bindPositions(parameters, positions, work.seed);
    return { ok: true, value: { work, bind, readers: columns.map(readerOf) } };
  } catch (error) {
    return { ok: false, failure: postgresFailure(link.context, error) };
  }
}

/** The first lock of design.md: what compiles both alone and inside a subquery reads, and is one statement. */
export async function compileBothWays(
  { client, context }: PostgresLink,
  work: Work,
): Promise<Failure | undefined> {
  const { parameters } = work.workload;
  const trimmed = trimStatement(work.workload.sql, "postgres");
  const { sql } = markParameters("postgres", trimmed, parameters);
  // The server takes an empty statement without a word.
  if (sql.trim() === "") return serverFailure(context, "syntax-error", "There is no statement");
  try {
    const { parameters: wanted } = await compile(client, "", sql);
    if (wanted !== parameters.length) {
      const words = `The statement has ${wanted} placeholders`;
      return serverFailure(context, "parameters-mismatch", words, { given: parameters.length });
    }
  } catch (error) {
    return postgresFailure(context, error);
  }
  try {
    await compile(client, "", `SELECT 1 WHERE EXISTS (${sql}\n)`);
  } catch (error) {
    const failure = postgresFailure(context, error);
    if (failure.reason === "lost") return failure;
    return serverFailure(context, "not-read-only", failure.detail, { statement: trimmed.slice(0, 80) });
  }
  return undefined;
}

/** Whether the values fit the placeholders: the server binds them, and runs nothing. */
export async function checkValues(link: PostgresLink, { bind }: PreparedWork): Promise<Failure | undefined> {
  const values = bind(0).map((value) => (value === null ? null : String(value)));
  try {
    await exchange(link.client, (wire) => wire.bind({ statement: STATEMENT, values }));
    return undefined;
  } catch (error) {
    const { detail } = postgresFailure(link.context, error);
    return serverFailure(link.context, "parameters-mismatch", detail, { given: values.length });
  }
}

function compile(client: pg.Client, name: string, text: string): Promise<Description> {
  return exchange(client, (wire) => {
    wire.parse({ name, text, types: [] });
    wire.describe({ type: "S", name });
  });
}

/** What pg's connection takes and its types do not know. */
interface Wire {
  parse(statement: { name: string; text: string; types: readonly number[] }): void;
  describe(what: { type: "S"; name: string }): void;
  bind(config: { statement: string; values: readonly (string | null)[] }): void;
  sync(): void;
  once(event: "parameterDescription", told: (message: { dataTypeIDs: readonly number[] }) => void): void;
  removeAllListeners(event: "parameterDescription"): void;
}

/** Sends messages of the extended protocol without an Execute, and hears what the server says of them. */
function exchange(client: pg.Client, send: (wire: Wire) => void): Promise<Description> {
  let parameters = 0;
  let columns: readonly number[] = [];
  return new Promise((resolve, reject) => {
    client.query({
      submit(connection: pg.Connection) {
        const wire = connection as unknown as Wire;
        wire.removeAllListeners("parameterDescription");
        wire.once("parameterDescription", ({ dataTypeIDs }) => {
          parameters = dataTypeIDs.length;
        });
        send(wire);
        wire.sync();
        return null;
      },
      handleRowDescription({ fields }: { fields: readonly { dataTypeID: number }[] }) {
        columns = fields.map(({ dataTypeID }) => dataTypeID);
      },
      handleReadyForQuery: () => resolve({ parameters, columns }),
      handleError: reject,
    });
  });
}
