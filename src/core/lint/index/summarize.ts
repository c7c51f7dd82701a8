import { buildModel } from "../model/build-model.ts";
import type { FileModel, FunctionInfo, OutsideUse } from "../model/file-model.ts";
import { methodNames } from "../model/libraries/actions.ts";
import type { ModelMemory } from "../model/model-memory.ts";
import type { NameBinding } from "../model/names.ts";
import { alone } from "../model/surroundings.ts";
import { isDatabaseValue, type Value } from "../model/value.ts";
import type { Source } from "../source.ts";
import type { Call, Name, Node } from "../syntax/python.ts";
import { rangeOf } from "../syntax/walk.ts";
import type { Export, FileSummary, FunctionEffect, FunctionExport, ImportedUse } from "./summary.ts";

type Model = ReturnType<typeof buildModel>;

/** How far effects are followed through local functions. */
const DEEPEST_EFFECT = 3;

/** What other files may need to know of a file, from the file alone. */
export function summarize(source: Source, memory?: ModelMemory): FileSummary {
  const model = buildModel(source, alone, memory);
  const imports = model.names.facts.flatMap((facts) => facts.imports);
  const exports: Record<string, Export> = {};
  for (const name of model.names.moduleNames()) {
    const binding = model.names.moduleBinding(name);
    const exported = binding && exportOf(binding, model);
    if (exported) exports[name] = exported;
  }
  return {
    imports,
    exports,
    uses: importedUses(model),
    relationships: relationshipsIn(model),
    databases: [...model.databases],
  };
}

function exportOf(binding: NameBinding, model: Model): Export | undefined {
  const last = binding.definitions.at(-1);
  if (!last) return undefined;
  if (last.form === "function") {
    const info = model.functions.find(({ node }) => node === last.node);
    const described = info && describe(info, model);
    return described && { values: [], function: described };
  }
  const values = binding.definitions
    .flatMap((definition) => model.values.ofDefinition(definition, binding))
    .flatMap(plain);
  const worthy = values.filter(
    (value) => value.kind !== "constant" && !(isDatabaseValue(value) && value.weak),
  );
  return worthy.length > 0 ? { values: worthy, function: undefined } : undefined;
}

function describe(info: FunctionInfo, model: Model): FunctionExport | undefined {
  const returns = model.values.returnsOf(info).flatMap(plain).filter(isWorthy);
  const yields = model.values.yieldsOf(info).flatMap(plain).filter(isWorthy);
  const sharedUses = sharedUsesOf(info, model, DEEPEST_EFFECT);
  const effects = effectsOf(info, model, DEEPEST_EFFECT);
  if (returns.length + yields.length + sharedUses.length + effects.length === 0) return undefined;
  const head = info.node.kind === "FunctionDef" ? info.node.name : info.node;
  return {
    range: rangeOf(head),
    returns,
    yields,
    generator: info.generator || info.contextManager,
    sharedUses,
    effects,
  };
}

function isWorthy(value: Value): boolean {
  return value.kind !== "constant";
}

/** A value without what belongs to this file's syntax; nothing for what another file cannot use. */
export function plain(value: Value): readonly Value[] {
  if (isDatabaseValue(value))
    return [
      {
        ...value,
        source: value.source && (plain(value.source)[0] as typeof value.source),
        origin: { ...value.origin, node: undefined, function: undefined },
      },
    ];
  switch (value.kind) {
    case "external":
    case "constant":
      return [value];
    case "collection": {
      const elements = value.elements.flatMap(plain);
      return elements.length > 0 ? [{ ...value, elements, items: undefined }] : [];
    }
    case "executor":
    case "thread":
    case "task-group":
    case "lock":
    case "future":
    case "queue":
    case "event-loop":
      return [{ ...value, node: undefined }];
    default:
      return [];
  }
}

/** All that a function does to databases in a call, through local functions too. */
function effectsOf(info: FunctionInfo, model: Model, depth: number): readonly FunctionEffect[] {
  const own = model.operations
    .filter(({ call }) => model.functionOf(call) === info)
    .map(({ call, action, verb, receiver, weak }) => ({
      action,
      verb,
      library: receiver.library,
      range: rangeOf(call),
      inLoop: model.loopsOf(call).some(({ over }) => over === "rows"),
      weak,
    }));
  if (depth === 0) return own;
  return [...own, ...calleesIn(info, model).flatMap((callee) => effectsOf(callee, model, depth - 1))].slice(
    0,
    20,
  );
}

