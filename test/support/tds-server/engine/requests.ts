import type { Argument, Statement } from "../sql/ast.ts";
import { Cancelled, SqlFailure } from "../sql/sql-failure.ts";
import { ProtocolError } from "../wire/byte-reader.ts";
import { packetStatus, packetTypes } from "../wire/packets.ts";
import {
  type Parameter,
  readBatch,
  readCalls,
  readTransactionRequest,
  type TransactionRequest,
} from "../wire/requests.ts";
import { writeResetAck } from "../wire/tokens.ts";
import { BulkLoad } from "./bulk-load.ts";
import { commands } from "./output.ts";
import { callProcedure, failed, type ProcedureResult } from "./procedures.ts";
import { type BatchDependencies, runBatch, runTransaction } from "./run-batch.ts";
import { evaluate, setVariable } from "./run-query.ts";
import type { Session } from "./session.ts";
import type { ToSession } from "./session-link.ts";
import { asFailure } from "./sqlite-errors.ts";

/** Answers the requests of one session, one after the other. */
export class Requests {
  readonly #session: Session;
  #bulk: BulkLoad | undefined;

  constructor(session: Session) {
    this.#session = session;
  }

  /** Whether the client's cancel ended it. @throws ProtocolError */
  answer(request: ToSession): boolean {
    const session = this.#session;
    const payload = Buffer.from(
      request.payload.buffer,
      request.payload.byteOffset,
      request.payload.byteLength,
    );
    try {
      if ((request.status & (packetStatus.reset | packetStatus.resetKeepTransaction)) !== 0) {
        session.reset();
        session.output.token(writeResetAck);
      }
      if ((request.status & packetStatus.ignore) !== 0) this.#ignored();
      else this.#dispatch(request, payload);
    } catch (error) {
      if (error instanceof Cancelled) {
        this.#cancelled();
        return true;
      }
      if (error instanceof ProtocolError) throw error;
      failed(session, asFailure(error));
    }
    if (request.isLast) session.output.end(session.transactions.count > 0);
    return false;
  }

  #dispatch(request: ToSession, payload: Buffer): void {
    const session = this.#session;
    switch (request.type) {
      case packetTypes.batch: {
        const { sql, transaction } = readBatch(payload);
        this.#checkTransaction(transaction);
        session.variables = new Map();
        session.declared = new Map();
        session.procedure = "";
        session.scopedTables = [];
        runBatch(session, sql, this.#deps);
        return;
      }
      case packetTypes.rpc: {
        const { calls, transaction } = readCalls(payload);
        this.#checkTransaction(transaction);
        session.variables = new Map();
        for (const call of calls) this.#call(call.procedure, call.parameters);
        return;
      }
      case packetTypes.transaction: {
        const { request: asked, transaction } = readTransactionRequest(payload);
        this.#checkTransaction(transaction);
        this.#transaction(asked);
        return;
      }
      default: {
        if (!this.#bulk)
          throw new SqlFailure(
            4022,
            "Bulk load data was expected but not sent. The batch will be terminated.",
            { reach: "batch" },
          );
        const rows = this.#bulk.add(payload, request.isLast);
        if (rows !== undefined) {
          this.#bulk = undefined;
          session.output.statementDone(commands.insert, rows);
        }
      }
    }
  }

  /** The client broke its own message off: it hears of no attention, only of an error (MS-TDS 2.2.1.7). */
  #ignored(): void {
    this.#bulk?.abandon();
    this.#bulk = undefined;
    this.#session.output.ignored();
  }

  #cancelled(): void {
    const session = this.#session;
    this.#bulk?.abandon();
    this.#bulk = undefined;
    session.output.isInProcedure = false;
    session.catching = 0;
    if (session.options.abortsTransaction) session.transactions.abort();
    session.output.cancelled();
  }

  /** A request that believes in another transaction than the session's own is refused. */
  #checkTransaction(descriptor: bigint): void {
    if (descriptor === this.#session.transactions.descriptor) return;
    throw new SqlFailure(
      3989,
      "New request is not allowed to start because it should come with valid transaction descriptor.",
      { reach: "batch" },
    );
  }

  #call(procedure: string, parameters: readonly Parameter[]): void {
    const { output } = this.#session;
    output.isInProcedure = true;
    const result = this.#guardedCall(procedure.slice(procedure.lastIndexOf(".") + 1), parameters);
    output.isInProcedure = false;
    output.procedureDoneWith(result.status, () => {
      for (const { ordinal, name, variable } of result.returned)
        output.returnValue({ ordinal, name, ...variable });
    });
  }

  #guardedCall(procedure: string, parameters: readonly Parameter[]): ProcedureResult {
    try {
      return callProcedure(this.#session, procedure, parameters, this.#deps);
    } catch (error) {
      const failure = asFailure(error);
      failed(this.#session, failure);
      return { status: failure.number, returned: [] };
    }
  }

  #transaction(request: TransactionRequest): void {
    const session = this.#session;
    const begin = (isolation: number) => {
      if (isolation > 0) session.transactions.isolation = isolation;
      session.transactions.begin();
    };
    switch (request.kind) {
      case "begin":
        begin(request.isolation);
        session.output.statementDone(commands.begin);
        return;
      case "commit":
      case "rollback":
        runTransaction(session, request.kind, request.name === "" ? undefined : request.name);
        if (request.next) begin(request.next.isolation);
        return;
      case "save":
        runTransaction(session, "save", request.name);
        return;
    }
  }

  readonly #deps: BatchDependencies = {
    call: (session, procedure, args) => this.#execute(session, procedure, args),
    kill: (session, spid) => kill(session, spid),
    startBulk: (session, statement: Statement & { kind: "bulk" }) => {
      this.#bulk = new BulkLoad(session, statement);
      session.output.statementDone(commands.none);
    },
  };

  /** EXEC in a batch. */
  #execute(session: Session, procedure: string, args: readonly Argument[]): void {
    const parameters = args.map(({ name, value, isOutput }): Parameter => {
      const { value: evaluated, type } = evaluate(session, value);
      return { name: name ?? "", isOutput, isDefault: false, type, value: evaluated };
    });
    const { output } = session;
    const wasInProcedure = output.isInProcedure;
    output.isInProcedure = true;
    try {
      const { status, returned } = callProcedure(session, procedure, parameters, this.#deps);
      for (const { ordinal, variable } of returned) {
        const target = args[ordinal]?.value;
        if (target?.kind === "variable") setVariable(session, target.name, variable.value, variable.type);
      }
      output.isInProcedure = wasInProcedure;
      output.procedureDone(status);
    } finally {
      output.isInProcedure = wasInProcedure;
    }
  }
}

function kill(session: Session, spid: number): void {
  if (spid === session.start.spid) throw new SqlFailure(6104, "Cannot use KILL to kill your own process.");
  const answer = session.link.ask({ kind: "kill", spid });
  if (!("wasKilled" in answer) || !answer.wasKilled) {
    throw new SqlFailure(6106, `Process ID ${spid} is not an active process ID.`, { state: 2 });
  }
  session.output.statementDone(commands.none);
}
