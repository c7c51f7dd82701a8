import { Request } from "tedious";
import { emptyResult, type OperationResult } from "../../../core/benchmark/lane-loop.ts";
import type { Failure } from "../../../core/benchmark/outcome.ts";
import type { ParameterValue } from "../../../core/benchmark/plan.ts";
import { type RowValue, rowBytes } from "../../../core/benchmark/row-checksum.ts";
import { markParameters } from "../../../core/sql/parameter-marks.ts";
import { trimStatement } from "../../../core/sql/trim-statement.ts";
import type { Attempt, DriverSession, Rows, Work } from "../driver.ts";
import { bindPositions } from "../server/bind-positions.ts";
import { serverFailure } from "../server/server-failure.ts";
import { applySettings, transactionLevels } from "./apply-settings.ts";
import type { MssqlLink } from "./connect.ts";
import { mssqlFailure } from "./mssql-failure.ts";
import { typeOf } from "./parameter-types.ts";
import type { MssqlValue } from "./query-rows.ts";

/** How often a stream of rows looks at the stop flag and tells its count: a power of two, less one. */
const POLL_MASK = 0x3ff;

type Columns = readonly { readonly value: MssqlValue }[];

/** Opens the transaction that is never committed, and has the server prepare the statement inside of it. */
export async function openOperations(link: MssqlLink, work: Work): Promise<Attempt<DriverSession>> {
  const settings = work.session.mssql;
  const level = settings?.isolation && transactionLevels[settings.isolation];
  try {
    await applySettings(link.connection, settings);
    await new Promise<void>((resolve, reject) => {
      link.connection.beginTransaction((error) => (error ? reject(error) : resolve()), "", level);
    });
    const session = new MssqlSession(link, work);
    await session.prepare();
    return { ok: true, value: session };
  } catch (error) {
    return { ok: false, failure: mssqlFailure(link.context, error) };
  }
}

class MssqlSession implements DriverSession {
  readonly #link: MssqlLink;
  readonly #work: Work;
  readonly #bind: (operation: number) => ParameterValue[];
  readonly #request: Request;
  readonly #values: Record<string, ParameterValue> = {};
  readonly #rowLimit: number;
  readonly #keeps: boolean;
  readonly #result: OperationResult = emptyResult();
  // One function for all operations: none is made between two readings of the clock.
  readonly #begin: (resolve: (result: OperationResult) => void) => void;
  #running: Promise<OperationResult> | undefined;
  #resolve: ((result: OperationResult) => void) | undefined;
  #kept: RowValue[][] = [];
  #bytes = 0;
  /** The rows that still come are not wanted. */
  #isOver = false;
  #isCancelled = false;

  constructor(link: MssqlLink, work: Work) {
    const { parameters, rowLimit, fetch } = work.workload;
    const { sql, positions } = markParameters("mssql", trimStatement(work.workload.sql, "mssql"), parameters);
    this.#link = link;
    this.#work = work;
    this.#rowLimit = rowLimit ?? Number.POSITIVE_INFINITY;
    this.#keeps = fetch === "all";
    this.#bind = bindPositions(parameters, positions, work.seed);
    this.#request = new Request(sql, (error) => this.#settle(error ?? undefined));
    // The statement is prepared for texts of any length, not for the first one's.
    for (const [i, { source }] of parameters.entries())
      this.#request.addParameter(`p${i + 1}`, typeOf(source), null, { length: 4000 });
    this.#request.on("row", (columns: Columns) => this.#take(columns));
    this.#begin = (resolve) => {
      this.#resolve = resolve;
      link.connection.execute(this.#request, this.#values);
    };
  }

  get keptRows(): Rows {
    return this.#kept;
  }

  /** Rejects with tedious' error. */
  prepare(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#request.once("prepared", resolve);
      this.#request.once("error", reject);
      this.#link.connection.prepare(this.#request);
    });
  }

  run(operation: number): Promise<OperationResult> {
    const result = this.#result;
    result.rows = 0;
    result.cut = false;
    result.stopped = false;
    result.failure = this.#link.lost() ?? null;
    if (result.failure) return Promise.resolve(result);
    const bound = this.#bind(operation);
    for (let i = 0; i < bound.length; i++) this.#values[`p${i + 1}`] = bound[i] as ParameterValue;
    if (this.#keeps) this.#kept = [];
    this.#bytes = 0;
    this.#isOver = false;
    this.#isCancelled = false;
    this.#running = new Promise(this.#begin);
    return this.#running;
  }

  cancel(): void {
    if (this.#resolve === undefined) return;
    this.#isCancelled = true;
    this.#link.connection.cancel();
  }

  /** No session of SQL Server reads only. Its transaction must still be the one that will be rolled back. */
  async checkReadOnly(): Promise<Failure | undefined> {
    const { rows, context } = this.#link;
    try {
      const [[transactions] = []] = await rows("SELECT @@TRANCOUNT");
      if (transactions === 1) return undefined;
      return serverFailure(context, "not-read-only", "The transaction that is to be rolled back was ended");
    } catch (error) {
      return mssqlFailure(context, error);
    }
  }

  /** Whatever was done is undone, also when the connection breaks: the server rolls back then. */
  async close(): Promise<void> {
    this.cancel();
    await this.#running;
    if (!this.#link.lost()) {
      await new Promise<void>((resolve) => {
        this.#link.connection.rollbackTransaction(() => resolve());
      });
    }
    await this.#link.close();
  }

  #take(columns: Columns): void {
    if (this.#isOver) return;
    const result = this.#result;
    const rows = ++result.rows;
    if (this.#keeps) {
      const row = rowOf(columns);
      this.#kept.push(row);
      this.#bytes += rowBytes(row);
      result.cut = this.#bytes >= this.#work.laneBytes;
    }
    if (result.cut || rows >= this.#rowLimit) {
      this.#isOver = true;
      this.#link.connection.cancel();
    } else if ((rows & POLL_MASK) === 0) {
      this.#poll(rows);
    }
  }

  #poll(rows: number): void {
    this.#work.onRows(rows);
    if (!this.#work.stopped()) return;
    this.#isOver = true;
    this.cancel();
  }

  #settle(error: Error | undefined): void {
    const result = this.#result;
    if (this.#isCancelled || (error && this.#work.stopped())) result.stopped = true;
    else if (error) {
      const failure = this.#link.lost() ?? mssqlFailure(this.#link.context, error);
      // We ended it ourselves, where enough rows had come.
      if (!(this.#isOver && failure.reason === "cancelled")) result.failure = failure;
    }
    const resolve = this.#resolve;
    this.#resolve = undefined;
    resolve?.(result);
  }
}

function rowOf(columns: Columns): RowValue[] {
  const row = new Array<RowValue>(columns.length);
  for (let i = 0; i < columns.length; i++) {
    const value = columns[i]?.value ?? null;
    row[i] = typeof value === "boolean" ? Number(value) : value;
  }
  return row;
}
