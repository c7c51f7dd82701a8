/** How much of the client's work an error ends. */
export type FailureReach = "statement" | "batch" | "transaction" | "connection";

/**
 * An error of the server, as SQL Server numbers it. Thrown inside the engine, since SQLite's own functions can fail in
 * no other way; the session turns it into an ERROR token.
 */
export class SqlFailure extends Error {
  readonly number: number;
  readonly class: number;
  readonly state: number;
  readonly reach: FailureReach;
  /** Counts from 1 in the batch or procedure; 0 until the session knows it. */
  readonly line: number;

  constructor(
    number: number,
    message: string,
    details: { class?: number; state?: number; reach?: FailureReach; line?: number } = {},
  ) {
    super(message);
    this.number = number;
    this.class = details.class ?? 16;
    this.state = details.state ?? 1;
    this.reach = details.reach ?? "statement";
    this.line = details.line ?? 0;
  }
}

/** The client has sent an attention, or the session was killed. */
export class Cancelled extends Error {}

export function syntaxError(near: string, isKeyword: boolean, line: number): SqlFailure {
  const details = { class: 15, reach: "batch", line } as const;
  return isKeyword
    ? new SqlFailure(156, `Incorrect syntax near the keyword '${near}'.`, details)
    : new SqlFailure(102, `Incorrect syntax near '${near}'.`, details);
}

/** What the real server does and this stand-in does not: never silently something else. */
export function unsupported(what: string, line = 0): SqlFailure {
  return new SqlFailure(49_999, `The stand-in for SQL Server does not support ${what}.`, {
    reach: "batch",
    line,
  });
}

export function invalidObject(name: string): SqlFailure {
  return new SqlFailure(208, `Invalid object name '${name}'.`, { reach: "batch" });
}

export function invalidColumn(name: string): SqlFailure {
  return new SqlFailure(207, `Invalid column name '${name}'.`, { reach: "batch" });
}

export function conversionFailed(value: string, from: string, to: string): SqlFailure {
  return new SqlFailure(
    245,
    `Conversion failed when converting the ${from} value '${value}' to data type ${to}.`,
    {
      reach: "batch",
    },
  );
}

export function overflow(to: string): SqlFailure {
  return new SqlFailure(8115, `Arithmetic overflow error converting expression to data type ${to}.`, {
    state: 2,
  });
}
