import { nodesRunBy } from "../syntax/children.ts";
import type { Call, Expression, If, Node, Statement, Try, While } from "../syntax/python.ts";
import { isChunked } from "./chunked-iterable.ts";
import { isFew } from "./few-constants.ts";
import type { Loop } from "./file-model.ts";
import type { LoopsModel } from "./loops.ts";

type Over = Loop["over"];

/** Calls that wait for somebody else: a loop with one of them polls. */
const waiting =
  /^(?:sleep|wait|wait_for|brpop|blpop|brpoplpush|blmove|bzpopmin|recv|recvfrom|accept|poll|select|input|receive_messages?|receive_json|receive_text|get_message|heartbeat|run_pending)$/i;
const endless =
  /^(?:listen|consume|subscribe|poll|watch|tail|follow|cycle|count|repeat|receive_messages|iter_messages)$/;
const stream = /(?:^|_)(?:consumer|subscriber|subscription|pubsub|websocket|ws|listener|receiver)$/i;
const attempts = /attempt|retr(?:y|ies)|(?:^|_)tries(?:$|_)/i;
const oneByOne = /^(?:fetchone|next|readline|popleft|pop|popitem|get|get_nowait|lpop|rpop)$/;
const many = /^(?:fetchmany|fetchall|all|islice|read|limit|list|partitions|scalars)$/;

/** A `for`, or a clause of a comprehension, whose body is empty here. */
export function overOfFor(
  target: Expression,
  iter: Expression,
  body: readonly Statement[],
  model: LoopsModel,
): Over {
  if (isFew(iter, model)) return "few-constants";
  if (isRetry(target, iter, body, model)) return "retries";
  if (isChunked(target, iter, model)) return "chunks";
  const call = iter.kind === "Await" ? iter.value : iter;
  if (call.kind === "Call") {
    const name = lastName(call);
    if (name === "count" && model.qualifiedName(call.callee) === "itertools.count")
      return overOfEndless(body);
    if (name === "iter" && call.args.length === 2) return overOfSentinel(call);
    if (endless.test(name) && !(name === "count" && isCountOfRows(call, model))) return "poll";
  }
  if (stream.test(nameOf(iter))) return "poll";
  return "rows";
}

/** `Model.query.count()` is a number, `itertools.count()` and `consumer.consume()` are endless. */
function isCountOfRows(call: Call, model: LoopsModel): boolean {
  return call.callee.kind === "Attribute" && model.databaseValueOf(call.callee.object) !== undefined;
}

export function overOfWhile({ test, body }: While): Over {
  if (isTrue(test) || isQueue(test, body)) return overOfEndless(body);
  const tested = [...nodesRunBy(test)];
  if (tested.some((node) => node.kind === "Name" && attempts.test(node.id))) return "retries";
  if (tested.some((node) => node.kind === "Attribute" && attempts.test(node.name))) return "retries";
  if (waitsIn(tested) || waitsIn(nodesOf(body))) return "poll";
  for (const node of tested)
    if (node.kind === "NamedExpr") {
      const over = overOfSource(node.value);
      if (over) return over;
    }
  const names = new Set(tested.flatMap((node) => (node.kind === "Name" ? [node.id] : [])));
  return (
    overOfAdvance(names, body) ?? overOfTestedCall(tested, body) ?? (endsInSuccess(body) ? "retries" : "poll")
  );
}

/** `while jobs:`, where `jobs.get()` waits for the next one: a queue is always true. */
function isQueue(test: Expression, body: readonly Statement[]): boolean {
  if (test.kind !== "Name") return false;
  for (const node of nodesOf(body))
    if (
      node.kind === "Call" &&
      node.args.length === 0 &&
      node.callee.kind === "Attribute" &&
      node.callee.name === "get" &&
      node.callee.object.kind === "Name" &&
      node.callee.object.id === test.id
    )
      return true;
  return false;
}

/** `while i < n`, `while row`, `while stack`: by what its body does with the names of the test. */
function overOfAdvance(names: ReadonlySet<string>, body: readonly Statement[]): Over | undefined {
  let over: Over | undefined;
  for (const node of nodesOf(body)) {
    if (node.kind === "AugAssign" && node.target.kind === "Name" && names.has(node.target.id)) {
      const step = node.value.kind === "Constant" ? node.value.value : undefined;
      over = step === 1 || node.operator === "-" ? "rows" : "chunks";
    } else if (
      node.kind === "Assign" &&
      node.targets.some((target) => target.kind === "Name" && names.has(target.id))
    ) {
      over ??= overOfSource(node.value) ?? overOfStep(node.value);
    } else if (node.kind === "Call" && node.callee.kind === "Attribute" && oneByOne.test(node.callee.name)) {
      const { object } = node.callee;
      if (object.kind === "Name" && names.has(object.id)) over ??= "rows";
    }
  }
  return over;
}

/** `i = i + 1`, `node = node.next`. */
function overOfStep(value: Expression): Over | undefined {
  if (value.kind === "Attribute") return "rows";
  if (value.kind !== "BinOp") return undefined;
  return value.right.kind === "Constant" && value.right.value === 1 ? "rows" : "chunks";
}

/** `while not queue.empty()`, drained in the body. */
function overOfTestedCall(tested: readonly Node[], body: readonly Statement[]): Over | undefined {
  if (!tested.some((node) => node.kind === "Call" && /^(?:empty|qsize|len)$/.test(lastName(node))))
    return undefined;
  for (const node of nodesOf(body)) if (node.kind === "Call" && oneByOne.test(lastName(node))) return "rows";
  return undefined;
}

