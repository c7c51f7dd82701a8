import type { ColumnDefinition, IndexColumn, StatementBody, TableConstraint } from "./ast.ts";
import { readExpression } from "./parse-expression.ts";
import { unsupportedStatement } from "./parse-procedural.ts";
import { readQuery } from "./parse-query.ts";
import { unsupported } from "./sql-failure.ts";
import type { TokenStream } from "./token-stream.ts";

export function readCreate(s: TokenStream): StatementBody {
  s.expect("CREATE");
  s.accept("OR", "ALTER");
  if (s.accept("TABLE")) return readTable(s);
  if (s.accept("VIEW")) return readView(s);
  if (s.accept("SCHEMA")) {
    const name = s.name();
    if (s.accept("AUTHORIZATION")) s.name();
    return { kind: "create-schema", name };
  }
  if (s.accept("DATABASE")) return { kind: "create-database", name: s.name() };
  const isUnique = s.accept("UNIQUE");
  const isClustered = s.accept("CLUSTERED");
  if (!isClustered) s.accept("NONCLUSTERED");
  if (s.accept("INDEX")) {
    const name = s.name();
    s.expect("ON");
    const table = s.objectName();
    const columns = readIndexColumns(s);
    if (s.accept("INCLUDE")) s.names();
    if (s.is("WHERE")) throw unsupported("filtered indexes", s.peek().line);
    skipWith(s);
    return { kind: "create-index", name, table, columns, isUnique, isClustered };
  }
  return unsupportedStatement(s, `CREATE ${s.peek().upper}`);
}

/** `WITH (…)` and `ON [PRIMARY]` say where things are stored. */
function skipWith(s: TokenStream): void {
  if (s.accept("WITH", "(")) {
    while (!s.is(")") && !s.isAtEnd) s.next();
    s.expect(")");
  }
  if (s.is("ON") && s.peek(1).upper === "PRIMARY") {
    s.next();
    s.next();
  }
}

function readTable(s: TokenStream): StatementBody {
  const table = s.objectName();
  const columns: ColumnDefinition[] = [];
  const constraints: TableConstraint[] = [];
  s.expect("(");
  do {
    if (s.is(")")) break;
    const constraint = readTableConstraint(s);
    if (constraint) constraints.push(constraint);
    else columns.push(readColumn(s, constraints));
  } while (s.accept(","));
  s.expect(")");
  skipWith(s);
  return { kind: "create-table", table, columns, constraints };
}

function readTableConstraint(s: TokenStream): TableConstraint | undefined {
  const name = s.accept("CONSTRAINT") ? s.name() : undefined;
  if (s.is("PRIMARY") || s.is("UNIQUE")) {
    const { kind, isClustered } = readKeyKind(s);
    const columns = readIndexColumns(s);
    skipWith(s);
    return { kind, name, isClustered, columns };
  }
  if (s.accept("FOREIGN", "KEY")) return readReference(s, name, s.names());
  if (s.is("CHECK")) return readCheck(s, name);
  if (s.is("INDEX")) throw unsupported("INDEX inside CREATE TABLE", s.peek().line);
  if (name !== undefined) throw s.error();
  return undefined;
}

function readKeyKind(s: TokenStream): { kind: "primary" | "unique"; isClustered: boolean } {
  const kind = s.accept("PRIMARY", "KEY") ? "primary" : "unique";
  if (kind === "unique") s.expect("UNIQUE");
  const isClustered = s.accept("CLUSTERED") || (kind === "primary" && !s.is("NONCLUSTERED"));
  s.accept("NONCLUSTERED");
  return { kind, isClustered };
}

function readIndexColumns(s: TokenStream): IndexColumn[] {
  s.expect("(");
  const columns = s.list(() => {
    const name = s.name();
    const isDescending = s.accept("DESC");
    if (!isDescending) s.accept("ASC");
    return { name, isDescending };
  });
  s.expect(")");
  return columns;
}

