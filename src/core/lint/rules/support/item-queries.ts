import type { FileModel, Operation } from "../../model/file-model.ts";
import type { Dependence } from "../../model/loop-dependence.ts";
import { isDatabaseValue } from "../../model/value.ts";
import type { Call, Expression, Node } from "../../syntax/python.ts";
import { bodyOf, dependsOnItem, isSessionLike, type PerItem } from "./per-item.ts";
import { isOutOfTurn } from "./round.ts";
import { comesFromItem } from "./row-writes.ts";
import { searches } from "./search-loop.ts";
import { namesTableByItem, sqlOf } from "./sent-sql.ts";

/** Whether a SELECT asks for one row of a loop after the other. */
export function isPerItemQuery(file: FileModel, operation: Operation, item: PerItem): boolean {
  const { call } = operation;
  return (
    dependsOnArguments(file, operation, (expression) => dependsOnItem(file, expression, item)) &&
    !isIterable(call, item) &&
    !isPaged(file, operation) &&
    !namesTableByItem(file, operation, item) &&
    !comesFromItem(file, operation, item) &&
    !isOutOfTurn(file, call, item) &&
    !searches(file, call, item)
  );
}

/**
 * Whether what a query asks for depends on something. What it asks of (the session, the table, the columns) does
 * not count, nor does a list that `in_` takes: then one query serves many rows.
 */
export function dependsOnArguments(file: FileModel, { call }: Operation, depends: Dependence): boolean {
  return chainDepends(file, call, depends, 0);
}

function chainDepends(file: FileModel, expression: Expression, depends: Dependence, depth: number): boolean {
  if (depth > 40 || (expression.kind !== "Call" && isSessionLike(file, expression))) return false;
  switch (expression.kind) {
    case "Call":
      return (
        argumentsDepend(file, expression, depends, depth) || calleeDepends(file, expression, depends, depth)
      );
    case "Attribute":
      return chainDepends(file, expression.object, depends, depth + 1);
    case "Await":
      return chainDepends(file, expression.value, depends, depth + 1);
    case "Subscript":
      return chainDepends(file, expression.object, depends, depth + 1);
    case "Name":
      return isAsked(file, expression) && depends(expression);
    default:
      return depends(expression);
  }
}

/** A query that was built before, or an object whose relation is asked: not the session itself. */
function isAsked(file: FileModel, expression: Expression): boolean {
  const values = file.valuesOf(expression).filter(isDatabaseValue);
  return (
    values.length === 0 ||
    values.some(({ kind }) => /^(?:query|statement|row|rows|model-object|manager|result)$/.test(kind))
  );
}

function calleeDepends(file: FileModel, call: Call, depends: Dependence, depth: number): boolean {
  const { callee } = call;
  return callee.kind === "Attribute" && chainDepends(file, callee.object, depends, depth + 1);
}

/** What names tables and columns, orders and cuts. */
const entities =
  /^(?:query|select|select_from|options|order_by|limit|offset|with_entities|add_columns|using|only|defer|values|values_list|prefetch_related|select_related|group_by|execution_options)$/;
const lists = /^(?:in_|not_in|notin_|any_|all_|contains|overlap)$/;

function argumentsDepend(file: FileModel, call: Call, depends: Dependence, depth: number): boolean {
  const { callee, args, keywords } = call;
  const name = callee.kind === "Attribute" ? callee.name : callee.kind === "Name" ? callee.id : "";
  if (entities.test(name)) return false;
  if (lists.test(name)) return args.some((argument) => isListOfItem(argument, depends));
  const isGet =
    name === "get" &&
    callee.kind === "Attribute" &&
    file.databaseValueOf(callee.object, "session", "session-registry");
  const asked = isGet ? args.slice(1) : args;
  return (
    asked.some((argument) => givenDepends(file, argument, depends, depth)) ||
    keywords.some(({ name: keyword, value }) =>
      keyword !== undefined && /__in$/.test(keyword)
        ? isListOfItem(value, depends)
        : givenDepends(file, value, depends, depth),
    )
  );
}

/** `in_(user.group_ids)` is a query per user, `in_(ids)` one per chunk. */
function isListOfItem(given: Expression, depends: Dependence): boolean {
  return (
    given.kind === "Attribute" && given.object.kind === "Name" && given.object.id !== "self" && depends(given)
  );
}

/** A condition or a value; nested selects and `in_` are looked into. */
function givenDepends(file: FileModel, given: Expression, depends: Dependence, depth: number): boolean {
  if (depth > 40 || isSessionLike(file, given)) return false;
  switch (given.kind) {
    case "Call":
      return isExpressionCall(given) ? chainDepends(file, given, depends, depth + 1) : depends(given);
    case "BinOp":
      if (given.operator === "%" && given.left.kind === "Constant") return depends(given.right);
      return (
        givenDepends(file, given.left, depends, depth + 1) ||
        givenDepends(file, given.right, depends, depth + 1)
      );
    case "Compare":
      return given.operands.some((operand) => depends(operand));
    case "Starred":
      return depends(given.value);
    default:
      return depends(given);
  }
}

/** `select(…).where(…)`, `User.id.in_(…)`, `and_(…)`. */
function isExpressionCall({ callee }: Call): boolean {
  const name = callee.kind === "Attribute" ? callee.name : callee.kind === "Name" ? callee.id : "";
  return (
    lists.test(name) ||
    /^(?:select|where|filter|filter_by|and_|or_|not_|join|outerjoin|order_by|limit|options|text|exists|Q|select_from|scalar_subquery|with_for_update)$/.test(
      name,
    )
  );
}

function isIterable(call: Node, item: PerItem): boolean {
  if (item.by !== "loop" || !item.loop.iter) return false;
  for (let at: Node | undefined = call; at && at !== bodyOf(item); at = at.parent)
    if (at === item.loop.iter) return true;
  return false;
}

/** `LIMIT ? OFFSET ?`, `.offset(n)`, `WHERE id IN (…)`. */
function isPaged(file: FileModel, operation: Operation): boolean {
  const sql = sqlOf(file, operation)?.text;
  if (
    sql !== undefined &&
    /\boffset\s+(?:\?|%|:|\{|@)|\bin\s*\(?\s*(?:\{|%s|unnest|any)|=\s*any\s*\(/i.test(sql)
  )
    return true;
  for (let at: Expression = operation.call; ; ) {
    if (at.kind === "Call") {
      if (at.callee.kind === "Attribute" && (at.callee.name === "offset" || at.callee.name === "slice"))
        return true;
      at = at.callee;
    } else if (at.kind === "Attribute" || at.kind === "Subscript") at = at.object;
    else return false;
  }
}