/** `while True`. */
function overOfEndless(body: readonly Statement[]): Over {
  if (waitsIn(nodesOf(body))) return "poll";
  if (endsInSuccess(body)) return "retries";
  for (const node of nodesOf(body)) {
    if (node.kind === "Try" && endsByException(node)) return "rows";
    if (node.kind !== "If" || !node.body.some(leaves)) continue;
    const over = overOfEmptyTest(node, body);
    if (over) return over;
  }
  return "poll";
}

/** `if not batch: break`: by where the batch comes from. */
function overOfEmptyTest({ test }: If, body: readonly Statement[]): Over | undefined {
  for (const tested of nodesRunBy(test)) {
    if (tested.kind !== "Name") continue;
    for (const node of nodesOf(body)) {
      if (
        node.kind !== "Assign" ||
        !node.targets.some((target) => target.kind === "Name" && target.id === tested.id)
      )
        continue;
      const value = node.value.kind === "Await" ? node.value.value : node.value;
      // An item that a sentinel ends comes from a queue: a worker that waits for more.
      if (value.kind === "Call" && lastName(value) === "get") return "poll";
      return overOfSource(value) ?? "chunks";
    }
  }
  return undefined;
}

/** `except StopIteration: break` around the call that gives the next one. */
function endsByException({ handlers, body }: Try): boolean {
  const ends = handlers.some(
    (handler) =>
      /(?:^|\.)(?:StopIteration|StopAsyncIteration|Empty|QueueEmpty|IndexError)$/.test(
        typeName(handler.type),
      ) && handler.body.some(leaves),
  );
  return (
    ends &&
    [...nodesOf(body)].some(
      (node) => node.kind === "Call" && /^(?:next|anext|get_nowait|pop|popleft)$/.test(lastName(node)),
    )
  );
}

function typeName(type: Expression | undefined): string {
  if (type?.kind === "Name") return type.id;
  return type?.kind === "Attribute" ? `.${type.name}` : "";
}

/** `iter(queue.get, None)`, `iter(lambda: cursor.fetchmany(100), [])`. */
function overOfSentinel(call: Call): Over {
  const [source] = call.args;
  if (source?.kind === "Lambda") return overOfSource(source.body) ?? "poll";
  if (source?.kind === "Attribute")
    return source.name === "fetchone" ? "rows" : source.name === "readline" ? "rows" : "poll";
  return "poll";
}

/** By the call that a value comes from. */
function overOfSource(expression: Expression): Over | undefined {
  const value = expression.kind === "Await" ? expression.value : expression;
  if (value.kind !== "Call") return undefined;
  for (const node of nodesRunBy(value))
    if (node.kind === "Call" && /^(?:islice|fetchmany|limit)$/.test(lastName(node))) return "chunks";
  const name = lastName(value);
  if (oneByOne.test(name)) return "rows";
  return many.test(name) ? "chunks" : undefined;
}

/** `for attempt in range(5)` with a way out on success. */
function isRetry(
  target: Expression,
  iter: Expression,
  body: readonly Statement[],
  model: LoopsModel,
): boolean {
  const call = iter.kind === "Await" ? iter.value : iter;
  if (call.kind !== "Call") return false;
  const name = lastName(call);
  if (/^(?:Async)?Retrying$|^_*retry/.test(name) || entersAttempt(target, body)) return true;
  if (name !== "range" && model.qualifiedName(call.callee) !== "itertools.count") return false;
  if (target.kind === "Name" && attempts.test(target.id)) return true;
  if (call.args.some((argument) => attempts.test(nameOf(argument)))) return true;
  return endsInSuccess(body);
}

/** `with attempt:`, as tenacity and stamina have it. */
function entersAttempt(target: Expression, body: readonly Statement[]): boolean {
  const [only] = body;
  return (
    body.length === 1 &&
    only?.kind === "With" &&
    target.kind === "Name" &&
    attempts.test(target.id) &&
    only.items.some(({ context }) => context.kind === "Name" && context.id === target.id)
  );
}

/** A `try` that leaves the loop once it went through, and another round if not. */
function endsInSuccess(body: readonly Statement[]): boolean {
  return body.some(
    (statement) =>
      statement.kind === "Try" &&
      statement.handlers.length > 0 &&
      !statement.handlers.every((handler) => handler.body.some(leaves)) &&
      (leavesAtEnd(statement.body) || leavesAtEnd(statement.orelse)),
  );
}

function leavesAtEnd(body: readonly Statement[]): boolean {
  const last = body.at(-1);
  if (!last) return false;
  return leaves(last) || (last.kind === "With" && leavesAtEnd(last.body));
}

function leaves(statement: Statement): boolean {
  return statement.kind === "Break" || statement.kind === "Return";
}

function waitsIn(nodes: Iterable<Node>): boolean {
  for (const node of nodes) if (node.kind === "Call" && waiting.test(lastName(node))) return true;
  return false;
}

function* nodesOf(body: readonly Statement[]): Generator<Node> {
  for (const statement of body) yield* nodesRunBy(statement);
}

function isTrue(test: Expression): boolean {
  return test.kind === "Constant" && (test.value === true || test.value === 1);
}

function lastName({ callee }: Call): string {
  return nameOf(callee);
}

function nameOf(expression: Expression): string {
  if (expression.kind === "Name") return expression.id;
  return expression.kind === "Attribute" ? expression.name : "";
}
