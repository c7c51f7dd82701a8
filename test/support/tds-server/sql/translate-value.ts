import type { Expression, Query, SelectItem } from "./ast.ts";
import { calculateType } from "./calculate-type.ts";
import { coerce, commonOf, compareSql } from "./coerce.ts";
import { resolveColumn, type Scope } from "./scope.ts";
import { SqlFailure, syntaxError } from "./sql-failure.ts";
import { familyOf, type SqlType, types } from "./sql-type.ts";
import { isAggregate, translateCall } from "./translate-call.ts";
import { constant, type Translator, type Typed } from "./translator.ts";

/** An expression that has a value. A condition is none in T-SQL. */
export function translateValue(t: Translator, e: Expression, scope: Scope): Typed {
  switch (e.kind) {
    case "literal":
      return constant(e.value, e.type);
    case "variable": {
      const type = t.environment.variableType(e.name);
      if (!type) {
        const message = `Must declare the scalar variable "${e.name}".`;
        throw new SqlFailure(137, message, { class: 15, state: 2, reach: "batch", line: e.line });
      }
      return { sql: t.bind(e.name), type, isNullable: true };
    }
    case "system-variable": {
      const type = t.environment.systemVariableType(e.name);
      if (!type)
        throw new SqlFailure(137, `Must declare the scalar variable "${e.name}".`, {
          class: 15,
          state: 2,
          reach: "batch",
        });
      return { sql: `tds_system('${e.name}')`, type, isNullable: true };
    }
    case "column":
      return resolveColumn(scope, e.path);
    case "unary":
      return translateUnary(t, e, scope);
    case "binary":
      return translateBinary(t, e, scope);
    case "case":
      return translateCase(t, e, scope);
    case "cast": {
      const operand = t.value(e.operand, scope);
      const style = e.style ? t.value(e.style, scope).sql : undefined;
      return coerce(operand, e.type, style, e.isTry);
    }
    case "call":
      return translateCall(t, e, scope);
    case "subquery": {
      const { sql, columns } = t.query(e.query, scope);
      const [column] = columns;
      if (!column || columns.length > 1) throw oneColumnOnly();
      return { sql: isOneRow(e.query) ? `(${sql})` : onlyRow(sql), type: column.type, isNullable: true };
    }
    case "collate": {
      const operand = t.value(e.operand, scope);
      const ignoresCase = /_CI(_|$)/i.test(e.collation);
      return {
        ...withoutConstant(operand),
        sql: `(${operand.sql} COLLATE ${ignoresCase ? "NOCASE" : "BINARY"})`,
        isCollated: true,
      };
    }
    case "default":
      throw syntaxError("DEFAULT", true, 0);
    default:
      // A condition where a value belongs.
      throw new SqlFailure(102, "Incorrect syntax near a condition: an expression is expected.", {
        class: 15,
        reach: "batch",
      });
  }
}

function withoutConstant({ sql, type, isNullable }: Typed): Typed {
  return { sql, type, isNullable };
}

/** More than one row is an error in T-SQL; SQLite would take the first. */
function onlyRow(sql: string): string {
  return `(SELECT iif(count(*) > 1, tds_one_row_only(), max(c0)) FROM (SELECT * FROM (${sql}) LIMIT 2))`;
}

function isOneRow({ body }: Query): boolean {
  if (body.kind !== "select") return false;
  const isAggregate = body.groupBy.length === 0 && body.items.every(isAggregateItem);
  return body.from === undefined || isAggregate || (body.top?.kind === "literal" && body.top.value === 1n);
}

function isAggregateItem(item: SelectItem): boolean {
  return item.kind === "expression" && item.expression.kind === "call" && isAggregate(item.expression);
}

export function oneColumnOnly(): SqlFailure {
  const message =
    "Only one expression can be specified in the select list when the subquery is not introduced with EXISTS.";
  return new SqlFailure(116, message, { reach: "batch" });
}

