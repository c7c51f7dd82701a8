import type { SqlType, SqlValue } from "../sql/sql-type.ts";
import { ByteWriter } from "../wire/byte-writer.ts";
import {
  type DoneKind,
  doneStatus,
  type ResultColumn,
  rowWriter,
  type ServerMessage,
  writeColumns,
  writeDone,
  writeMessage,
  writeReturnStatus,
  writeReturnValue,
} from "../wire/tokens.ts";

/** The command codes of DONE that clients know. */
export const commands = {
  none: 0x00,
  select: 0xc1,
  insert: 0xc3,
  delete: 0xc4,
  update: 0xc5,
  begin: 0xd4,
  commit: 0xd5,
  rollback: 0xd2,
} as const;

interface Done {
  readonly kind: DoneKind;
  status: number;
  readonly command: number;
  readonly rows: number;
}

const CHUNK = 16_384;

/**
 * The tokens of one response. The last DONE is held back until it is known whether more follows, since it says so.
 */
export class Output {
  readonly #writer = new ByteWriter(CHUNK * 2);
  readonly #send: (bytes: Uint8Array<ArrayBuffer>) => void;
  #held: Done | undefined;
  #writeRow: ((writer: ByteWriter, row: readonly SqlValue[]) => void) | undefined;
  #statement: DoneKind = "done";
  #hasFailed = false;

  constructor(send: (bytes: Uint8Array<ArrayBuffer>) => void) {
    this.#send = send;
  }

  /** Inside a procedure statements end with DONEINPROC. */
  get isInProcedure(): boolean {
    return this.#statement === "doneInProcedure";
  }

  set isInProcedure(value: boolean) {
    this.#statement = value ? "doneInProcedure" : "done";
  }

  message(message: ServerMessage): void {
    this.#release();
    if (message.class > 10) this.#hasFailed = true;
    writeMessage(this.#writer, message);
    this.#flush(CHUNK);
  }

  /** Anything else that a token says: changes of the environment. */
  token(write: (writer: ByteWriter) => void): void {
    this.#release();
    write(this.#writer);
  }

  columns(columns: readonly ResultColumn[]): void {
    this.#release();
    writeColumns(this.#writer, columns);
    this.#writeRow = rowWriter(columns);
  }

  row(row: readonly SqlValue[]): void {
    this.#writeRow?.(this.#writer, row);
    this.#flush(CHUNK);
  }

  /** The end of a statement. `rows` is undefined where it counts none. */
  statementDone(command: number, rows?: number): void {
    const failed = this.#takeFailure();
    this.#hold({
      kind: this.#statement,
      status: (rows === undefined ? 0 : doneStatus.count) | failed,
      command,
      rows: rows ?? 0,
    });
  }

  procedureDone(status: number): void {
    this.#release();
    writeReturnStatus(this.#writer, status);
    this.#hold({ kind: "doneProcedure", status: this.#takeFailure(), command: 0, rows: 0 });
  }

  returnValue(parameter: { ordinal: number; name: string; type: SqlType; value: SqlValue }): void {
    this.#release();
    writeReturnValue(this.#writer, parameter);
  }

  /** A return status and values stand before the DONEPROC of their call. */
  procedureDoneWith(status: number, values: () => void): void {
    this.#release();
    writeReturnStatus(this.#writer, status);
    values();
    this.#hold({ kind: "doneProcedure", status: this.#takeFailure(), command: 0, rows: 0 });
  }

  /**
   * The end of a response that the client does not want any more. What is in the buffer is dropped; what was sent ends
   * between tokens. The attention is acknowledged in a message of its own: each message has one answer.
   */
  cancelled(): void {
    this.#writer.take();
    this.#held = undefined;
    this.#hasFailed = false;
    writeDone(this.#writer, { kind: "done", status: doneStatus.error, command: 0, rows: 0 });
    this.#flush(0);
  }

  /** The answer to a request that its client broke off. */
  ignored(): void {
    this.#hold({ kind: "done", status: doneStatus.error, command: 0, rows: 0 });
  }

  /** Sends everything that waits; RAISERROR … WITH NOWAIT and WAITFOR want that. */
  flush(): void {
    this.#release();
    this.#flush(0);
  }

  end(isInTransaction: boolean): void {
    const last = this.#held ?? { kind: "done" as const, status: this.#takeFailure(), command: 0, rows: 0 };
    writeDone(this.#writer, {
      ...last,
      status: last.status | (isInTransaction ? doneStatus.inTransaction : 0),
    });
    this.#held = undefined;
    this.#flush(0);
  }

  #takeFailure(): number {
    const status = this.#hasFailed ? doneStatus.error : 0;
    this.#hasFailed = false;
    return status;
  }

  #hold(done: Done): void {
    this.#release();
    this.#held = done;
  }

  #release(): void {
    if (!this.#held) return;
    writeDone(this.#writer, { ...this.#held, status: this.#held.status | doneStatus.more });
    this.#held = undefined;
  }

  #flush(above: number): void {
    if (this.#writer.length > above) this.#send(this.#writer.take());
  }
}
