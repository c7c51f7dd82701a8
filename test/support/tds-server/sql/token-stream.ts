import type { ObjectName, Query } from "./ast.ts";
import { lex, type Token } from "./lexer.ts";
import { SqlFailure, syntaxError } from "./sql-failure.ts";
import { declaredType, type SqlType } from "./sql-type.ts";

/** Words that cannot be names unless quoted; enough of T-SQL's list to find where statements and clauses end. */
const reserved = new Set(
  (
    "ADD ALL ALTER AND ANY AS ASC BACKUP BEGIN BETWEEN BREAK BULK BY CASE CHECK CLOSE CLUSTERED COALESCE COLLATE COLUMN " +
    "COMMIT CONSTRAINT CONTAINS CONTINUE CONVERT CREATE CROSS CURRENT CURRENT_TIMESTAMP CURRENT_USER CURSOR DATABASE " +
    "DEALLOCATE DECLARE DEFAULT DELETE DENY DESC DISTINCT DROP ELSE END ESCAPE EXCEPT EXEC EXECUTE EXISTS EXIT FETCH FOR " +
    "FOREIGN FROM FULL FUNCTION GOTO GRANT GROUP HAVING HOLDLOCK IDENTITY IDENTITY_INSERT IF IN INDEX INNER INSERT " +
    "INTERSECT INTO IS JOIN KEY KILL LEFT LIKE MERGE NOCHECK NONCLUSTERED NOT NULL NULLIF OF OFF ON OPEN OPTION OR ORDER " +
    "OUTER OVER PERCENT PIVOT PRIMARY PRINT PROC PROCEDURE RAISERROR RECONFIGURE REFERENCES RESTORE RETURN REVOKE RIGHT " +
    "ROLLBACK SAVE SCHEMA SELECT SESSION_USER SET SHUTDOWN SOME SYSTEM_USER TABLE TABLESAMPLE THEN TO TOP TRAN " +
    "TRANSACTION TRIGGER TRUNCATE TRY_CONVERT UNION UNIQUE UNPIVOT UPDATE USE USER VALUES VIEW WAITFOR WHEN WHERE WHILE " +
    "WITH"
  ).split(" "),
);

/** The tokens of a batch with a place in them, and the small grammar that all parts share. */
export class TokenStream {
  readonly text: string;
  readonly #tokens: readonly Token[];
  #at = 0;
  /** How many queries in parentheses are being read. An error ends the reading, so nobody counts back then. */
  depth = 0;
  /** Reads a query; set by the reader of queries, which itself needs expressions. */
  readonly readQuery: (stream: TokenStream) => Query;

  constructor(text: string, readQuery: (stream: TokenStream) => Query) {
    this.text = text;
    this.#tokens = lex(text);
    this.readQuery = readQuery;
  }

  peek(ahead = 0): Token {
    return this.#tokens[Math.min(this.#at + ahead, this.#tokens.length - 1)] as Token;
  }

  next(): Token {
    const token = this.peek();
    if (token.kind !== "end") this.#at++;
    return token;
  }

  get place(): number {
    return this.#at;
  }

  /** Back to an earlier `place`. */
  return(place: number): void {
    this.#at = place;
  }

  get isAtEnd(): boolean {
    return this.peek().kind === "end";
  }

  /** Whether these words or operators come next. */
  is(...words: string[]): boolean {
    return words.every((word, i) => {
      const token = this.peek(i);
      return (token.kind === "word" || token.kind === "operator") && token.upper === word;
    });
  }

  accept(...words: string[]): boolean {
    if (!this.is(...words)) return false;
    this.#at += words.length;
    return true;
  }

  expect(...words: string[]): void {
    for (const word of words) if (!this.accept(word)) throw this.error();
  }

  /** A failure at the next token. */
  error(): SqlFailure {
    const token = this.peek();
    // At the end, the server names the last token that it read.
    const near = token.kind === "end" ? (this.#tokens[this.#at - 1] ?? token) : token;
    const isKeyword = token.kind === "word" && reserved.has(token.upper);
    return syntaxError(near.text, isKeyword, near.line);
  }

  get isName(): boolean {
    const token = this.peek();
    return token.kind === "quoted" || (token.kind === "word" && !reserved.has(token.upper));
  }

  name(): string {
    if (!this.isName) throw this.error();
    return this.next().text;
  }

  /** `a.b.c`, also `a..c`. */
  objectName(): ObjectName {
    const line = this.peek().line;
    const parts = [this.name()];
    while (this.accept(".")) parts.push(this.is(".") ? "" : this.nameAfterDot());
    return { parts, line };
  }

  /** After a dot reserved words are names, too, as in `t.[key]`: only quoted ones, but `sys.schemas` has none of them. */
  nameAfterDot(): string {
    const token = this.peek();
    if (token.kind !== "word" && token.kind !== "quoted") throw this.error();
    return this.next().text;
  }

  names(): string[] {
    this.expect("(");
    const names = this.list(() => this.name());
    this.expect(")");
    return names;
  }

  list<T>(read: () => T): T[] {
    const items = [read()];
    while (this.accept(",")) items.push(read());
    return items;
  }

  /** An alias with or without AS, if there is one. */
  alias(): string | undefined {
    if (this.accept("AS")) return this.peek().kind === "string" ? this.next().text : this.name();
    return this.isName ? this.name() : undefined;
  }

  /** `fallback`: see `declaredType`. */
  type(fallback = 1): SqlType {
    const token = this.next();
    if (token.kind !== "word" && token.kind !== "quoted") throw syntaxError(token.text, false, token.line);
    const name = token.upper === "DOUBLE" && this.accept("PRECISION") ? "float" : this.#typeName(token);
    const args: (number | "max")[] = [];
    if (this.accept("(")) {
      args.push(...this.list(() => (this.accept("MAX") ? ("max" as const) : Number(this.number()))));
      this.expect(")");
    }
    const type = declaredType(name, args, fallback);
    if (type) return type;
    const details = { class: 16, reach: "batch", line: token.line } as const;
    throw new SqlFailure(
      2715,
      `Column, parameter, or variable #1: Cannot find data type ${token.text}.`,
      details,
    );
  }

  #typeName(token: Token): string {
    // `sys.nvarchar` and `char varying`.
    if (token.text.toLowerCase() === "sys" && this.accept(".")) return this.next().text;
    return token.text;
  }

  /** To the end of a statement whose grammar nobody knows here: a semicolon, or the end. */
  skipStatement(): void {
    while (!this.isAtEnd && !this.is(";")) this.next();
  }

  number(): string {
    const sign = this.accept("-") ? "-" : "";
    const token = this.next();
    if (token.kind !== "number") throw syntaxError(token.text, false, token.line);
    return sign + token.text;
  }
}