function translateUnary(t: Translator, e: Expression & { kind: "unary" }, scope: Scope): Typed {
  const operand = t.value(e.operand, scope);
  if (e.operator === "+" || !operand.type) return operand;
  if (e.operator === "~")
    return { sql: `(~${operand.sql})`, type: operand.type, isNullable: operand.isNullable };
  const zero = constant(0n, types.int);
  return calculated("-", zero, operand, operand.type);
}

function translateBinary(t: Translator, e: Expression & { kind: "binary" }, scope: Scope): Typed {
  const left = t.value(e.left, scope);
  const right = t.value(e.right, scope);
  const type = calculateType(e.operator, left, right);
  if (!type) {
    const [a, b] = [left.type?.name ?? "NULL", right.type?.name ?? "NULL"];
    const message = `The data types ${a} and ${b} are incompatible in the ${operatorNames[e.operator] ?? e.operator} operator.`;
    throw new SqlFailure(402, message, { reach: "batch" });
  }
  return calculated(e.operator, left, right, type);
}

const operatorNames: Readonly<Record<string, string>> = {
  "+": "add",
  "-": "subtract",
  "*": "multiply",
  "/": "divide",
  "%": "modulo",
  "&": "'&'",
  "|": "'|'",
  "^": "'^'",
};

function calculated(operator: string, a: Typed, b: Typed, type: SqlType): Typed {
  // A calculation may overflow, which gives NULL under old settings: its column can always be NULL.
  const isNullable = true;
  switch (familyOf(type)) {
    case "text":
      return { sql: `(${asText(a, type).sql} || ${asText(b, type).sql})`, type, isNullable };
    case "binary":
      return { sql: `tds_concat_binary(${a.sql}, ${b.sql})`, type, isNullable };
    case "decimal":
      return {
        sql: `tds_decimal('${operator}', ${a.sql}, ${b.sql}, ${type.precision}, ${type.scale})`,
        type,
        isNullable,
      };
    case "temporal":
      return { sql: `tds_add_days('${operator}', ${a.sql}, ${b.sql})`, type, isNullable };
    case "float": {
      const [x, y] = [coerce(a, types.float).sql, coerce(b, types.float).sql];
      return {
        sql:
          operator === "/" || operator === "%"
            ? `tds_float('${operator}', ${x}, ${y})`
            : `(${x} ${operator} ${y})`,
        type,
        isNullable,
      };
    }
    default: {
      const [x, y] = [coerce(a, type).sql, coerce(b, type).sql];
      if (operator === "&" || operator === "|") return { sql: `(${x} ${operator} ${y})`, type, isNullable };
      // SQLite would go over to floating point at an overflow, and to NULL at a division by zero.
      return { sql: `tds_integer('${operator}', ${x}, ${y}, '${type.name}')`, type, isNullable };
    }
  }
}

function asText(value: Typed, type: SqlType): Typed {
  if (value.type && familyOf(value.type) === "text") return value;
  return coerce(value, { ...type, length: -1 });
}

function translateCase(t: Translator, e: Expression & { kind: "case" }, scope: Scope): Typed {
  const values = e.branches.map(({ result }) => t.value(result, scope));
  if (e.otherwise) values.push(t.value(e.otherwise, scope));
  if (values.every(({ type }) => !type)) {
    const message =
      "At least one of the result expressions in a CASE specification must be an expression other than the NULL constant.";
    throw new SqlFailure(8133, message, { reach: "batch" });
  }
  const type = commonOf(values);
  const operand = e.operand ? t.value(e.operand, scope) : undefined;
  const branches = e.branches.map(({ when }, i) => {
    const condition = operand ? compareSql("=", operand, t.value(when, scope)) : t.condition(when, scope);
    return ` WHEN ${condition} THEN ${coerce(values[i] as Typed, type).sql}`;
  });
  const last = e.otherwise ? ` ELSE ${coerce(values.at(-1) as Typed, type).sql}` : "";
  const isNullable = !e.otherwise || values.some((value) => value.isNullable);
  return { sql: `(CASE${branches.join("")}${last} END)`, type, isNullable };
}
