import type { Binding, FileModel, FilePart, FunctionInfo } from "../../model/file-model.ts";
import type { Expression, Name } from "../../syntax/python.ts";

/** A local name of a function that may hold a session or connection. */
interface LocalHandle {
  readonly binding: Binding;
  readonly owner: FunctionInfo;
}

const makers = ["connect", "raw_connection", "SessionLocal", "Session", "getconn"];
const readers = ["read_sql", "read_sql_query", "read_sql_table", "to_sql"];
/** `rows = query.all()`, `query = session.query(User)`, `session = Session()`. */
const deepest = 4;

/** The local names that database operations go through, or that get what `connect()` and the like give. */
export function localHandles(part: FilePart, file: FileModel): readonly LocalHandle[] {
  const found = new Map<Binding, LocalHandle>();
  const add = (name: Name, depth: number): void => {
    const binding = file.bindingOf(name);
    const owner = binding?.function;
    if (binding?.scope !== "function" || !owner || found.has(binding)) return;
    found.set(binding, { binding, owner });
    if (depth === 0) return;
    for (const { value, form } of binding.definitions) {
      const root = form === "assign" || form === "with" || form === "for" ? rootOf(value) : undefined;
      if (root) add(root, depth - 1);
    }
  };
  for (const { receiverNode } of part.operations) {
    const root = rootOf(receiverNode);
    if (root) add(root, deepest);
  }
  for (const { args, keywords } of part.callsNamed(...readers))
    for (const argument of [...args, ...keywords.map(({ value }) => value)])
      if (argument.kind === "Name") add(argument, 1);
  for (const { parent } of part.callsNamed(...makers)) {
    const at = parent?.kind === "Await" ? parent.parent : parent;
    const target =
      at?.kind === "Assign"
        ? at.targets[0]
        : at?.kind === "AnnAssign" || at?.kind === "WithItem"
          ? at.target
          : undefined;
    if (target?.kind === "Name") add(target, 0);
  }
  return [...found.values()];
}

/** The name in front of attributes, calls and subscripts. */
function rootOf(expression: Expression | undefined): Name | undefined {
  let root = expression;
  for (;;)
    switch (root?.kind) {
      case "Name":
        return root;
      case "Attribute":
      case "Subscript":
        root = root.object;
        break;
      case "Call":
        root = root.callee;
        break;
      case "Await":
        root = root.value;
        break;
      default:
        return undefined;
    }
}
