import type Database from "better-sqlite3";
import { SqlFailure } from "../sql/sql-failure.ts";
import { quoteName } from "../sql/translator.ts";
import { environmentTypes, writeTransactionChange } from "../wire/tokens.ts";
import type { Output } from "./output.ts";
import { isBusy, isStaleSnapshot } from "./sqlite-errors.ts";

/** As TDS and sys.dm_exec_sessions number them. */
export const isolationLevels = [
  "",
  "READ UNCOMMITTED",
  "READ COMMITTED",
  "REPEATABLE READ",
  "SERIALIZABLE",
  "SNAPSHOT",
];

export interface TransactionDependencies {
  readonly db: Database.Database;
  readonly output: () => Output;
  /** Sleeps while another session holds the lock. */
  readonly pause: (ms: number, kind: string) => void;
  readonly lockTimeoutMs: () => number;
}

const RETRY_MS = 3;

/**
 * T-SQL's transactions over SQLite's. Under READ COMMITTED nothing is begun before the first write, so that each read
 * sees what was committed last; stricter levels read from one snapshot. SQLite has one writer per file: where SQL
 * Server locks rows, a second writer waits here for the whole database.
 */
export class Transactions {
  readonly #deps: TransactionDependencies;
  #count = 0;
  #descriptor = 0n;
  #last = 0n;
  #hasBegun = false;
  #isDoomed = false;
  isolation = 2;

  constructor(deps: TransactionDependencies) {
    this.#deps = deps;
  }

  /** `@@TRANCOUNT` */
  get count(): number {
    return this.#count;
  }

  get descriptor(): bigint {
    return this.#descriptor;
  }

  get isDoomed(): boolean {
    return this.#isDoomed;
  }

  begin(): void {
    this.#count++;
    if (this.#count > 1) return;
    this.#last += 1n;
    // Real descriptors look like this: a counter in the low half.
    this.#descriptor = this.#last | (0x3an << 32n);
    this.#tell(environmentTypes.begin, this.#descriptor, 0n);
    if (this.isolation > 2) {
      this.#deps.db.exec("BEGIN");
      this.#hasBegun = true;
    }
  }

  commit(): void {
    if (this.#count === 0) {
      throw new SqlFailure(3902, "The COMMIT TRANSACTION request has no corresponding BEGIN TRANSACTION.");
    }
    if (this.#count > 1) {
      this.#count--;
      return;
    }
    if (this.#isDoomed) {
      throw new SqlFailure(
        3930,
        "The current transaction cannot be committed and cannot support operations that write to the log file. Roll back the transaction.",
      );
    }
    if (this.#hasBegun) this.retried(() => this.#deps.db.exec("COMMIT"));
    this.#ended(environmentTypes.commit);
  }

  /** To a savepoint if the name is one; otherwise everything. */
  rollback(name?: string): void {
    if (this.#count === 0) {
      throw new SqlFailure(3903, "The ROLLBACK TRANSACTION request has no corresponding BEGIN TRANSACTION.");
    }
    if (name !== undefined && this.#savepoints.includes(name.toLowerCase())) {
      this.#deps.db.exec(`ROLLBACK TO ${quoteName(name.toLowerCase())}`);
      return;
    }
    if (this.#hasBegun && this.#deps.db.inTransaction) this.#deps.db.exec("ROLLBACK");
    this.#ended(environmentTypes.rollback);
  }

  #savepoints: string[] = [];

  save(name: string): void {
    if (this.#count === 0) {
      throw new SqlFailure(628, "Cannot issue SAVE TRANSACTION when there is no active transaction.", {
        state: 0,
      });
    }
    this.beforeWrite();
    this.#deps.db.exec(`SAVEPOINT ${quoteName(name.toLowerCase())}`);
    this.#savepoints.push(name.toLowerCase());
  }

  /** The lock on the database, before the first write of a transaction. */
  beforeWrite(): void {
    if (this.#count === 0 || this.#hasBegun) return;
    this.retried(() => this.#deps.db.exec("BEGIN IMMEDIATE"));
    this.#hasBegun = true;
  }

  /** Runs what may find the database locked, until it is free or LOCK_TIMEOUT is over. */
  retried<T>(run: () => T): T {
    const from = performance.now();
    for (;;) {
      try {
        return run();
      } catch (error) {
        if (isStaleSnapshot(error) && this.isolation === 5) {
          const message =
            "Snapshot isolation transaction aborted due to update conflict. You cannot use snapshot isolation to access the table directly or indirectly to update, delete, or insert the row that has been modified or deleted by another transaction.";
          throw new SqlFailure(3960, message, { state: 2, reach: "transaction" });
        }
        if (!isBusy(error)) throw error;
      }
      const timeout = this.#deps.lockTimeoutMs();
      if (timeout >= 0 && performance.now() - from >= timeout) {
        throw new SqlFailure(1222, "Lock request time out period exceeded.", { state: 51 });
      }
      this.#deps.pause(RETRY_MS, "LCK_M_X");
    }
  }

  /** After an error that ends the transaction. */
  abort(): void {
    if (this.#count > 0) this.rollback();
  }

  doom(): void {
    if (this.#count > 0) this.#isDoomed = true;
  }

  #ended(type: number): void {
    const before = this.#descriptor;
    this.#count = 0;
    this.#descriptor = 0n;
    this.#hasBegun = false;
    this.#isDoomed = false;
    this.#savepoints = [];
    this.#tell(type, 0n, before);
  }

  #tell(type: number, now: bigint, before: bigint): void {
    this.#deps.output().token((writer) => writeTransactionChange(writer, type, now, before));
  }
}
