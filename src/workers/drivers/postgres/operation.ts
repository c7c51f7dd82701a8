import type pg from "pg";
import type { ParameterValue } from "../../../core/benchmark/plan.ts";
import type { RowValue } from "../../../core/benchmark/row-checksum.ts";

/** The name of the prepared statement; a session has one. */
export const STATEMENT = "lanewise";

/** Reads a value's text, where the text itself will not do. */
export type ReadValue = (text: string) => RowValue;

export interface OperationOrder {
  /** By column; undefined where the text is the value. */
  readonly readers: readonly (ReadValue | undefined)[];
  /** 0: all. */
  readonly rowLimit: number;
  readonly keepsRows: boolean;
  readonly laneBytes: number;
  /** Every few thousand rows. True: no more rows are wanted. */
  readonly poll: (rows: number) => boolean;
  /** No more rows are wanted, and the server still sends some. */
  readonly cut: () => void;
  readonly done: (error: Error | undefined) => void;
}

/** How often a stream of rows looks at the stop flag and tells its count: a power of two, less one. */
const POLL_MASK = 0x3ff;

interface DataRow {
  readonly fields: (RowValue | null)[];
  /** Of the message on the wire. */
  readonly length: number;
}

/** What pg's connection takes and its types do not know. */
interface Wire {
  readonly stream: { cork(): void; uncork(): void };
  bind(config: { statement: string; values: readonly (string | null)[] }): void;
  execute(config: { rows: number } | null): void;
  sync(): void;
}

/**
 * One execution after the other of the prepared statement, as pg lets classes of one's own do it (pg-cursor is one).
 * Bind, Execute and Sync leave in one write, and no description of columns that are known comes back. Rows are read
 * where they arrive: nothing is kept of a streamed one.
 */
export class Operation {
  readonly #order: OperationOrder;
  /** The columns that are read, and how. */
  readonly #columns: readonly number[];
  readonly #readers: readonly ReadValue[];
  readonly #execute: { rows: number } | null;
  readonly #bind: { statement: string; values: (string | null)[] } = { statement: STATEMENT, values: [] };
  kept: RowValue[][] = [];
  rows = 0;
  /** The rows' weight; an estimate. */
  #bytes = 0;
  /** The rows that still come are not wanted. */
  #isOver = false;
  isCut = false;

  constructor(order: OperationOrder) {
    this.#order = order;
    // Nobody sees the values of rows that are dropped: those stay text, as pg's own interface can leave them.
    const readers = order.keepsRows ? order.readers : [];
    this.#columns = readers.flatMap((read, column) => (read ? [column] : []));
    this.#readers = readers.filter((read) => read !== undefined);
    this.#execute = order.rowLimit > 0 ? { rows: order.rowLimit } : null;
  }

  /** Before each execution. */
  reset(parameters: readonly ParameterValue[]): void {
    if (this.#order.keepsRows) this.kept = [];
    this.rows = 0;
    this.#bytes = 0;
    this.#isOver = false;
    this.isCut = false;
    const { values } = this.#bind;
    for (let i = 0; i < parameters.length; i++) {
      const value = parameters[i] ?? null;
      values[i] = value === null ? null : String(value);
    }
  }

  submit(connection: pg.Connection): null {
    const wire = connection as unknown as Wire;
    wire.stream.cork();
    wire.bind(this.#bind);
    wire.execute(this.#execute);
    wire.sync();
    wire.stream.uncork();
    return null;
  }

  handleDataRow(message: DataRow): void {
    if (this.#isOver) return;
    const { fields } = message;
    const columns = this.#columns;
    for (let i = 0; i < columns.length; i++) {
      const column = columns[i] as number;
      const text = fields[column];
      if (text !== null) fields[column] = (this.#readers[i] as ReadValue)(text as string);
    }
    const rows = ++this.rows;
    if (this.#order.keepsRows) this.#keep(fields as RowValue[], message.length);
    if ((rows & POLL_MASK) === 0 && this.#order.poll(rows)) this.#isOver = true;
  }

  handleReadyForQuery(): void {
    this.#order.done(undefined);
  }

  handleError(error: Error): void {
    this.#order.done(error);
  }

  handleRowDescription(): void {}
  handlePortalSuspended(): void {}
  handleCommandComplete(): void {}
  handleEmptyQuery(): void {}
  handleCopyInResponse(): void {}
  handleCopyData(): void {}

  #keep(row: RowValue[], length: number): void {
    this.kept.push(row);
    this.#bytes += 32 + 24 * row.length + length;
    if (this.#bytes < this.#order.laneBytes) return;
    this.isCut = true;
    this.#isOver = true;
    this.#order.cut();
  }
}
