import type { Binding, FileModel } from "../../model/file-model.ts";
import { nodesIn } from "../../syntax/children.ts";
import type { Call, Name, Node } from "../../syntax/python.ts";

/** Whether nobody asks for what a call gave back: a future, an AsyncResult, an iterator of results. */
export function isDropped(file: FileModel, call: Call): boolean {
  let value: Node = call;
  for (;;) {
    const parent: Node | undefined = value.parent;
    if (parent?.kind === "ExprStmt") return true;
    if (parent?.kind === "Assign" && parent.value === value) {
      const [target] = parent.targets;
      const binding =
        target?.kind === "Name" && parent.targets.length === 1 ? file.bindingOf(target) : undefined;
      return binding !== undefined && isNeverAsked(file, binding);
    }
    const list = parent?.kind === "Call" && parent.callee !== value ? appendedTo(parent) : undefined;
    if (list) {
      const binding = file.bindingOf(list);
      return binding !== undefined && isNeverAsked(file, binding);
    }
    // `[submit(…) for row in rows]`, `{submit(…): row for row in rows}`.
    if (parent?.kind !== "Comprehension" || (parent.element !== value && parent.value !== value))
      return false;
    if (parent.form === "generator") return false;
    value = parent;
  }
}

/** The list of `futures.append(…)`. */
function appendedTo({ callee, parent }: Call): Name | undefined {
  if (callee.kind !== "Attribute" || !/^(?:append|add)$/.test(callee.name)) return undefined;
  return callee.object.kind === "Name" && parent?.kind === "ExprStmt" ? callee.object : undefined;
}

function isNeverAsked(file: FileModel, { names, scope }: Binding): boolean {
  if (scope === "module" && names.length > 0 && file.usesElsewhere(names[0]?.id ?? "").length > 0)
    return false;
  return names.every((name) => isWritten(name) || isOnlyAwaited(file, name));
}

function isWritten(name: Name): boolean {
  const { parent } = name;
  if (parent?.kind === "Assign") return parent.value !== name;
  if (parent?.kind === "Attribute" && /^(?:append|add|clear)$/.test(parent.name))
    return parent.parent?.kind === "Call" && parent.parent.callee === parent;
  return false;
}

/** `wait(futures)`, `for future in as_completed(futures): count += 1`: the ends are waited for, not the errors. */
function isOnlyAwaited(file: FileModel, name: Name): boolean {
  let value: Node = name;
  for (;;) {
    const around: Node | undefined = value.parent;
    if (around?.kind === "For" && around.iter === value) return !usesTarget(file, around);
    if (around?.kind !== "Call" || around.callee === value) return false;
    const called = lastName(around);
    if (called === "len") return true;
    if (called === "wait") return around.parent?.kind === "ExprStmt";
    if (!/^(?:as_completed|tqdm|enumerate|list)$/.test(called)) return false;
    const { parent } = around;
    if (parent?.kind === "ExprStmt") return called === "as_completed";
    // `done = as_completed(futures)`, and nobody walks over it.
    if (parent?.kind === "Assign" && called === "as_completed") {
      const [target] = parent.targets;
      const binding = target?.kind === "Name" ? file.bindingOf(target) : undefined;
      return binding?.names.every(isWritten) ?? false;
    }
    value = around;
  }
}

/** Whether the body does anything with the finished future. */
function usesTarget(file: FileModel, loop: Extract<Node, { kind: "For" }>): boolean {
  const targets = new Set<Binding>();
  for (const node of nodesIn(loop.target)) {
    const binding = node.kind === "Name" ? file.bindingOf(node) : undefined;
    if (binding) targets.add(binding);
  }
  return loop.body.some((statement) =>
    [...nodesIn(statement)].some((node) => {
      if (node.kind !== "Name") return false;
      const binding = file.bindingOf(node);
      return binding !== undefined && targets.has(binding);
    }),
  );
}

function lastName({ callee }: Call): string {
  return callee.kind === "Attribute" ? callee.name : callee.kind === "Name" ? callee.id : "";
}