function sharedUsesOf(info: FunctionInfo, model: Model, depth: number): FunctionExport["sharedUses"] {
  const own: FunctionExport["sharedUses"][number][] = [];
  for (const { name, node } of databaseLikeNames(model)) {
    if (model.functionOf(node) !== info) continue;
    const binding = model.names.bindingOf(node);
    if (binding?.scope !== "module") continue;
    const value = model
      .valuesOf(node)
      .flatMap(plain)
      .find((one) =>
        isDatabaseValue(one)
          ? !one.weak && (one.kind === "session" || one.kind === "connection" || one.kind === "cursor")
          : one.kind === "external" && one.path === "",
      );
    if (value && !own.some((use) => use.name === name)) own.push({ name, value, range: rangeOf(node) });
  }
  if (depth === 0) return own;
  return [
    ...own,
    ...calleesIn(info, model).flatMap((callee) => sharedUsesOf(callee, model, depth - 1)),
  ].slice(0, 10);
}

function calleesIn(info: FunctionInfo, model: Model): readonly FunctionInfo[] {
  const found = new Set<FunctionInfo>();
  for (const { calls } of model.names.facts)
    for (const list of calls.values())
      for (const call of list)
        if (isWithin(call, info.node))
          for (const callee of model.calleesOf(call)) if (callee !== info) found.add(callee);
  return [...found];
}

function isWithin(node: Node, around: Node): boolean {
  for (let at: Node | undefined = node; at; at = at.parent) if (at === around) return true;
  return false;
}

/** Names whose methods are called as a database's are: `session.execute(…)`. */
function* databaseLikeNames(model: Model): Generator<{ readonly name: string; readonly node: Name }> {
  for (const { calls } of model.names.facts)
    for (const [method, list] of calls) {
      if (!methodNames.has(method)) continue;
      for (const { callee } of list)
        if (callee.kind === "Attribute" && callee.object.kind === "Name")
          yield { name: callee.object.id, node: callee.object };
    }
}

function importedUses(model: Model): readonly ImportedUse[] {
  const uses: ImportedUse[] = [];
  for (const { node } of databaseLikeNames(model)) {
    const binding = model.names.bindingOf(node);
    if (!binding?.definitions.some(({ form }) => form === "import")) continue;
    const name = model.valuesOf(node).find((value) => value.kind === "external" && value.path === "");
    if (name?.kind === "external")
      uses.push({ name: name.name, range: rangeOf(node), context: contextOf(node, model) });
  }
  return uses;
}

/** What runs the code at a node: the outermost function around it tells. */
function contextOf(node: Node, model: FileModel): OutsideUse["context"] {
  let context: OutsideUse["context"] = "module";
  for (let info = model.functionOf(node); info; info = info.parent) {
    if (info.handler) return "request";
    const [spawn] = model.spawnsOf(info);
    if (spawn) return spawn.kind;
    context = "function";
  }
  return context;
}

function relationshipsIn(model: Model): Record<string, readonly string[]> {
  const found: Record<string, readonly string[]> = {};
  for (const info of model.classes) {
    const names: string[] = [];
    for (const statement of info.node.body) {
      const target =
        statement.kind === "Assign"
          ? statement.targets[0]
          : statement.kind === "AnnAssign"
            ? statement.target
            : undefined;
      const value =
        statement.kind === "Assign" || statement.kind === "AnnAssign" ? statement.value : undefined;
      if (target?.kind !== "Name" || value?.kind !== "Call") continue;
      const { callee } = value;
      const name = callee.kind === "Attribute" ? callee.name : callee.kind === "Name" ? callee.id : "";
      if (
        /^(?:relationship|Relationship|relation|dynamic_loader|ForeignKey|OneToOneField|ManyToManyField|GenericForeignKey)$/.test(
          name,
        ) &&
        !isColumn(name, model, value.callee) &&
        !isEager(value)
      )
        names.push(target.id);
    }
    if (names.length > 0) found[info.name] = names;
  }
  return found;
}

/** `lazy="selectin"`: loaded with its object, or never by itself. */
function isEager({ keywords }: Call): boolean {
  const lazy = keywords.find(({ name }) => name === "lazy")?.value;
  return (
    lazy?.kind === "Constant" &&
    (lazy.value === false || /^(?:joined|selectin|subquery|immediate|noload|raise)/.test(String(lazy.value)))
  );
}

/** SQLAlchemy's ForeignKey stands inside a column and loads nothing; Django's is a relationship. */
function isColumn(name: string, model: Model, callee: Parameters<Model["qualifiedName"]>[0]): boolean {
  return name === "ForeignKey" && (model.qualifiedName(callee) ?? "").startsWith("sqlalchemy");
}
