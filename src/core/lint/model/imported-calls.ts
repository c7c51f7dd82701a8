import type { Expression } from "../syntax/python.ts";
import type { FileModel, ImportedFunction } from "./file-model.ts";
import type { ModelMemory } from "./model-memory.ts";
import type { UnitFacts } from "./scopes.ts";

type ImportedCall = FileModel["importedCalls"][number];

/** The calls of functions that another file defines and the index knows. */
export function findImportedCalls(
  memory: ModelMemory,
  importedFunctions: (callee: Expression) => readonly ImportedFunction[],
): ImportedCall[] {
  const imported = new Set<string>();
  for (const [name, definitions] of memory.names.ofModule())
    if (definitions.some(({ form }) => form === "import")) imported.add(name);
  return memory.names.roots.flatMap(({ unit, facts }) => {
    let calls = memory.importedCalls.get(unit);
    if (!calls) {
      calls = callsIn(facts, imported, importedFunctions);
      memory.importedCalls.set(unit, calls);
    }
    return calls;
  });
}

function callsIn(
  { calls, imports, root }: UnitFacts,
  imported: ReadonlySet<string>,
  importedFunctions: (callee: Expression) => readonly ImportedFunction[],
): ImportedCall[] {
  const found: ImportedCall[] = [];
  // A function may import by itself.
  const hasOwn = imports.length > 0 && root.children.length > 0;
  for (const list of calls.values())
    for (const call of list) {
      const name = rootName(call.callee);
      if (name === undefined || !(hasOwn || imported.has(name))) continue;
      const functions = importedFunctions(call.callee);
      if (functions.length > 0) found.push({ call, functions });
    }
  return found;
}

function rootName(expression: Expression): string | undefined {
  let at = expression;
  while (at.kind === "Attribute") at = at.object;
  return at.kind === "Name" ? at.id : undefined;
}
