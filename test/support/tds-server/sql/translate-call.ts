import type { Call, Expression, Window } from "./ast.ts";
import { coerce, commonOf, compareSql, sortSql } from "./coerce.ts";
import type { Scope } from "./scope.ts";
import { SqlFailure, unsupported } from "./sql-failure.ts";
import { decimal, familyOf, isUnicode, type SqlType, types } from "./sql-type.ts";
import { constant, type Translator, type Typed } from "./translator.ts";

const ranking = new Set(["ROW_NUMBER", "RANK", "DENSE_RANK", "NTILE"]);
const aggregates = new Set(["COUNT", "COUNT_BIG", "SUM", "AVG", "MIN", "MAX", "STRING_AGG", "STDEV", "VAR"]);

export function isAggregate({ name, over }: Call): boolean {
  return aggregates.has(name) && over === undefined;
}

export function translateCall(t: Translator, e: Call, scope: Scope): Typed {
  if (ranking.has(e.name)) {
    if (!e.over)
      throw new SqlFailure(10_753, `The function '${e.name}' must have an OVER clause.`, {
        class: 15,
        reach: "batch",
      });
    const args = e.args.map((arg) => t.value(arg, scope).sql).join(", ");
    return {
      sql: `${e.name}(${args}) OVER (${windowSql(t, e.over, scope)})`,
      type: types.bigint,
      isNullable: true,
    };
  }
  if (aggregates.has(e.name)) return translateAggregate(t, e, scope);
  switch (e.name) {
    case "COALESCE":
      return coalesce(e.args.map((arg) => t.value(arg, scope)));
    case "ISNULL": {
      const [value, other] = pair(e, t, scope);
      const type = value.type ?? other.type ?? types.int;
      return {
        sql: `ifnull(${coerce(value, type).sql}, ${coerce(other, type).sql})`,
        type,
        isNullable: other.isNullable,
      };
    }
    case "NULLIF": {
      const [value, other] = pair(e, t, scope);
      return {
        sql: `(CASE WHEN ${compareSql("=", value, other)} THEN NULL ELSE ${value.sql} END)`,
        type: value.type,
        isNullable: true,
      };
    }
    case "IIF": {
      const [condition, result, otherwise] = e.args;
      if (!condition || !result || !otherwise || e.args.length > 3) throw wrongArguments("iif", 3);
      return t.value(
        { kind: "case", operand: undefined, branches: [{ when: condition, result }], otherwise },
        scope,
      );
    }
    case "DATALENGTH":
      return dataLength(t.value(e.args[0] ?? { kind: "default" }, scope));
    default:
      return translateScalar(t, e, scope);
  }
}

function pair(e: Call, t: Translator, scope: Scope): [Typed, Typed] {
  const [a, b] = e.args;
  if (!a || !b || e.args.length > 2) throw wrongArguments(e.name.toLowerCase(), 2);
  return [t.value(a, scope), t.value(b, scope)];
}

function wrongArguments(name: string, count: number): SqlFailure {
  return new SqlFailure(174, `The ${name} function requires ${count} argument(s).`, {
    class: 15,
    reach: "batch",
  });
}

/** In bytes, as the type stores them. */
function dataLength(value: Typed): Typed {
  const type = value.type ?? types.int;
  const result = { type: types.int, isNullable: true };
  const family = familyOf(type);
  if (family === "binary") return { ...result, sql: `length(${value.sql})` };
  if (family !== "text") return { ...result, sql: `iif(${value.sql} IS NULL, NULL, ${fixedSize(type)})` };
  return { ...result, sql: `tds_units(${value.sql}) * ${isUnicode(type) ? 2 : 1}` };
}

function fixedSize(type: SqlType): number {
  return (
    {
      bit: 1,
      tinyint: 1,
      smallint: 2,
      int: 4,
      real: 4,
      smalldatetime: 4,
      smallmoney: 4,
      date: 3,
      uniqueidentifier: 16,
    }[type.name as "bit"] ?? 8
  );
}

function coalesce(values: readonly Typed[]): Typed {
  const type = commonOf(values);
  const list = values.map((value) => coerce(value, type).sql).join(", ");
  return {
    sql: values.length > 1 ? `coalesce(${list})` : list,
    type,
    isNullable: values.every((value) => value.isNullable),
  };
}

function translateScalar(t: Translator, e: Call, scope: Scope): Typed {
  const found = t.environment.findFunction(e.name);
  if (!found) {
    throw new SqlFailure(195, `'${e.name}' is not a recognized built-in function name.`, {
      class: 15,
      state: 10,
      reach: "batch",
    });
  }
  if (e.args.length < found.required || (e.args.length > found.parameters.length && !found.isVariadic)) {
    throw wrongArguments(e.name.toLowerCase(), found.required);
  }
  const args = e.args.map((arg, i) => {
    if (i < (found.words ?? 0)) return constant(wordOf(arg), types.sysname);
    const value = t.value(arg, scope);
    const wanted = found.parameters[Math.min(i, found.parameters.length - 1)];
    return wanted ? coerce(value, wanted) : value;
  });
  const sql = `tds_${e.name.toLowerCase()}(${args.map((arg) => arg.sql).join(", ")})`;
  return { sql, type: found.result(args), isNullable: !found.isNeverNull };
}

