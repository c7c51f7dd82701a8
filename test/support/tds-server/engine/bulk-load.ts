import type { Expression, Statement } from "../sql/ast.ts";
import { convertValue } from "../sql/convert-value.ts";
import { makeTranslator } from "../sql/make-translator.ts";
import { same } from "../sql/scope.ts";
import { SqlFailure } from "../sql/sql-failure.ts";
import type { SqlValue } from "../sql/sql-type.ts";
import { baseTable } from "../sql/translate-write.ts";
import { ByteReader, ProtocolError, ShortRead } from "../wire/byte-reader.ts";
import { type IncomingType, readTypeInfo } from "../wire/read-type.ts";
import { prepared } from "./run-query.ts";
import { compileWrite } from "./run-write.ts";
import { boundValues, type Session, type Variable } from "./session.ts";
import { asFailure } from "./sqlite-errors.ts";

const tokens = { columns: 0x81, row: 0xd1, nullableRow: 0xd2, done: 0xfd };

interface BulkColumn {
  readonly name: string;
  readonly incoming: IncomingType;
}

/** Reads the rows of a bulk load as they arrive and inserts them; all of them or none. */
export class BulkLoad {
  readonly #session: Session;
  readonly #statement: Statement & { kind: "bulk" };
  #pending: Buffer = Buffer.alloc(0);
  #columns: readonly BulkColumn[] | undefined;
  #insert: ((values: readonly SqlValue[]) => void) | undefined;
  #isOpen = false;
  #rows = 0;
  #failure: SqlFailure | undefined;

  constructor(session: Session, statement: Statement & { kind: "bulk" }) {
    this.#session = session;
    this.#statement = statement;
    // What is wrong with the table is said before rows are sent.
    baseTable(makeTranslator(session.environment), statement.table);
  }

  /** The number of rows, when the message is complete. @throws SqlFailure */
  add(payload: Uint8Array, isLast: boolean): number | undefined {
    this.#pending = Buffer.concat([this.#pending, payload]);
    if (!this.#failure) {
      try {
        this.#read();
      } catch (error) {
        if (error instanceof ProtocolError) throw error;
        // The client sends on to the end; the answer comes then.
        this.#failure = asFailure(error);
        this.abandon();
      }
    }
    if (!isLast) return undefined;
    if (this.#failure) throw this.#failure;
    if (this.#isOpen) this.#session.db.exec('RELEASE "$bulk"');
    this.#isOpen = false;
    return this.#rows;
  }

  abandon(): void {
    if (this.#isOpen) this.#session.db.exec('ROLLBACK TO "$bulk"; RELEASE "$bulk"');
    this.#isOpen = false;
  }

  #read(): void {
    let done = 0;
    const reader = new ByteReader(this.#pending);
    try {
      while (reader.remaining > 0) {
        this.#session.link.check();
        this.#readToken(reader);
        done = reader.position;
      }
    } catch (error) {
      if (!(error instanceof ShortRead)) throw error;
    }
    this.#pending = this.#pending.subarray(done);
  }

  #readToken(reader: ByteReader): void {
    const token = reader.u8();
    if (token === tokens.columns) this.#columns = readColumns(reader);
    else if (token === tokens.done) reader.skip(12);
    else if (token === tokens.row || token === tokens.nullableRow)
      this.#readRow(reader, token === tokens.nullableRow);
    else throw new ProtocolError(`the token 0x${token.toString(16)} in a bulk load`);
  }

  #readRow(reader: ByteReader, hasBitmap: boolean): void {
    const columns = this.#columns;
    if (!columns) throw new ProtocolError("a row before its columns");
    const bitmap = hasBitmap ? reader.bytes(Math.ceil(columns.length / 8)) : undefined;
    const values = columns.map(({ incoming }, i) => {
      const isNull = ((bitmap?.[i >> 3] ?? 0) & (1 << (i & 7))) !== 0;
      return isNull ? null : incoming.read(reader);
    });
    this.#insert ??= this.#start(columns);
    this.#insert(values);
    this.#rows++;
  }

  /** An INSERT of one row, whose values are variables of the types that come in. */
  #start(columns: readonly BulkColumn[]): (values: readonly SqlValue[]) => void {
    const session = this.#session;
    const { table } = this.#statement;
    const found = baseTable(makeTranslator(session.environment), table);
    const keepsIdentity = this.#statement.options.includes("KEEP_IDENTITY");
    const used = columns
      .map(({ name }, i) => ({ name, i }))
      .filter(({ name }) => {
        const column = found.columns.find((one) => same(one.name, name));
        if (!column) throw new SqlFailure(207, `Invalid column name '${name}'.`, { reach: "batch" });
        return keepsIdentity || !column.isIdentity;
      });
    const variable = (i: number): Expression => ({ kind: "variable", name: `@bulk${i}`, line: 1 });
    const outer = { variables: session.variables, identityInsert: session.options.identityInsert };
    session.variables = new Map(
      columns.map(({ incoming }, i): [string, Variable] => [
        `@bulk${i}`,
        { type: incoming.type, value: null },
      ]),
    );
    if (keepsIdentity) session.options.identityInsert = found.name.toLowerCase();
    try {
      const { sql, bound } = compileWrite(session, {
        kind: "insert",
        table,
        columns: used.map(({ name }) => name),
        output: [],
        with: [],
        line: 1,
        source: { kind: "values", rows: [used.map(({ i }) => variable(i))] },
      });
      session.transactions.beforeWrite();
      session.db.exec('SAVEPOINT "$bulk"');
      this.#isOpen = true;
      const insert = prepared(session, sql);
      const places = bound.map((name) => Number(name.slice("@bulk".length)));
      let isFirst = true;
      return (values) => {
        const row = places.map((i) =>
          convertValue(
            values[i] ?? null,
            columns[i]?.incoming.type as Variable["type"],
            columns[i]?.incoming.type as Variable["type"],
          ),
        );
        // Only the first row can find the database locked.
        if (isFirst) session.transactions.retried(() => insert.run(...boundValues(row)));
        else insert.run(...boundValues(row));
        isFirst = false;
      };
    } finally {
      session.variables = outer.variables;
      session.options.identityInsert = outer.identityInsert;
    }
  }
}

function readColumns(reader: ByteReader): BulkColumn[] {
  const count = reader.u16();
  return Array.from({ length: count }, () => {
    reader.skip(6);
    const incoming = readTypeInfo(reader, true);
    if (["text", "ntext", "image"].includes(incoming.type.name)) reader.longText();
    return { incoming, name: reader.shortText() };
  });
}
