import type { SqlType, SqlValue } from "../sql/sql-type.ts";
import { ByteReader, ProtocolError } from "./byte-reader.ts";
import { readTypeInfo } from "./read-type.ts";

/** The transaction that the request believes in; 0 for none (MS-TDS 2.2.5.3.2). */
export interface RequestHeaders {
  readonly transaction: bigint;
}

export interface Parameter {
  /** With its `@`; empty for a parameter by position. */
  readonly name: string;
  readonly isOutput: boolean;
  readonly isDefault: boolean;
  readonly type: SqlType;
  readonly value: SqlValue;
}

export interface Call {
  readonly procedure: string;
  readonly parameters: readonly Parameter[];
}

export type TransactionRequest =
  | { readonly kind: "begin"; readonly isolation: number; readonly name: string }
  | {
      readonly kind: "commit" | "rollback";
      readonly name: string;
      readonly next?: { readonly isolation: number; readonly name: string };
    }
  | { readonly kind: "save"; readonly name: string };

const transactionHeader = 2;

function readHeaders(reader: ByteReader): RequestHeaders {
  const end = reader.position + reader.u32();
  let transaction = 0n;
  while (reader.position < end) {
    const next = reader.position + reader.u32();
    if (reader.u16() === transactionHeader) transaction = reader.u64();
    if (next <= reader.position - 6 || next > end) throw new ProtocolError("a header of a wrong length");
    reader.skip(next - reader.position);
  }
  return { transaction };
}

export function readBatch(payload: Buffer): RequestHeaders & { readonly sql: string } {
  const reader = new ByteReader(payload);
  const headers = readHeaders(reader);
  return { ...headers, sql: reader.ucs2(Math.floor(reader.remaining / 2)) };
}

/** The procedures that clients call by number (MS-TDS 2.2.6.6). */
const procedureIds: Readonly<Record<number, string>> = {
  1: "sp_cursor",
  2: "sp_cursoropen",
  3: "sp_cursorprepare",
  4: "sp_cursorexecute",
  5: "sp_cursorprepexec",
  6: "sp_cursorunprepare",
  7: "sp_cursorfetch",
  8: "sp_cursoroption",
  9: "sp_cursorclose",
  10: "sp_executesql",
  11: "sp_prepare",
  12: "sp_execute",
  13: "sp_prepexec",
  14: "sp_prepexecrpc",
  15: "sp_unprepare",
};

const BATCH_SEPARATORS = [0x80, 0xff, 0xfe];

/** One request may hold several calls. */
export function readCalls(payload: Buffer): RequestHeaders & { readonly calls: readonly Call[] } {
  const reader = new ByteReader(payload);
  const headers = readHeaders(reader);
  const calls: Call[] = [];
  while (reader.remaining > 0) {
    const procedure = readProcedure(reader);
    reader.skip(2);
    const parameters: Parameter[] = [];
    while (reader.remaining > 0 && !BATCH_SEPARATORS.includes(reader.peek() ?? 0)) {
      parameters.push(readParameter(reader));
    }
    if (reader.remaining > 0) reader.skip(1);
    calls.push({ procedure, parameters });
  }
  return { ...headers, calls };
}

function readProcedure(reader: ByteReader): string {
  const length = reader.u16();
  if (length !== 0xffff) return reader.ucs2(length);
  const id = reader.u16();
  const name = procedureIds[id];
  if (!name) throw new ProtocolError(`the procedure number ${id}`);
  return name;
}

function readParameter(reader: ByteReader): Parameter {
  const name = reader.shortText();
  const status = reader.u8();
  const { type, read } = readTypeInfo(reader);
  return { name, isOutput: (status & 1) !== 0, isDefault: (status & 2) !== 0, type, value: read(reader) };
}

/** MS-TDS 2.2.6.9. */
export function readTransactionRequest(
  payload: Buffer,
): RequestHeaders & { readonly request: TransactionRequest } {
  const reader = new ByteReader(payload);
  const headers = readHeaders(reader);
  const kind = reader.u16();
  const name = () => reader.bytes(reader.u8()).toString("utf16le");
  const begin = () => ({ isolation: reader.u8(), name: name() });
  switch (kind) {
    case 5:
      return { ...headers, request: { kind: "begin", ...begin() } };
    case 7:
    case 8: {
      const ended = { kind: kind === 7 ? "commit" : "rollback", name: name() } as const;
      const startsNext = (reader.u8() & 1) !== 0;
      return { ...headers, request: startsNext ? { ...ended, next: begin() } : ended };
    }
    case 9:
      return { ...headers, request: { kind: "save", name: name() } };
    default:
      throw new ProtocolError(`the transaction request ${kind}`);
  }
}