function wordOf(arg: Expression): string {
  if (arg.kind === "column" && arg.path.length === 1) return (arg.path[0] ?? "").toLowerCase();
  throw new SqlFailure(1023, "Invalid parameter 1 specified for a date function.", {
    class: 15,
    reach: "batch",
  });
}

function windowSql(t: Translator, over: Window, scope: Scope): string {
  const partition = over.partitionBy.map((item) => sortSql(t.value(item, scope)));
  // ORDER BY (SELECT NULL) says that the order does not matter: without it SQLite numbers rows as they come.
  const order = over.orderBy
    .filter(({ expression }) => expression.kind !== "literal" && !isConstantQuery(expression))
    .map(
      ({ expression, isDescending }) => sortSql(t.value(expression, scope)) + (isDescending ? " DESC" : ""),
    );
  const parts = [
    partition.length > 0 ? `PARTITION BY ${partition.join(", ")}` : "",
    order.length > 0 ? `ORDER BY ${order.join(", ")}` : "",
  ];
  return parts.filter(Boolean).join(" ");
}

function isConstantQuery(e: Expression): boolean {
  return e.kind === "subquery" && e.query.body.kind === "select" && e.query.body.from === undefined;
}

function translateAggregate(t: Translator, e: Call, scope: Scope): Typed {
  const over = e.over ? ` OVER (${windowSql(t, e.over, scope)})` : "";
  if (e.hasStar) {
    const type = e.name === "COUNT_BIG" ? types.bigint : types.int;
    return { sql: `count(*)${over}`, type, isNullable: true };
  }
  const [argument, separator] = e.args;
  if (!argument) throw wrongArguments(e.name.toLowerCase(), 1);
  const value = t.value(argument, scope);
  const type = value.type ?? types.int;
  const distinct = e.isDistinct ? "DISTINCT " : "";
  const called = (name: string, sql = value.sql, extra = "") => `${name}(${distinct}${sql}${extra})${over}`;
  switch (e.name) {
    case "COUNT":
      return { sql: called("count", sortSql(value)), type: types.int, isNullable: true };
    case "COUNT_BIG":
      return { sql: called("count", sortSql(value)), type: types.bigint, isNullable: true };
    case "MIN":
    case "MAX": {
      if (familyOf(type) === "decimal")
        return { sql: called(`tds_${e.name.toLowerCase()}_decimal`), type, isNullable: true };
      const sql = familyOf(type) === "text" && !value.isCollated ? `${value.sql} COLLATE NOCASE` : value.sql;
      return { sql: called(e.name.toLowerCase(), sql), type, isNullable: true };
    }
    case "STRING_AGG": {
      const by = separator ? t.value(separator, scope).sql : "','";
      return {
        sql: `group_concat(${coerce(value, types.nvarcharMax).sql}, ${by})`,
        type: types.nvarcharMax,
        isNullable: true,
      };
    }
    case "SUM":
    case "AVG":
      return sumOrAverage(e.name, value, type, called);
    default:
      throw unsupported(`the function ${e.name}`);
  }
}

function sumOrAverage(
  name: "SUM" | "AVG",
  value: Typed,
  type: SqlType,
  called: (name: string, sql?: string, extra?: string) => string,
): Typed {
  const result = sumType(name, type);
  const isNullable = true;
  switch (familyOf(result)) {
    case "float":
      return { sql: called(name.toLowerCase(), value.sql), type: result, isNullable };
    case "decimal":
      return {
        sql: called(`tds_${name.toLowerCase()}_decimal`, value.sql, `, ${result.scale}`),
        type: result,
        isNullable,
      };
    default:
      return { sql: called(`tds_${name.toLowerCase()}_${result.name}`, value.sql), type: result, isNullable };
  }
}

function sumType(name: "SUM" | "AVG", of: SqlType): SqlType {
  switch (of.name) {
    case "tinyint":
    case "smallint":
    case "int":
      return types.int;
    case "bigint":
      return types.bigint;
    case "real":
    case "float":
      return types.float;
    case "money":
    case "smallmoney":
      return types.money;
    case "decimal":
      return decimal(38, name === "SUM" ? of.scale : Math.max(of.scale, 6));
    default:
      throw new SqlFailure(
        8117,
        `Operand data type ${of.name} is invalid for ${name.toLowerCase()} operator.`,
        { reach: "batch" },
      );
  }
}
