import { Connection, type ConnectionConfiguration, Request } from "tedious";
import type { TdsServer } from "./tds-server.ts";

/** What the server reports of an error or of an information. */
export interface Reported {
  readonly number: number;
  readonly state: number;
  readonly class: number;
  readonly message: string;
  readonly line: number;
}

export interface QueryResult {
  readonly rows: readonly (readonly unknown[])[];
  readonly columns: readonly { readonly name: string; readonly type: string }[];
  readonly rowCount: number | undefined;
  readonly errors: readonly Reported[];
  readonly infos: readonly Reported[];
  /** How the request ended where the server is not to blame: `ECANCEL`, `ECLOSE`, `ETIMEOUT`, … */
  readonly failure: string | undefined;
}

export const login = { name: "sa", password: "Lanewise!42" } as const;

/** How the unchanged tedious reaches the server of a test. */
export function configuration(
  server: Pick<TdsServer, "host" | "port">,
  {
    password = login.password,
    user = login.name,
    ...options
  }: ConnectionConfiguration["options"] & { password?: string; user?: string } = {},
): ConnectionConfiguration {
  return {
    server: server.host,
    authentication: { type: "default", options: { userName: user, password } },
    options: {
      port: server.port,
      encrypt: false,
      trustServerCertificate: true,
      useColumnNames: false,
      ...options,
    },
  };
}

export function connect(config: ConnectionConfiguration): Promise<Connection> {
  const connection = new Connection(config);
  // A connection that the server ends is told of by its requests and by `end`; unheard, the event would be a crash.
  connection.on("error", () => {});
  return new Promise((resolve, reject) => {
    connection.connect((error) => (error ? reject(error) : resolve(connection)));
  });
}

export function close(connection: Connection): Promise<void> {
  return new Promise((resolve) => {
    if (connection.closed) resolve();
    connection.once("end", () => resolve());
    connection.close();
  });
}

interface Column {
  readonly value: unknown;
  readonly metadata: { readonly colName: string; readonly type: { readonly name: string } };
}

/** Runs one request and collects what comes back. `prepare` adds parameters, `execute` sends it. */
export function run(
  connection: Connection,
  sql: string,
  {
    prepare = () => {},
    execute = (request) => connection.execSqlBatch(request),
  }: {
    prepare?: (request: Request) => void;
    execute?: (request: Request) => void;
  } = {},
): Promise<QueryResult> {
  const rows: unknown[][] = [];
  const columns: { name: string; type: string }[] = [];
  const errors: Reported[] = [];
  const infos: Reported[] = [];
  const keep = (list: Reported[]) => (message: Omit<Reported, "line"> & { lineNumber: number }) => {
    const { number, state, class: severity, message: text, lineNumber } = message;
    list.push({ number, state, class: severity, message: text, line: lineNumber });
  };
  const [onError, onInfo] = [keep(errors), keep(infos)];
  connection.on("errorMessage", onError);
  connection.on("infoMessage", onInfo);
  return new Promise((resolve) => {
    const request = new Request(sql, (error, rowCount) => {
      connection.off("errorMessage", onError);
      connection.off("infoMessage", onInfo);
      const code = error && "code" in error ? String(error.code) : error?.message;
      resolve({ rows, columns, rowCount, errors, infos, failure: errors.length > 0 ? undefined : code });
    });
    request.on("columnMetadata", (found) => {
      for (const { colName, type } of found as Column["metadata"][])
        columns.push({ name: colName, type: type.name });
    });
    request.on("row", (row: Column[]) => rows.push(row.map(({ value }) => value)));
    prepare(request);
    execute(request);
  });
}
