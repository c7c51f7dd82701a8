import type { SqlType, SqlValue } from "./sql-type.ts";

export type Expression =
  | { readonly kind: "literal"; readonly value: SqlValue; readonly type: SqlType | undefined }
  | { readonly kind: "variable"; readonly name: string; readonly line: number }
  | { readonly kind: "system-variable"; readonly name: string }
  | { readonly kind: "column"; readonly path: readonly string[] }
  | { readonly kind: "unary"; readonly operator: "-" | "+" | "~"; readonly operand: Expression }
  | { readonly kind: "binary"; readonly operator: string; readonly left: Expression; readonly right: Expression }
  | { readonly kind: "logical"; readonly operator: "AND" | "OR"; readonly left: Expression; readonly right: Expression }
  | { readonly kind: "not"; readonly operand: Expression }
  | { readonly kind: "compare"; readonly operator: string; readonly left: Expression; readonly right: Expression }
  | { readonly kind: "is-null"; readonly operand: Expression; readonly isNegated: boolean }
  | { readonly kind: "between"; readonly operand: Expression; readonly low: Expression; readonly high: Expression; readonly isNegated: boolean }
  | { readonly kind: "in-list"; readonly operand: Expression; readonly items: readonly Expression[]; readonly isNegated: boolean }
  | { readonly kind: "in-query"; readonly operand: Expression; readonly query: Query; readonly isNegated: boolean }
  | { readonly kind: "like"; readonly operand: Expression; readonly pattern: Expression; readonly escape: Expression | undefined; readonly isNegated: boolean }
  | { readonly kind: "exists"; readonly query: Query }
  | { readonly kind: "case"; readonly operand: Expression | undefined; readonly branches: readonly { readonly when: Expression; readonly result: Expression }[]; readonly otherwise: Expression | undefined }
  | { readonly kind: "cast"; readonly operand: Expression; readonly type: SqlType; readonly style: Expression | undefined; readonly isTry: boolean }
  | Call
  | { readonly kind: "subquery"; readonly query: Query }
  | { readonly kind: "collate"; readonly operand: Expression; readonly collation: string }
  | { readonly kind: "default" }; // biome-ignore format: one case after the other

export interface Call {
  readonly kind: "call";
  /** In capitals, without a schema. */
  readonly name: string;
  readonly args: readonly Expression[];
  /** `COUNT(*)`. */
  readonly hasStar: boolean;
  readonly isDistinct: boolean;
  readonly over: Window | undefined;
}

export interface Window {
  readonly partitionBy: readonly Expression[];
  readonly orderBy: readonly OrderItem[];
}

export interface OrderItem {
  readonly expression: Expression;
  readonly isDescending: boolean;
}

export type SelectItem =
  | { readonly kind: "star"; readonly of: string | undefined }
  | { readonly kind: "expression"; readonly expression: Expression; readonly name: string | undefined }
  /** `SELECT @a = 1` */
  | { readonly kind: "assignment"; readonly variable: string; readonly expression: Expression }; // biome-ignore format: one case after the other

/** Of one to four parts: `[server.]database.schema.name`. */
export interface ObjectName {
  readonly parts: readonly string[];
  readonly line: number;
}

export type Source =
  | { readonly kind: "table"; readonly name: ObjectName; readonly alias: string | undefined }
  | { readonly kind: "derived"; readonly query: Query; readonly alias: string; readonly columns: readonly string[] | undefined }
  | { readonly kind: "values"; readonly rows: readonly (readonly Expression[])[]; readonly alias: string; readonly columns: readonly string[] }
  | { readonly kind: "function"; readonly name: string; readonly args: readonly Expression[]; readonly alias: string | undefined }
  | { readonly kind: "join"; readonly join: "INNER" | "LEFT" | "RIGHT" | "FULL" | "CROSS"; readonly left: Source; readonly right: Source; readonly on: Expression | undefined }; // biome-ignore format: one case after the other

export interface SelectCore {
  readonly kind: "select";
  readonly isDistinct: boolean;
  readonly top: Expression | undefined;
  readonly items: readonly SelectItem[];
  readonly into: ObjectName | undefined;
  readonly from: Source | undefined;
  readonly where: Expression | undefined;
  readonly groupBy: readonly Expression[];
  readonly having: Expression | undefined;
}

export type QueryBody =
  | SelectCore
  | { readonly kind: "set"; readonly operator: "UNION" | "UNION ALL" | "EXCEPT" | "INTERSECT"; readonly left: QueryBody; readonly right: QueryBody }
  | { readonly kind: "nested"; readonly query: Query }; // biome-ignore format: one case after the other

export interface CommonTable {
  readonly name: string;
  readonly columns: readonly string[] | undefined;
  readonly query: Query;
}

export interface Query {
  readonly with: readonly CommonTable[];
  readonly body: QueryBody;
  readonly orderBy: readonly OrderItem[];
  readonly offset: Expression | undefined;
  readonly fetch: Expression | undefined;
  /** OPTION (MAXRECURSION n); 100 without it, 0 for no limit. */
  readonly maxRecursion: number;
}

