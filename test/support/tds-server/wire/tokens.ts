import type { SqlType, SqlValue } from "../sql/sql-type.ts";
import type { ByteWriter } from "./byte-writer.ts";
import { serverCollation } from "./collation.ts";
import { writeTypeInfo } from "./write-type.ts";
import { type ValueWriter, valueWriter } from "./write-value.ts";

/** The tokens of MS-TDS 2.2.7 that a server sends. */
const tokens = {
  returnStatus: 0x79,
  columns: 0x81,
  order: 0xa9,
  error: 0xaa,
  info: 0xab,
  returnValue: 0xac,
  loginAck: 0xad,
  featureAck: 0xae,
  row: 0xd1,
  nullableRow: 0xd2,
  environment: 0xe3,
  done: 0xfd,
  doneProcedure: 0xfe,
  doneInProcedure: 0xff,
} as const;

export const doneStatus = {
  final: 0x00,
  more: 0x01,
  error: 0x02,
  inTransaction: 0x04,
  count: 0x10,
  attention: 0x20,
  serverError: 0x100,
} as const;

export const environmentTypes = {
  database: 1,
  language: 2,
  packetSize: 4,
  collation: 7,
  begin: 8,
  commit: 9,
  rollback: 10,
  reset: 18,
} as const;

export interface ResultColumn {
  readonly name: string;
  readonly type: SqlType;
  readonly isNullable: boolean;
  readonly isIdentity?: boolean;
  /** Comes straight from a table's column. */
  readonly isUpdatable?: boolean;
}

export interface ServerMessage {
  readonly number: number;
  readonly state: number;
  /** 10 and below: information. */
  readonly class: number;
  readonly message: string;
  readonly server: string;
  readonly procedure: string;
  readonly line: number;
}

export function writeMessage(writer: ByteWriter, message: ServerMessage): void {
  writer.u8(message.class > 10 ? tokens.error : tokens.info).withLength(() => {
    writer.i32(message.number).u8(message.state).u8(message.class);
    writer.longText(message.message).shortText(message.server).shortText(message.procedure).u32(message.line);
  });
}

export function writeLoginAck(
  writer: ByteWriter,
  server: {
    readonly tdsVersion: number;
    readonly name: string;
    readonly version: readonly [number, number, number];
  },
): void {
  const [major, minor, build] = server.version;
  writer.u8(tokens.loginAck).withLength(() => {
    // The version alone is written with its high byte first.
    const v = server.tdsVersion;
    writer
      .u8(1)
      .u8(v >>> 24)
      .u8(v >>> 16)
      .u8(v >>> 8)
      .u8(v);
    writer
      .shortText(server.name)
      .u8(major)
      .u8(minor)
      .u8(build >> 8)
      .u8(build);
  });
}

/** No feature is acknowledged: the list is empty. */
export function writeFeatureAck(writer: ByteWriter): void {
  writer.u8(tokens.featureAck).u8(0xff);
}

export function writeTextChange(writer: ByteWriter, type: number, now: string, before: string): void {
  writer.u8(tokens.environment).withLength(() => writer.u8(type).shortText(now).shortText(before));
}

export function writeCollationChange(writer: ByteWriter): void {
  writer.u8(tokens.environment).withLength(() => {
    writer.u8(environmentTypes.collation).u8(serverCollation.length).bytes(serverCollation).u8(0);
  });
}

/** A transaction's descriptor: new at its begin, old at its end. */
export function writeTransactionChange(writer: ByteWriter, type: number, now: bigint, before: bigint): void {
  const descriptor = (value: bigint) => (value === 0n ? writer.u8(0) : writer.u8(8).u64(value));
  writer.u8(tokens.environment).withLength(() => {
    writer.u8(type);
    descriptor(now);
    descriptor(before);
  });
}

export function writeResetAck(writer: ByteWriter): void {
  writer.u8(tokens.environment).withLength(() => writer.u8(environmentTypes.reset).u8(0).u8(0));
}

export function writeColumns(writer: ByteWriter, columns: readonly ResultColumn[]): void {
  writer.u8(tokens.columns).u16(columns.length);
  for (const column of columns) {
    const flags =
      (column.isNullable ? 0x01 : 0) | (column.isUpdatable ? 0x08 : 0) | (column.isIdentity ? 0x10 : 0);
    writer.u32(0).u16(flags);
    writeTypeInfo(writer, column.type, column.isNullable);
    if (["text", "ntext", "image"].includes(column.type.name)) writer.u8(1).longText("");
    writer.shortText(column.name);
  }
}

/** Writes rows of one result: NBCROW where a value is NULL, since that is shorter; ROW elsewhere. */
export function rowWriter(
  columns: readonly ResultColumn[],
): (writer: ByteWriter, row: readonly SqlValue[]) => void {
  const writers: readonly ValueWriter[] = columns.map(({ type, isNullable }) =>
    valueWriter(type, isNullable),
  );
  const bitmap = Buffer.alloc(Math.ceil(columns.length / 8));
  return (writer, row) => {
    if (!row.includes(null)) {
      writer.u8(tokens.row);
      for (let i = 0; i < writers.length; i++) writers[i]?.(writer, row[i] ?? null);
      return;
    }
    bitmap.fill(0);
    for (let i = 0; i < row.length; i++) {
      if (row[i] === null) bitmap[i >> 3] = (bitmap[i >> 3] ?? 0) | (1 << (i & 7));
    }
    writer.u8(tokens.nullableRow).bytes(bitmap);
    for (let i = 0; i < writers.length; i++) {
      const value = row[i] ?? null;
      if (value !== null) writers[i]?.(writer, value);
    }
  };
}

export type DoneKind = "done" | "doneProcedure" | "doneInProcedure";

export function writeDone(
  writer: ByteWriter,
  done: { readonly kind: DoneKind; readonly status: number; readonly command: number; readonly rows: number },
): void {
  writer.u8(tokens[done.kind]).u16(done.status).u16(done.command).u64(BigInt(done.rows));
}

export function writeReturnStatus(writer: ByteWriter, status: number): void {
  writer.u8(tokens.returnStatus).i32(status);
}

export function writeReturnValue(
  writer: ByteWriter,
  parameter: {
    readonly ordinal: number;
    readonly name: string;
    readonly type: SqlType;
    readonly value: SqlValue;
  },
): void {
  writer.u8(tokens.returnValue).u16(parameter.ordinal).shortText(parameter.name);
  // 1: an output parameter. Then the user type and the flags.
  writer.u8(0x01).u32(0).u16(0);
  writeTypeInfo(writer, parameter.type, true);
  valueWriter(parameter.type, true)(writer, parameter.value);
}
