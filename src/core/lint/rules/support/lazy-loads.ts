import type { FileModel } from "../../model/file-model.ts";
import { isDatabaseValue, type Library } from "../../model/value.ts";
import { nodesIn, nodesRunBy } from "../../syntax/children.ts";
import type { Attribute, Expression, For, Name, Node } from "../../syntax/python.ts";
import { endsLoop } from "./round.ts";

/** A relationship that is read of each object of a list, and was not loaded with it. */
export interface LazyLoad {
  readonly node: Attribute;
  readonly name: string;
  readonly model: string;
  readonly library: Library;
}

const eager =
  /^(?:joinedload|selectinload|subqueryload|immediateload|contains_eager|lazyload|raiseload|noload|select_related|prefetch_related|prefetch_related_objects|options|joinedload_all|subqueryload_all|eagerload)$/;

/** Only of `for` loops over a query that stands in sight, so that what it loads is known. */
export function lazyLoadsOf(file: FileModel): readonly LazyLoad[] {
  const found: LazyLoad[] = [];
  const seen = new Set<For>();
  for (const operation of file.operations) {
    if (operation.action !== "run" || operation.verb !== "select") continue;
    for (const loop of loopsOver(file, operation.call)) {
      if (seen.has(loop)) continue;
      seen.add(loop);
      found.push(...readIn(file, loop));
    }
  }
  return found;
}

/** The `for` loops that walk over what a query gives, at once or through a name. */
function loopsOver(file: FileModel, call: Node): readonly For[] {
  for (let at = call; at.parent; at = at.parent) {
    const around = at.parent;
    if (around.kind === "For" && around.iter === at) return [around];
    if (around.kind === "Assign" && around.value === at) {
      const [target] = around.targets;
      if (target?.kind !== "Name") return [];
      const binding = file.bindingOf(target);
      if (binding?.definitions.length !== 1) return [];
      return binding.names.flatMap((name) =>
        name.parent?.kind === "For" && name.parent.iter === name ? [name.parent] : [],
      );
    }
    if (!/^(?:Call|Attribute|Await)$/.test(around.kind)) return [];
  }
  return [];
}

function readIn(file: FileModel, loop: For): readonly LazyLoad[] {
  const { target } = loop;
  if (target.kind !== "Name" || file.loopsOf(loop.body[0] ?? loop)[0]?.over !== "rows") return [];
  const object = file.valuesOf(target).filter(isDatabaseValue);
  const [only] = object;
  if (only?.kind !== "model-object" || only.model === undefined || object.length !== 1) return [];
  const relationships = new Set(file.relationshipsOf(only.model));
  if (relationships.size === 0 || isEager(file, loop.iter)) return [];
  const found = new Map<string, LazyLoad>();
  for (const statement of loop.body)
    for (const node of nodesRunBy(statement)) {
      if (node.kind !== "Attribute" || !relationships.has(node.name) || found.has(node.name)) continue;
      if (!isRead(node) || !isSame(file, node.object, target)) continue;
      if (endsLoop(node, { by: "loop", loop: { node: loop, iter: loop.iter, over: "rows" } })) continue;
      found.set(node.name, { node, name: node.name, model: only.model, library: only.library });
    }
  return [...found.values()];
}

function isSame(file: FileModel, object: Expression, target: Name): boolean {
  return object.kind === "Name" && object.id === target.id && file.isSame(object, target);
}

/** Not given a value, and not only added to. */
function isRead(node: Attribute): boolean {
  const { parent } = node;
  if (parent?.kind === "Assign") return parent.value === node;
  return parent?.kind !== "Delete" && parent?.kind !== "AugAssign";
}

/** Whether the query says how relationships are loaded, in the loop's head or where its name comes from. */
function isEager(file: FileModel, iter: Expression, depth = 0): boolean {
  for (const node of nodesIn(iter)) {
    if (node.kind === "Call") {
      const { callee } = node;
      const name = callee.kind === "Attribute" ? callee.name : callee.kind === "Name" ? callee.id : "";
      if (eager.test(name)) return true;
    }
    if (node.kind === "Name" && depth < 4)
      for (const { value, form } of file.bindingOf(node)?.definitions ?? [])
        if (form === "assign" && value && value !== iter && isEager(file, value, depth + 1)) return true;
  }
  return false;
}
