import { buildModel } from "../model/build-model.ts";
import type { FileModel, FunctionInfo, OutsideUse } from "../model/file-model.ts";
import type { ModelMemory } from "../model/model-memory.ts";
import type { NameBinding } from "../model/names.ts";
import { alone } from "../model/surroundings.ts";
import { isDatabaseValue, type Value } from "../model/value.ts";
import type { Source } from "../source.ts";
import type { Call, Node } from "../syntax/python.ts";
import { rangeOf } from "../syntax/walk.ts";
import { Deeds, databaseLikeNames } from "./deeds.ts";
import { plain } from "./plain-value.ts";
import type { Export, FileSummary, FunctionExport, ImportedUse } from "./summary.ts";

type Model = ReturnType<typeof buildModel>;

/** What other files may need to know of a file, from the file alone. */
export function summarize(source: Source, memory?: ModelMemory): FileSummary {
  const model = buildModel(source, alone, memory);
  const imports = model.names.facts.flatMap((facts) => facts.imports);
  const exports: Record<string, Export> = {};
  const deeds = new Deeds(model);
  for (const [name] of model.names.ofModule()) {
    const binding = model.names.moduleBinding(name);
    const exported = binding && exportOf(binding, model, deeds);
    if (exported) exports[name] = exported;
  }
  return {
    imports,
    exports,
    uses: importedUses(model),
    relationships: relationshipsIn(model),
    databases: [...model.databases],
    operates: model.operations.length > 0,
  };
}

function exportOf(binding: NameBinding, model: Model, deeds: Deeds): Export | undefined {
  const last = binding.definitions.at(-1);
  if (!last) return undefined;
  if (last.form === "function") {
    const info = model.values.deps.functions().infoOf(last.node);
    const described = info && describe(info, model, deeds);
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

function describe(info: FunctionInfo, model: Model, deeds: Deeds): FunctionExport | undefined {
  const returns = model.values.returnsOf(info).flatMap(plain).filter(isWorthy);
  const yields = model.values.yieldsOf(info).flatMap(plain).filter(isWorthy);
  const sharedUses = deeds.sharedUsesOf(info);
  const effects = deeds.effectsOf(info);
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

function importedUses(model: Model): readonly ImportedUse[] {
  const uses: ImportedUse[] = [];
  for (const node of databaseLikeNames(model)) {
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
