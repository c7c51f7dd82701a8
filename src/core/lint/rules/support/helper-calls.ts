import type { FileModel, FunctionInfo, ImportedFunction, Operation } from "../../model/file-model.ts";
import { nodesRunBy } from "../../syntax/children.ts";
import type { Call, Expression, Node, Parameter } from "../../syntax/python.ts";
import { dependsOnItem, handlerAround, isSessionLike, type PerItem, perItemOf } from "./per-item.ts";

/** A call, once per row, of a function of this file whose code does something to a database each time. */
export interface HelperCall {
  readonly call: Call;
  readonly item: PerItem;
  /** In the helper, or in a function that it calls. */
  readonly operation: Operation;
  readonly helper: FunctionInfo;
}

/** How many calls deep a helper may hide an operation. */
const maxDepth = 2;

/**
 * Of operations that are not run once per row where they stand. At most one per call: that of the operation which is
 * hidden least deep. `isMeant` is asked late: it may cost.
 */
export function helperCallsOf(
  file: FileModel,
  isWanted: (operation: Operation) => boolean,
  isMeant: (operation: Operation, helper: FunctionInfo) => boolean = () => true,
): readonly HelperCall[] {
  const found = new Map<Call, HelperCall>();
  let level: { operation: Operation; helper: FunctionInfo; target: FunctionInfo }[] = [];
  for (const helper of file.calledFunctions)
    for (const operation of file.operationsOf(helper))
      if (isWanted(operation) && runsOncePerCall(file, operation.call) && !perItemOf(file, operation.call))
        level.push({ operation, helper, target: helper });
  for (let depth = 0; depth < maxDepth; depth++) {
    const next: typeof level = [];
    for (const { operation, helper, target } of level) {
      if (target.memoised || target.node.kind === "Lambda") continue;
      for (const call of file.callersOf(target)) {
        const caller = file.functionOf(call);
        if (caller === target || found.has(call)) continue;
        const item = perItemOf(file, call);
        if (item && isMeant(operation, helper) && !hasOwnDatabase(file, call, item))
          found.set(call, { call, item, operation, helper });
        else if (!item && caller && runsOncePerCall(file, call))
          next.push({ operation, helper, target: caller });
      }
    }
    level = next;
  }
  return [...found.values()];
}

/** Whether each round hands over a session of its own: a database per round. */
function hasOwnDatabase(file: FileModel, call: Call, item: PerItem): boolean {
  return argumentsOf(call).some((given) => isSessionLike(file, given) && dependsOnItem(file, given, item));
}

/** Whether a call hands over a value of the row, a session aside. */
export function handsOverItem(file: FileModel, call: Call, item: PerItem): boolean {
  return argumentsOf(call).some((given) => !isSessionLike(file, given) && dependsOnItem(file, given, item));
}

function argumentsOf({ args, keywords }: Call): readonly Expression[] {
  return [...args, ...keywords.map(({ value }) => value)];
}

/** Whether each call of the function around runs a node, and once. */
function runsOncePerCall(file: FileModel, node: Node): boolean {
  const loops = file.loopsOf(node);
  if (loops.some(({ over }) => over !== "few-constants" && over !== "retries")) return false;
  return handlerAround(node) === undefined && !isAskedFor(file, node);
}

/** `if commit: session.commit()`, where `commit` is a switch that is handed over: the caller decides. */
function isAskedFor(file: FileModel, node: Node): boolean {
  const around = file.functionOf(node);
  if (!around) return false;
  const switches = new Set(around.parameters.filter(isSwitch).map(({ name }) => name.id));
  for (let at: Node | undefined = node; at && at !== around.node; at = at.parent) {
    const branch: Node | undefined = at.parent;
    if (branch?.kind !== "If" || at === branch.test) continue;
    for (const tested of nodesRunBy(branch.test))
      if (tested.kind === "Name" && switches.has(tested.id)) return true;
  }
  return false;
}

function isSwitch({ name, default: value }: Parameter): boolean {
  return (
    /commit|flush|save|sync|persist|dry|write/i.test(name.id) ||
    (value?.kind === "Constant" && value.type === "bool")
  );
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
  for (const { call, functions } of file.importedCalls) {
    for (const helper of functions) {
      const effect = helper.effects.find((candidate) => !candidate.inLoop && isMeant(candidate));
      const item = effect && perItemOf(file, call);
      if (!item || hasOwnDatabase(file, call, item)) continue;
      found.push({ call, item, helper, effect });
      break;
    }
  }
  return found;
}