export interface ColumnDefinition {
  readonly name: string;
  readonly type: SqlType;
  readonly isNullable: boolean | undefined;
  readonly identity: { readonly seed: bigint; readonly increment: bigint } | undefined;
  readonly defaultTo: Expression | undefined;
  readonly defaultText: string | undefined;
}

export type TableConstraint =
  | { readonly kind: "primary" | "unique"; readonly name: string | undefined; readonly isClustered: boolean; readonly columns: readonly IndexColumn[] }
  | { readonly kind: "foreign"; readonly name: string | undefined; readonly columns: readonly string[]; readonly target: ObjectName; readonly targetColumns: readonly string[]; readonly onDelete: string; readonly onUpdate: string }
  | { readonly kind: "check"; readonly name: string | undefined; readonly condition: Expression }; // biome-ignore format: one case after the other

export interface IndexColumn {
  readonly name: string;
  readonly isDescending: boolean;
}

export interface Assignment {
  readonly column: string;
  readonly value: Expression;
}

export interface Argument {
  readonly name: string | undefined;
  readonly value: Expression;
  readonly isOutput: boolean;
}

export interface OutputItem {
  readonly table: "inserted" | "deleted";
  /** `*` for all. */
  readonly column: string;
  readonly name: string | undefined;
}

/** What a statement does. `line` is where it starts. */
export type Statement = { readonly line: number } & StatementBody;

export type StatementBody =
  | { readonly kind: "select"; readonly query: Query }
  | { readonly kind: "insert"; readonly table: ObjectName; readonly columns: readonly string[] | undefined; readonly source: InsertSource; readonly output: readonly OutputItem[]; readonly with: readonly CommonTable[] }
  | { readonly kind: "update"; readonly table: ObjectName; readonly assignments: readonly Assignment[]; readonly from: Source | undefined; readonly where: Expression | undefined; readonly top: Expression | undefined; readonly output: readonly OutputItem[] }
  | { readonly kind: "delete"; readonly table: ObjectName; readonly where: Expression | undefined; readonly top: Expression | undefined; readonly output: readonly OutputItem[] }
  | { readonly kind: "truncate"; readonly table: ObjectName }
  | { readonly kind: "create-table"; readonly table: ObjectName; readonly columns: readonly ColumnDefinition[]; readonly constraints: readonly TableConstraint[] }
  | { readonly kind: "create-index"; readonly name: string; readonly table: ObjectName; readonly columns: readonly IndexColumn[]; readonly isUnique: boolean; readonly isClustered: boolean }
  | { readonly kind: "create-view"; readonly view: ObjectName; readonly columns: readonly string[] | undefined; readonly query: Query; readonly text: string }
  | { readonly kind: "create-schema"; readonly name: string }
  | { readonly kind: "create-database"; readonly name: string }
  | { readonly kind: "drop"; readonly what: "TABLE" | "VIEW" | "SCHEMA" | "DATABASE"; readonly names: readonly ObjectName[]; readonly ifExists: boolean }
  | { readonly kind: "drop-index"; readonly name: string; readonly table: ObjectName; readonly ifExists: boolean }
  | { readonly kind: "declare"; readonly variables: readonly { readonly name: string; readonly type: SqlType; readonly value: Expression | undefined }[] }
  | { readonly kind: "set-variable"; readonly name: string; readonly value: Expression }
  | { readonly kind: "set-option"; readonly names: readonly string[]; readonly value: string }
  | { readonly kind: "set-isolation"; readonly level: string }
  | { readonly kind: "transaction"; readonly action: "begin" | "commit" | "rollback" | "save"; readonly name: string | undefined }
  | { readonly kind: "use"; readonly database: string }
  | { readonly kind: "waitfor"; readonly delay: Expression; readonly isTime: boolean }
  | { readonly kind: "print"; readonly value: Expression }
  | { readonly kind: "raiserror"; readonly args: readonly Expression[]; readonly withNoWait: boolean }
  | { readonly kind: "throw"; readonly args: readonly Expression[] }
  | { readonly kind: "if"; readonly condition: Expression; readonly whenTrue: Statement; readonly otherwise: Statement | undefined }
  | { readonly kind: "while"; readonly condition: Expression; readonly body: Statement }
  | { readonly kind: "block"; readonly body: readonly Statement[] }
  | { readonly kind: "try"; readonly body: readonly Statement[]; readonly handler: readonly Statement[] }
  | { readonly kind: "break" | "continue" | "return" }
  | { readonly kind: "execute"; readonly procedure: string; readonly args: readonly Argument[] }
  | { readonly kind: "execute-text"; readonly text: Expression }
  | { readonly kind: "kill"; readonly session: Expression }
  /** Understood as far as that it is one: fails when it runs. */
  | { readonly kind: "unsupported"; readonly what: string }
  | { readonly kind: "bulk"; readonly table: ObjectName; readonly columns: readonly string[]; readonly options: readonly string[] }; // biome-ignore format: one case after the other

export type InsertSource =
  | { readonly kind: "values"; readonly rows: readonly (readonly Expression[])[] }
  | { readonly kind: "query"; readonly query: Query }
  | { readonly kind: "execute"; readonly statement: Statement }
  | { readonly kind: "defaults" }; // biome-ignore format: one case after the other
