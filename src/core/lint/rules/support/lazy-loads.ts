import type { FileModel, FilePart } from "../../model/file-model.ts";
import type { Library } from "../../model/value.ts";
import { nodesIn, nodesRunBy } from "../../syntax/children.ts";
import type { Attribute, Expression, For, Name, Node } from "../../syntax/python.ts";
import type { PerItem } from "./per-item.ts";
import { endsLoop } from "./round.ts";
import { searches } from "./search-loop.ts";

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
export function lazyLoadsOf(part: FilePart, file: FileModel): readonly LazyLoad[] {
  const found: LazyLoad[] = [];
  if (!file.knowsRelationships) return found;
  const seen = new Set<For>();
  for (const operation of part.operations) {
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
  if (target.kind !== "Name") return [];
  const held = file.databaseValueOf(target);
  const model = held?.kind === "model-object" ? held.model : modelOf(file, loop.iter);
  if (model === undefined) return [];
  const relationships = new Set(file.relationshipsOf(model));
  if (relationships.size === 0 || isEager(file, loop.iter)) return [];
  if (file.loopsOf(loop.body[0] ?? loop)[0]?.over !== "rows") return [];
  const item: PerItem = { by: "loop", loop: { node: loop, iter: loop.iter, over: "rows" } };
  const found = new Map<string, LazyLoad>();
  for (const statement of loop.body)
    for (const node of nodesRunBy(statement)) {
      if (node.kind !== "Attribute" || !relationships.has(node.name) || found.has(node.name)) continue;
      if (!isRead(node) || !isSame(file, node.object, target)) continue;
      if (endsLoop(node, item) || searches(file, node, item)) continue;
      found.set(node.name, { node, name: node.name, model, library: held?.library ?? "sqlalchemy" });
    }
  return [...found.values()];
}

/** The one model of `session.scalars(select(Model))`, however the result is unpacked. */
function modelOf(file: FileModel, iter: Expression, depth = 0): string | undefined {
  if (iter.kind === "Name") {
    const definitions = file.bindingOf(iter)?.definitions ?? [];
    const value = definitions.length === 1 ? definitions[0]?.value : undefined;
    return value && depth < 4 ? modelOf(file, value, depth + 1) : undefined;
  }
  let scalars = false;
  let model: string | undefined;
  for (const node of nodesIn(iter)) {
    if (node.kind !== "Call") continue;
    const { callee, args } = node;
    const name = callee.kind === "Attribute" ? callee.name : callee.kind === "Name" ? callee.id : "";
    if (name === "scalars" || name === "exec") scalars = true;
    if (name === "select" && args.length === 1 && args[0]?.kind === "Name") model = args[0].id;
    const [given] = args;
    if (/^(?:scalars|exec|execute)$/.test(name) && given?.kind === "Name")
      model ??= modelOfStatement(file, given);
  }
  return scalars ? model : undefined;
}

function modelOfStatement(file: FileModel, name: Name): string | undefined {
  const definitions = file.bindingOf(name)?.definitions ?? [];
  const value = definitions.length === 1 ? definitions[0]?.value : undefined;
  for (const node of value ? nodesIn(value) : [])
    if (
      node.kind === "Call" &&
      node.callee.kind === "Name" &&
      node.callee.id === "select" &&
      node.args.length === 1
    )
      return node.args[0]?.kind === "Name" ? node.args[0].id : undefined;
  return undefined;
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
