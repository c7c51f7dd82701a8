/** A message of the server, as mysql2 has it while it reads one. */
interface Packet {
  readonly buffer: Buffer;
  readonly offset: number;
  readonly end: number;
}

/** mysql2's command that executes a prepared statement: what its types do not know. */
interface Execution {
  readonly _fields: unknown[][];
  readonly _resultIndex: number;
  readonly _fieldCount: number;
  _receivedFieldsCount: number;
  /** What the next message is read by. */
  readField: ReadMessage;
  readonly fieldsEOF: ReadMessage;
  buildParserFromFields(fields: unknown, connection: unknown): unknown;
}

type ReadMessage = (this: Execution, packet: Packet, connection: unknown) => ReadMessage | null;

/**
 * The columns of a statement that is executed again and again. The server describes them each time, and mysql2 reads
 * that and looks up a parser of rows for it each time, which takes longer than reading a row. Here the bytes of the
 * description are compared with the last ones, and what was made of them is used again while they are the same.
 */
export class KnownColumns {
  readonly #known: { readonly bytes: Buffer; readonly column: unknown }[] = [];
  /** A column is another than the last time. */
  #isOther = true;
  #parser: unknown;

  /** Before the execution has its first answer. */
  reuse(command: unknown): void {
    const execution = command as Execution | undefined;
    // A connection that was closed meanwhile makes none.
    if (execution === undefined) return;
    const known = this;
    const { readField, buildParserFromFields } = execution;
    const readKnown: ReadMessage = function (this: Execution, packet, connection) {
      const next = known.#read(this, packet, () => readField.call(this, packet, connection));
      return next === "more" ? readKnown : next;
    };
    execution.readField = readKnown;
    execution.buildParserFromFields = function (this: Execution, fields, connection) {
      if (known.#isOther) known.#parser = buildParserFromFields.call(this, fields, connection);
      return known.#parser;
    };
  }

  #read(execution: Execution, { buffer, offset, end }: Packet, read: () => unknown): ReadMessage | "more" {
    const at = execution._receivedFieldsCount;
    const columns = execution._fields[execution._resultIndex] as unknown[];
    if (at === 0) this.#isOther = this.#known.length !== execution._fieldCount;
    const last = this.#known[at];
    if (last?.bytes.compare(buffer, offset, end) === 0) {
      execution._receivedFieldsCount++;
      columns.push(last.column);
    } else {
      const bytes = Buffer.from(buffer.subarray(offset, end));
      read();
      this.#isOther = true;
      this.#known.length = at;
      this.#known.push({ bytes, column: columns[at] });
    }
    return execution._receivedFieldsCount === execution._fieldCount ? execution.fieldsEOF : "more";
  }
}
