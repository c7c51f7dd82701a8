import type { Attribute, ClassDef, Node } from "../syntax/python.ts";
import type { ClassInfo, FunctionInfo } from "./file-model.ts";
import { isProperty, memberOf } from "./libraries/members.ts";
import { unitAround } from "./names.ts";
import type { AttributeDefinition } from "./scopes.ts";
import { entered, iterated, unpacked } from "./unpacking.ts";
import { type DatabaseValue, type ExternalValue, isDatabaseValue, type Value } from "./value.ts";
import type { Values } from "./values.ts";

const none: readonly Value[] = [];

/** What `object.name` holds. */
export function valuesOfAttribute(node: Attribute, values: Values): readonly Value[] {
  const owners = values.of(node.object);
  if (owners.length === 0)
    return isRequestSession(node) ? none : values.withWeak(none, node.name, () => node);
  // A name of another module says less than what is known to be behind it.
  const known = owners
    .filter((owner) => owner.kind !== "external")
    .map((owner) => ofOwner(owner, node, values));
  const external = owners
    .filter((owner) => owner.kind === "external")
    .map((owner) => ofExternal(owner, node, values));
  // What is guessed of the name, `db`, says more of `db.session` than the name of its module does.
  const isFound = external.flat().some((value) => isDatabaseValue(value) && !value.weak);
  if (!isFound && known.flat().some(isDatabaseValue)) return values.union(known);
  return values.union([...known, ...external]);
}

function ofOwner(owner: Value, node: Attribute, values: Values): readonly Value[] {
  if (isDatabaseValue(owner)) return ofDatabase(owner, node, values);
  switch (owner.kind) {
    case "instance":
      return ofInstance(owner.class, node, values);
    case "class":
      return ofClass(owner.class, node, values);
    case "executor":
    case "thread":
    case "task-group":
    case "lock":
    case "future":
    case "queue":
    case "event-loop":
      return [{ kind: "bound-method", receiver: owner, receiverNode: node.object, name: node.name }];
    default:
      return none;
  }
}

function ofExternal(owner: ExternalValue, node: Attribute, values: Values): readonly Value[] {
  const { name } = node;
  if (owner.path === "" && /(?:^|\.)[A-Z]\w*$/.test(owner.name)) {
    // `User.query`, `User.objects` of a class that another module defines.
    const model = owner.name.slice(owner.name.lastIndexOf(".") + 1);
    if (name === "query") return [values.make("query", "flask_sqlalchemy", node, { weak: true, model })];
    if (name === "objects") return [values.make("manager", "django", node, { weak: true, model })];
  }
  const found =
    owner.path === ""
      ? values.resolve({ ...owner, name: `${owner.name}.${name}` })
      : [{ ...owner, path: `${owner.path}.${name}` }];
  return isRequestSession(node) ? found : values.withWeak(found, name, () => node);
}

function ofDatabase(owner: DatabaseValue, node: Attribute, values: Values): readonly Value[] {
  const { name } = node;
  // An unknown `db` that is asked for its session is Flask-SQLAlchemy's, or one like it.
  if (owner.weak && owner.kind === "session" && name === "session")
    return [
      values.make("session-registry", "flask_sqlalchemy", owner.origin.node ?? node, {
        weak: true,
        place: owner.origin.place,
      }),
    ];
  if (owner.weak && owner.kind === "session" && (name === "engine" || name === "bind"))
    return [values.make("engine", "unknown", node, { weak: true })];
  if (owner.weak && owner.kind === "session" && /^(?:cursor|conn|connection|con|cur)$/.test(name))
    return name.startsWith("cur") && name !== "cursor"
      ? [values.make("cursor", "unknown", node, { weak: true })]
      : [
          {
            kind: "bound-method",
            receiver: { ...owner, kind: "connection" },
            receiverNode: node.object,
            name,
          },
        ];
  if (isProperty(owner, name)) {
    const result = memberOf(owner, name);
    if (result === "same") return [owner];
    if (result !== undefined && result !== "nothing")
      return [
        values.make(
          result,
          owner.library,
          owner.kind === "flask-database" || owner.kind === "model-class"
            ? (owner.origin.node ?? node)
            : node,
          {
            async: owner.async,
            weak: owner.weak,
            source: owner,
            model: owner.model,
          },
        ),
      ];
  }
  // Django's name for the rows that point at an object.
  if (owner.kind === "model-object" && owner.library === "django" && name.endsWith("_set"))
    return [values.make("manager", "django", node, { weak: owner.weak, source: owner })];
  if (owner.kind === "model-object" || owner.kind === "row") return none;
  return [{ kind: "bound-method", receiver: owner, receiverNode: node.object, name }];
}

