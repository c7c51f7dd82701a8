import type { Statement } from "../sql/ast.ts";
import { parseBatch } from "../sql/parse-batch.ts";
import { parseDeclarations } from "../sql/parse-declarations.ts";
import { SqlFailure } from "../sql/sql-failure.ts";
import { type SqlValue, type, types, typeText } from "../sql/sql-type.ts";
import type { OutputColumn } from "../sql/translator.ts";
import type { ResultColumn } from "../wire/tokens.ts";
import { commands } from "./output.ts";
import { report } from "./raise-error.ts";
import { compileQuery, prepared } from "./run-query.ts";
import { compileWrite } from "./run-write.ts";
import type { Session } from "./session.ts";
import { typeFacts } from "./type-rows.ts";

const { bit, int, sysname } = types;
const small = type("smallint");
const tiny = type("tinyint");

/** The columns of its result, as the documentation lists them. */
const shape: readonly (readonly [string, typeof int])[] = [
  ["is_hidden", bit],
  ["column_ordinal", int],
  ["name", sysname],
  ["is_nullable", bit],
  ["system_type_id", int],
  ["system_type_name", type("nvarchar", 256)],
  ["max_length", small],
  ["precision", tiny],
  ["scale", tiny],
  ["collation_name", sysname],
  ["user_type_id", int],
  ["user_type_database", sysname],
  ["user_type_schema", sysname],
  ["user_type_name", sysname],
  ["assembly_qualified_type_name", type("nvarchar", 4000)],
  ["xml_collection_id", int],
  ["xml_collection_database", sysname],
  ["xml_collection_schema", sysname],
  ["xml_collection_name", sysname],
  ["is_xml_document", bit],
  ["is_case_sensitive", bit],
  ["is_fixed_length_clr_type", bit],
  ["source_server", sysname],
  ["source_database", sysname],
  ["source_schema", sysname],
  ["source_table", sysname],
  ["source_column", sysname],
  ["is_identity_column", bit],
  ["is_part_of_unique_key", bit],
  ["is_updateable", bit],
  ["is_computed_column", bit],
  ["is_sparse_column_set", bit],
  ["ordinal_in_order_by_list", small],
  ["order_by_is_descending", bit],
  ["order_by_list_length", small],
  ["tds_type_id", int],
  ["tds_length", int],
  ["tds_collation_id", int],
  ["tds_collation_sort_id", tiny],
];

/** sp_describe_first_result_set: compiles without running. */
export function describeFirstResult(session: Session, sql: string, params: string): void {
  const columns = compileFirst(session, sql, params);
  const result = shape.map(([name, of]): ResultColumn => ({ name, type: of, isNullable: true }));
  session.output.columns(result);
  for (const [i, column] of columns.entries()) session.output.row(rowOf(column, i));
  session.output.statementDone(commands.select, columns.length);
}

function compileFirst(session: Session, sql: string, params: string): readonly OutputColumn[] {
  const outer = session.variables;
  try {
    const declared = params.trim() === "" ? [] : parseDeclarations(params);
    session.variables = new Map(declared.map(({ name, type: of }) => [name, { type: of, value: null }]));
    const statements = parseBatch(sql);
    return firstColumns(session, statements) ?? [];
  } catch (error) {
    if (!(error instanceof SqlFailure) || (error.number >= 11_500 && error.number < 11_600)) throw error;
    report(session, error);
    if (error.class === 15)
      throw new SqlFailure(11_501, "The batch could not be analyzed because of compile errors.", {
        state: 2,
      });
    throw new SqlFailure(
      11_529,
      "The metadata could not be determined because every code path results in an error; see previous errors for some of these.",
    );
  } finally {
    session.variables = outer;
  }
}

/** Undefined where no statement gives rows. */
function firstColumns(
  session: Session,
  statements: readonly Statement[],
): readonly OutputColumn[] | undefined {
  for (const statement of statements) {
    session.usesTemporary = false;
    const columns = columnsOf(session, statement);
    if (columns) return columns;
  }
  return undefined;
}

function columnsOf(session: Session, statement: Statement): readonly OutputColumn[] | undefined {
  switch (statement.kind) {
    case "select": {
      const { sql, columns } = compileQuery(session, statement.query);
      if (session.usesTemporary) throw temporary();
      prepared(session, sql);
      const { body } = statement.query;
      const givesNoRows =
        body.kind === "select" && (body.into || body.items.some(({ kind }) => kind === "assignment"));
      return givesNoRows ? undefined : columns;
    }
    case "insert":
    case "update":
    case "delete": {
      const { output } = compileWrite(session, statement);
      if (session.usesTemporary) throw temporary();
      return output.length > 0 ? output : undefined;
    }
    case "execute-text":
      throw new SqlFailure(
        11_513,
        "The metadata could not be determined because a statement contains dynamic SQL.  Consider using the WITH RESULT SETS clause to explicitly describe the result set.",
      );
    case "block":
      return firstColumns(session, statement.body);
    case "if":
      return firstColumns(
        session,
        statement.otherwise ? [statement.whenTrue, statement.otherwise] : [statement.whenTrue],
      );
    default:
      return undefined;
  }
}

function temporary(): SqlFailure {
  return new SqlFailure(
    11_525,
    "The metadata could not be determined because a statement uses a temp table.",
  );
}

function rowOf(column: OutputColumn, i: number): SqlValue[] {
  const of = column.type ?? int;
  const facts = typeFacts(of);
  const flag = (value: boolean | undefined) => (value ? 1n : 0n);
  const known: Record<string, SqlValue> = {
    is_hidden: 0n,
    column_ordinal: BigInt(i + 1),
    name: column.name || null,
    is_nullable: flag(column.isNullable),
    system_type_id: BigInt(facts.id),
    system_type_name: typeText(of),
    max_length: BigInt(facts.length),
    precision: BigInt(facts.precision),
    scale: BigInt(facts.scale),
    collation_name: facts.isText ? "SQL_Latin1_General_CP1_CI_AS" : null,
    is_xml_document: 0n,
    is_case_sensitive: 0n,
    is_fixed_length_clr_type: 0n,
    is_identity_column: flag(column.isIdentity),
    is_updateable: flag(column.isUpdatable),
    is_computed_column: 0n,
    is_sparse_column_set: 0n,
  };
  return shape.map(([name]) => known[name] ?? null);
}