function readReference(
  s: TokenStream,
  name: string | undefined,
  columns: readonly string[],
): TableConstraint {
  s.expect("REFERENCES");
  const target = s.objectName();
  const targetColumns = s.is("(") ? s.names() : [];
  const actions = { DELETE: "NO ACTION", UPDATE: "NO ACTION" };
  for (const action of ["DELETE", "UPDATE", "DELETE"] as const) {
    if (!s.accept("ON", action)) continue;
    if (s.accept("CASCADE")) actions[action] = "CASCADE";
    else if (s.accept("SET", "NULL")) actions[action] = "SET NULL";
    else if (s.accept("SET", "DEFAULT")) actions[action] = "SET DEFAULT";
    else s.expect("NO", "ACTION");
  }
  return {
    kind: "foreign",
    name,
    columns,
    target,
    targetColumns,
    onDelete: actions.DELETE,
    onUpdate: actions.UPDATE,
  };
}

function readCheck(s: TokenStream, name: string | undefined): TableConstraint {
  s.expect("CHECK", "(");
  const condition = readExpression(s);
  s.expect(")");
  return { kind: "check", name, condition };
}

function readColumn(s: TokenStream, constraints: TableConstraint[]): ColumnDefinition {
  const name = s.name();
  if (s.is("AS")) throw unsupported("computed columns", s.peek().line);
  const type = s.type();
  let isNullable: boolean | undefined;
  let identity: ColumnDefinition["identity"];
  let defaultTo: ColumnDefinition["defaultTo"];
  let defaultText: string | undefined;
  for (;;) {
    if (s.accept("NULL")) isNullable = true;
    else if (s.accept("NOT", "NULL")) isNullable = false;
    else if (s.accept("COLLATE")) s.nameAfterDot();
    else if (s.accept("IDENTITY")) identity = readIdentity(s);
    else {
      const constraint = s.accept("CONSTRAINT") ? s.name() : undefined;
      if (s.accept("DEFAULT")) {
        const from = s.peek().from;
        defaultTo = readExpression(s);
        defaultText = `(${s.text.slice(from, s.peek(-1).to)})`;
      } else if (s.is("PRIMARY") || s.is("UNIQUE")) {
        const { kind, isClustered } = readKeyKind(s);
        skipWith(s);
        if (kind === "primary") isNullable ??= false;
        constraints.push({ kind, name: constraint, isClustered, columns: [{ name, isDescending: false }] });
      } else if (s.is("REFERENCES") || s.accept("FOREIGN", "KEY")) {
        constraints.push(readReference(s, constraint, [name]));
      } else if (s.is("CHECK")) constraints.push(readCheck(s, constraint));
      else if (constraint !== undefined) throw s.error();
      else return { name, type, isNullable, identity, defaultTo, defaultText };
    }
  }
}

function readIdentity(s: TokenStream): { seed: bigint; increment: bigint } {
  if (!s.accept("(")) return { seed: 1n, increment: 1n };
  const seed = BigInt(s.number());
  s.expect(",");
  const increment = BigInt(s.number());
  s.expect(")");
  return { seed, increment };
}

function readView(s: TokenStream): StatementBody {
  const view = s.objectName();
  const columns = s.is("(") ? s.names() : undefined;
  s.expect("AS");
  const from = s.peek().from;
  const query = readQuery(s);
  return { kind: "create-view", view, columns, query, text: s.text.slice(from, s.peek(-1).to) };
}

export function readDrop(s: TokenStream): StatementBody {
  s.expect("DROP");
  const ifExists = () => s.accept("IF", "EXISTS");
  if (s.accept("INDEX")) {
    const optional = ifExists();
    const name = s.name();
    s.expect("ON");
    return { kind: "drop-index", name, table: s.objectName(), ifExists: optional };
  }
  for (const what of ["TABLE", "VIEW", "SCHEMA", "DATABASE"] as const) {
    if (!s.accept(what)) continue;
    const optional = ifExists();
    return { kind: "drop", what, names: s.list(() => s.objectName()), ifExists: optional };
  }
  return unsupportedStatement(s, `DROP ${s.peek().upper}`);
}
