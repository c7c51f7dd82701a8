import { emptyResult, type OperationResult } from "../../../core/benchmark/lane-loop.ts";
import type { Failure } from "../../../core/benchmark/outcome.ts";
import type { ParameterValue } from "../../../core/benchmark/plan.ts";
import type { DriverSession, Rows, Work } from "../driver.ts";
import { CancelRequest } from "../server/cancel-request.ts";
import { serverFailure } from "../server/server-failure.ts";
import type { PostgresLink } from "./connect.ts";
import { Operation, type ReadValue } from "./operation.ts";
import { postgresFailure } from "./sqlstate.ts";

export interface PreparedWork {
  readonly work: Work;
  readonly bind: (operation: number) => ParameterValue[];
  readonly readers: readonly (ReadValue | undefined)[];
}

export class PostgresSession implements DriverSession {
  readonly #link: PostgresLink;
  readonly #work: Work;
  readonly #bind: (operation: number) => ParameterValue[];
  readonly #operation: Operation;
  readonly #result: OperationResult = emptyResult();
  readonly #begin: (resolve: (result: OperationResult) => void) => void;
  #resolve: ((result: OperationResult) => void) | undefined;
  #cancelling: CancelRequest | undefined;
  #running: Promise<OperationResult> | undefined;
  #isCancelled = false;

  constructor(link: PostgresLink, { work, bind, readers }: PreparedWork) {
    this.#link = link;
    this.#work = work;
    this.#bind = bind;
    this.#operation = new Operation({
      readers,
      rowLimit: work.workload.rowLimit ?? 0,
      keepsRows: work.workload.fetch === "all",
      laneBytes: work.laneBytes,
      poll: (rows) => this.#poll(rows),
      cut: () => this.#sendCancel(),
      done: (error) => this.#finish(error),
    });
    // One function for all operations: none is made between two readings of the clock.
    this.#begin = (resolve) => {
      this.#resolve = resolve;
      this.#link.client.query(this.#operation);
    };
  }

  get keptRows(): Rows {
    return this.#operation.kept;
  }

  run(operation: number): Promise<OperationResult> {
    const result = this.#result;
    result.cut = false;
    result.stopped = false;
    result.failure = null;
    this.#isCancelled = false;
    if (this.#link.isWritable()) return Promise.resolve(this.#refuse(result));
    this.#operation.reset(this.#bind(operation));
    this.#running = new Promise(this.#begin);
    return this.#running;
  }

  cancel(): void {
    if (this.#resolve === undefined) return;
    this.#isCancelled = true;
    this.#sendCancel();
  }

  async checkReadOnly(): Promise<Failure | undefined> {
    try {
      const { rows } = await this.#link.client.query<[string, string]>({
        text: "SELECT current_setting('default_transaction_read_only'), current_setting('transaction_read_only')",
        rowMode: "array",
      });
      if (rows[0]?.every((setting) => setting === "on")) return undefined;
      return this.#switchedOff();
    } catch (error) {
      return postgresFailure(this.#link.context, error);
    }
  }

  async close(): Promise<void> {
    this.cancel();
    await this.#running;
    await this.#link.close();
  }

  /** What ran before has switched it off. Nothing is sent any more. */
  #refuse(result: OperationResult): OperationResult {
    result.failure = this.#switchedOff();
    return result;
  }

  #switchedOff(): Failure {
    return serverFailure(
      this.#link.context,
      "not-read-only",
      "default_transaction_read_only was switched off",
    );
  }

  #poll(rows: number): boolean {
    this.#work.onRows(rows);
    if (!this.#work.stopped()) return false;
    this.cancel();
    return true;
  }

  #sendCancel(): void {
    this.#cancelling ??= new CancelRequest(() => this.#link.cancel());
  }

  #finish(error: Error | undefined): void {
    const cancelling = this.#cancelling;
    if (cancelling === undefined) {
      this.#settle(error);
    } else {
      void cancelling.over().then(() => {
        this.#cancelling = undefined;
        this.#settle(error);
      });
    }
  }

  #settle(error: Error | undefined): void {
    const result = this.#result;
    const operation = this.#operation;
    result.rows = operation.rows;
    result.cut = operation.isCut;
    if (this.#isCancelled || (error && this.#work.stopped())) result.stopped = true;
    else if (error) {
      const failure = this.#link.lost() ?? postgresFailure(this.#link.context, error);
      // We ended it ourselves, where the rows that are kept became too many.
      if (!(operation.isCut && failure.reason === "cancelled")) result.failure = failure;
    }
    const resolve = this.#resolve;
    this.#resolve = undefined;
    resolve?.(result);
  }
}
