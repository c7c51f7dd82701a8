import type { FileModel, FunctionInfo, ImportedFunction, Operation } from "../../model/file-model.ts";
import { nodesIn, nodesRunBy } from "../../syntax/children.ts";
import type { Call, Node } from "../../syntax/python.ts";
import { handlerAround, type PerItem, perItemOf } from "./per-item.ts";

/** A call, once per row, of a function of this file whose code does something to a database each time. */
export interface HelperCall {
  readonly call: Call;
  readonly item: PerItem;
  /** In the helper, or in a function that it calls. */
  readonly operation: Operation;
  readonly helper: FunctionInfo;
}

/** How many calls deep a helper may hide an operation. */
const maxDepth = 3;

/** At most one per call: that of the first operation. */
export function helperCallsOf(file: FileModel, operations: readonly Operation[]): readonly HelperCall[] {
  const found = new Map<Call, HelperCall>();
  for (const operation of operations) {
    const helper = file.functionOf(operation.call);
    if (!helper || !runsOncePerCall(file, operation.call)) continue;
    const visited = new Set<FunctionInfo>();
    for (const { call, item } of callsPerItem(file, helper, visited, maxDepth))
      if (!found.has(call)) found.set(call, { call, item, operation, helper });
  }
  return [...found.values()];
}

function* callsPerItem(
  file: FileModel,
  target: FunctionInfo,
  visited: Set<FunctionInfo>,
  depth: number,
): Generator<{ call: Call; item: PerItem }> {
  if (depth === 0 || visited.has(target) || target.memoised || target.node.kind === "Lambda") return;
  visited.add(target);
  for (const call of file.callersOf(target)) {
    const item = perItemOf(file, call);
    const caller = file.functionOf(call);
    if (caller === target) continue;
    if (item) yield { call, item };
    else if (caller && runsOncePerCall(file, call)) yield* callsPerItem(file, caller, visited, depth - 1);
  }
}

/** Whether each call of the function around runs a node, and once. */
function runsOncePerCall(file: FileModel, node: Node): boolean {
  const loops = file.loopsOf(node);
  if (loops.some(({ over }) => over !== "few-constants" && over !== "retries")) return false;
  return handlerAround(node) === undefined && !isAskedFor(file, node);
}

/** `if commit: session.commit()`, where `commit` is a parameter: the caller decides. */
function isAskedFor(file: FileModel, node: Node): boolean {
  const around = file.functionOf(node);
  if (!around) return false;
  const parameters = new Set(around.parameters.map(({ name }) => name.id));
  for (let at: Node | undefined = node; at && at !== around.node; at = at.parent) {
    const branch: Node | undefined = at.parent;
    if (branch?.kind !== "If" || at === branch.test) continue;
    for (const tested of nodesRunBy(branch.test))
      if (tested.kind === "Name" && parameters.has(tested.id) && isFlag(tested.id)) return true;
  }
  return false;
}

function isFlag(name: string): boolean {
  return /commit|flush|save|autocommit|sync|persist|dry|write/i.test(name);
}

/** A call, once per row, of a function of another file. */
export interface ImportedHelperCall {
  readonly call: Call;
  readonly item: PerItem;
  readonly helper: ImportedFunction;
  readonly effect: ImportedFunction["effects"][number];
}

export function importedHelperCallsOf(
  file: FileModel,
  isMeant: (effect: ImportedFunction["effects"][number]) => boolean,
): readonly ImportedHelperCall[] {
  const found: ImportedHelperCall[] = [];
  for (const call of callsIn(file)) {
    for (const helper of file.importedCalleesOf(call)) {
      const effect = helper.effects.find((candidate) => !candidate.inLoop && isMeant(candidate));
      const item = effect && perItemOf(file, call);
      if (!item) continue;
      found.push({ call, item, helper, effect });
      break;
    }
  }
  return found;
}

function* callsIn(file: FileModel): Generator<Call> {
  for (const unit of file.units) for (const node of nodesIn(unit)) if (node.kind === "Call") yield node;
}