function ofInstance(info: ClassInfo, node: Attribute, values: Values): readonly Value[] {
  const { name } = node;
  const method = methodOf(info, name, values);
  if (method)
    return isPropertyMethod(method)
      ? values.returnsOf(method)
      : [{ kind: "function", function: method, receiver: node.object }];
  const found = ofFields(info, name, values);
  return values.withWeak(found, name, () => node);
}

function ofClass(info: ClassInfo, { name }: Attribute, values: Values): readonly Value[] {
  const method = methodOf(info, name, values);
  if (method) return [{ kind: "function", function: method, receiver: undefined }];
  return ofFields(info, name, values);
}

/** A method of the class or of its bases in the file. */
function methodOf(info: ClassInfo, name: string, values: Values): FunctionInfo | undefined {
  const { dependencies } = values.deps;
  dependencies.readsMember(name);
  for (const each of [info, ...localBases(info, values)]) {
    const method = each.methods.get(name);
    if (!method) continue;
    dependencies.reads(unitAround(method.node));
    return method;
  }
  return undefined;
}

function isPropertyMethod({ node }: FunctionInfo): boolean {
  return (
    node.kind === "FunctionDef" &&
    node.decorators.some((decorator) => {
      const name =
        decorator.kind === "Name" ? decorator.id : decorator.kind === "Attribute" ? decorator.name : "";
      return /^(?:cached_|hybrid_|class)?property$/.test(name);
    })
  );
}

/** What is stored under a name on a class or on its objects, anywhere in the file. */
function ofFields(info: ClassInfo, name: string, values: Values): readonly Value[] {
  const owners = [info, ...localBases(info, values)];
  values.deps.dependencies.readsMember(name);
  const lists: (readonly Value[])[] = [];
  for (const owner of owners) {
    const member = values.deps.names.classMember(name, owner.node);
    for (const definition of member?.definitions ?? [])
      if (member) lists.push(values.ofDefinition(definition, member));
    for (const definition of fieldsOf(owner.node, values).get(name) ?? [])
      lists.push(ofField(definition, values));
  }
  const found = values.union(lists);
  // `self.session = None` at first: what it becomes later counts.
  const something = found.filter((value) => value.kind !== "constant" || value.value !== null);
  return something.length > 0 ? something : found;
}

function ofField({ value, form, unpack }: AttributeDefinition, values: Values): readonly Value[] {
  if (!value) return none;
  switch (form) {
    case "assign":
      return unpack.length === 0
        ? values.of(value)
        : unpacked(values.of(value), unpack, values, value, false);
    case "with":
      return unpacked(entered(values.of(value)), unpack, values, undefined, false);
    case "for":
      return unpacked(iterated(values.of(value), values, value), unpack, values, value, true);
  }
}

function localBases(info: ClassInfo, values: Values): readonly ClassInfo[] {
  return values.deps.functions().classes.filter((other) => other !== info && info.bases.includes(other.name));
}

/** `self.x = …` in a class's methods, by name. */
function fieldsOf(node: ClassDef, values: Values): ReadonlyMap<string, readonly AttributeDefinition[]> {
  return values.fields().get(node) ?? new Map();
}

/** All `self.x = …` of a file, by class and name. */
export function collectFields(values: Values): Map<Node, Map<string, AttributeDefinition[]>> {
  const classes = new Map<Node, Map<string, AttributeDefinition[]>>();
  for (const { attributes } of values.deps.names.facts)
    for (const definition of attributes) {
      const { object, name } = definition;
      if (object.kind !== "Name") continue;
      const method = methodAround(object, values);
      if (!method?.class || method.parameters[0]?.name.id !== object.id) continue;
      const owner = method.class.node;
      const fields = classes.get(owner) ?? new Map<string, AttributeDefinition[]>();
      classes.set(owner, fields);
      const known = fields.get(name);
      if (known) known.push(definition);
      else fields.set(name, [definition]);
    }
  return classes;
}

function methodAround(node: Node, values: Values): FunctionInfo | undefined {
  let info = values.deps.functions().functionAround(node);
  while (info && !info.class) info = info.parent;
  return info;
}

/** A web framework's own: a dictionary of the visitor. */
function isRequestSession({ object, name }: Attribute): boolean {
  if (name !== "session") return false;
  const last = object.kind === "Name" ? object.id : object.kind === "Attribute" ? object.name : "";
  return /^(?:request|req|requests|websocket|ws|http|client|requests_session)$/.test(last);
}
