import { emptyResult, type OperationResult } from "../../../core/benchmark/lane-loop.ts";
import type { Failure } from "../../../core/benchmark/outcome.ts";
import { type RowValue, rowBytes } from "../../../core/benchmark/row-checksum.ts";
import type { DriverSession, Rows } from "../driver.ts";
import { CancelRequest } from "../server/cancel-request.ts";
import { serverFailure } from "../server/server-failure.ts";
import { type MysqlLink, readsOnly } from "./connect.ts";
import { KnownColumns } from "./known-columns.ts";
import { mysqlFailure } from "./mysql-failure.ts";
import type { PreparedWork } from "./prepare.ts";

/** How often a stream of rows looks at the stop flag and tells its count: a power of two, less one. */
const POLL_MASK = 0x3ff;

export class MysqlSession implements DriverSession {
  readonly #link: MysqlLink;
  readonly #prepared: PreparedWork;
  readonly #rowLimit: number;
  readonly #keeps: boolean;
  readonly #result: OperationResult = emptyResult();
  // One function each for all operations: none is made between two readings of the clock.
  readonly #atOnce: (resolve: (result: OperationResult) => void) => void;
  readonly #streaming: (resolve: (result: OperationResult) => void) => void;
  readonly #onRow: (row: RowValue[]) => void;
  readonly #onError = (error: Error) => {
    this.#error = error;
  };
  readonly #onEnd = () => this.#finish(this.#error);
  #operation = 0;
  #running: Promise<OperationResult> | undefined;
  #resolve: ((result: OperationResult) => void) | undefined;
  #error: Error | undefined;
  #kept: RowValue[][] = [];
  #rows = 0;
  #bytes = 0;
  /** The rows that still come are not wanted. */
  #isOver = false;
  #isCancelled = false;
  #cancelling: CancelRequest | undefined;

  constructor(link: MysqlLink, prepared: PreparedWork) {
    const { statement, bind, work } = prepared;
    this.#link = link;
    this.#prepared = prepared;
    this.#rowLimit = work.workload.rowLimit ?? Number.POSITIVE_INFINITY;
    this.#keeps = work.workload.fetch === "all";
    this.#onRow = this.#keeps ? (row) => this.#keep(row) : () => this.#count();
    // A connection that is lost tells the statement only where that has a callback.
    link.onLost(() => this.#finish(undefined));
    const onRows = (error: Error | null, rows: RowValue[][]) => this.#takeAll(error, rows);
    const columns = new KnownColumns();
    this.#atOnce = (resolve) => {
      this.#resolve = resolve;
      columns.reuse(statement.execute(bind(this.#operation), onRows));
    };
    this.#streaming = (resolve) => {
      this.#resolve = resolve;
      const command = statement.execute(bind(this.#operation));
      columns.reuse(command);
      command.on("result", this.#onRow);
      command.on("error", this.#onError);
      command.on("end", this.#onEnd);
    };
  }

  get keptRows(): Rows {
    return this.#kept;
  }

  run(operation: number): Promise<OperationResult> {
    const result = this.#result;
    result.cut = false;
    result.stopped = false;
    result.failure = null;
    this.#operation = operation;
    this.#error = undefined;
    this.#rows = 0;
    this.#kept = [];
    this.#bytes = 0;
    this.#isOver = false;
    this.#isCancelled = false;
    const lost = this.#link.lost();
    if (lost) return this.#refuse(lost);
    this.#running = new Promise(this.#prepared.work.fewRows ? this.#atOnce : this.#streaming);
    return this.#running;
  }

  cancel(): void {
    if (this.#resolve === undefined) return;
    this.#isCancelled = true;
    this.#kill();
  }

  async checkReadOnly(): Promise<Failure | undefined> {
    const { rows, context } = this.#link;
    try {
      if (await readsOnly(rows)) return undefined;
      return serverFailure(context, "not-read-only", "The session's transactions were made read-write");
    } catch (error) {
      return mysqlFailure(context, error);
    }
  }

  async close(): Promise<void> {
    this.cancel();
    await this.#running;
    await this.#link.close();
  }

  #refuse(failure: Failure): Promise<OperationResult> {
    this.#result.rows = 0;
    this.#result.failure = failure;
    return Promise.resolve(this.#result);
  }

  /** A streamed row: nothing of it is looked at. */
  #count(): void {
    const rows = ++this.#rows;
    if ((rows & POLL_MASK) === 0 || rows > this.#rowLimit) this.#look();
  }

  #keep(row: RowValue[]): void {
    if (this.#isOver) return;
    const rows = ++this.#rows;
    if (rows <= this.#rowLimit) {
      this.#kept.push(row);
      this.#bytes += rowBytes(row);
      this.#result.cut = this.#bytes >= this.#prepared.work.laneBytes;
    }
    if (this.#result.cut || rows > this.#rowLimit || (rows & POLL_MASK) === 0) this.#look();
  }

  #look(): void {
    if (this.#isOver) return;
    if (this.#result.cut || this.#rows > this.#rowLimit) {
      // There are more, and the server still sends them.
      this.#isOver = true;
      this.#kill();
    } else {
      this.#poll(this.#rows);
    }
  }

  #takeAll(error: Error | null, rows: RowValue[][]): void {
    if (!error) {
      const result = this.#result;
      this.#rows = rows.length;
      if (this.#keeps) {
        const most = Math.min(rows.length, this.#rowLimit);
        let count = 0;
        while (count < most && !result.cut) {
          this.#bytes += rowBytes(rows[count++] as RowValue[]);
          result.cut = this.#bytes >= this.#prepared.work.laneBytes;
        }
        this.#kept = count < rows.length ? rows.slice(0, count) : rows;
      }
    }
    this.#finish(error ?? undefined);
  }

  #poll(rows: number): void {
    const { work } = this.#prepared;
    work.onRows(rows);
    if (!work.stopped()) return;
    this.#isOver = true;
    this.cancel();
  }

  #kill(): void {
    this.#cancelling ??= new CancelRequest(() => this.#link.cancel());
  }

  #finish(error: Error | undefined): void {
    if (this.#cancelling === undefined) this.#settle(error);
    else void this.#afterKill(error);
  }

  /** A kill that came too late for its operation would end the session's next statement: this one takes it. */
  async #afterKill(error: Error | undefined): Promise<void> {
    await this.#cancelling?.over();
    this.#cancelling = undefined;
    if (!this.#link.lost()) await this.#link.rows("DO 0").catch(() => {});
    this.#settle(error);
  }

  #settle(error: Error | undefined): void {
    if (this.#resolve === undefined) return;
    const result = this.#result;
    result.rows = this.#keeps ? this.#kept.length : Math.min(this.#rows, this.#rowLimit);
    const lost = this.#link.lost();
    if (this.#isCancelled || ((error || lost) && this.#prepared.work.stopped())) result.stopped = true;
    else if (error || lost) {
      const failure = lost ?? mysqlFailure(this.#link.context, error);
      // We ended it ourselves, where enough rows had come.
      if (!(this.#isOver && failure.reason === "cancelled")) result.failure = failure;
    }
    const resolve = this.#resolve;
    this.#resolve = undefined;
    resolve?.(result);
  }
}
