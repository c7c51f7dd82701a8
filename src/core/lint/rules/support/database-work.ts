import type { FileModel, FunctionInfo } from "../../model/file-model.ts";
import { nodesRunBy } from "../../syntax/children.ts";

/** How many calls deep the work of a function is looked for. */
const maxDepth = 3;

/** A function and the local functions that it calls, itself first. */
export function reachedFrom(file: FileModel, start: FunctionInfo): readonly FunctionInfo[] {
  const reached = new Set([start]);
  let last: readonly FunctionInfo[] = [start];
  for (let depth = 0; depth < maxDepth && last.length > 0; depth++) {
    const next: FunctionInfo[] = [];
    for (const at of last)
      for (const node of nodesRunBy(at.node))
        if (node.kind === "Call")
          for (const callee of file.calleesOf(node))
            if (!reached.has(callee)) {
              reached.add(callee);
              next.push(callee);
            }
    last = next;
  }
  return [...reached];
}

/** Whether a function of this file does database work, also through functions of other files. */
export function doesDatabaseWork(file: FileModel, start: FunctionInfo): boolean {
  return reachedFrom(file, start).some(
    ({ node }) =>
      file.operationsIn(node).length > 0 ||
      [...nodesRunBy(node)].some(
        (inner) =>
          inner.kind === "Call" && file.importedCalleesOf(inner).some(({ effects }) => effects.length > 0),
      ),
  );
}
