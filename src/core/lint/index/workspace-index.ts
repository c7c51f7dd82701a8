import type { ImportedFunction, OutsideUse, PackageVersion } from "../model/file-model.ts";
import { madeBy } from "../model/libraries/made-by.ts";
import { memberOf } from "../model/libraries/members.ts";
import type { Surroundings } from "../model/surroundings.ts";
import { type DatabaseValue, type ExternalValue, isDatabaseValue, type Value } from "../model/value.ts";
import { join, split, stepsOf } from "./dotted-name.ts";
import type { Export, FileSummary } from "./summary.ts";

/** The file that a module's name means, seen from another file; undefined: none of the workspace. */
export type ResolveModule = (
  from: string,
  module: { readonly level: number; readonly module: string },
) => string | undefined;

/** Re-exports are followed so far; a circle of imports ends there. */
const DEEPEST = 8;

interface Found {
  readonly file: string;
  readonly export: Export;
}

/** What the files of a workspace tell each other. */
export class WorkspaceIndex {
  private readonly summaries = new Map<string, FileSummary>();
  private readonly resolveModule: ResolveModule;
  private uses: Map<string, Map<string, OutsideUse[]>> | undefined;
  private relationships: Map<string, readonly string[]> | undefined;
  private last: { readonly file: string | undefined; readonly change: number } = {
    file: undefined,
    change: 0,
  };
  private beforeLast = 0;

  constructor(resolveModule: ResolveModule) {
    this.resolveModule = resolveModule;
  }

  set(file: string, summary: FileSummary): void {
    this.summaries.set(file, summary);
    this.noteChange(file);
  }

  delete(file: string): void {
    if (this.summaries.delete(file)) this.noteChange(file);
  }

  get(file: string): FileSummary | undefined {
    return this.summaries.get(file);
  }

  files(): IterableIterator<string> {
    return this.summaries.keys();
  }

  /** To be called when files appeared or vanished, so that names of modules may mean others. */
  forget(): void {
    this.noteChange(undefined);
  }

  private noteChange(file: string | undefined): void {
    this.uses = undefined;
    this.relationships = undefined;
    if (this.last.file !== file || file === undefined) this.beforeLast = this.last.change;
    this.last = { file, change: this.last.change + 1 };
  }

  /** Changes with every file but the asking one: what a file says of itself it knows better. */
  private versionFor(file: string): number {
    return this.last.file === file ? this.beforeLast : this.last.change;
  }

  /** The files of the index that a file imports. */
  importsOf(file: string): ReadonlySet<string> {
    const found = new Set<string>();
    for (const { module, name } of this.summaries.get(file)?.imports ?? []) {
      for (const target of [module, name === undefined || name === "*" ? module : join(module, name)]) {
        const resolved = this.resolveModule(file, split(target));
        if (resolved !== undefined && resolved !== file) found.add(resolved);
      }
    }
    return found;
  }

  /** The files whose findings may change when a file does: all that import it, directly or through others. */
  dependentsOf(file: string): ReadonlySet<string> {
    const importers = new Map<string, string[]>();
    for (const each of this.summaries.keys())
      for (const target of this.importsOf(each))
        importers.set(target, [...(importers.get(target) ?? []), each]);
    const found = new Set<string>();
    const waiting = [file];
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop())
      for (const importer of importers.get(next) ?? []) {
        if (found.has(importer) || importer === file) continue;
        found.add(importer);
        waiting.push(importer);
      }
    return found;
  }

  /** What the model of a file may ask of the others. */
  surroundingsOf(
    file: string,
    versionOf: (packageName: string) => PackageVersion | undefined = () => undefined,
  ): Surroundings {
    return {
      version: this.versionFor(file),
      imported: (value) => this.imported(value.file ?? file, value, 0),
      importedResults: (value) => this.results(value.file ?? file, value.name, 0),
      importedFunction: (value) => this.importedFunction(value.file ?? file, value.name),
      usesElsewhere: (name) => this.usesOf(file).get(name) ?? [],
      knowsRelationships: () => this.allRelationships().size > 0,
      relationshipsOf: (model) => this.allRelationships().get(model) ?? [],
      versionOf,
      databases: () => [...this.importsOf(file)].flatMap((each) => this.summaries.get(each)?.databases ?? []),
    };
  }

  private imported(from: string, value: ExternalValue, depth: number): readonly Value[] | undefined {
    const found = this.find(from, value.name, depth);
    if (!found) return undefined;
    return found.export.values.flatMap((each) => this.settle(each, found.file, depth + 1));
  }

  /** A value of another file, with that file's name, and what its external names stand for. */
  private settle(value: Value, file: string, depth: number): readonly Value[] {
    if (isDatabaseValue(value)) return [placed(value, file)];
    if (value.kind === "collection")
      return [{ ...value, elements: value.elements.flatMap((each) => this.settle(each, file, depth)) }];
    if (value.kind !== "external") return [value];
    const context = value.file ?? file;
    const here: ExternalValue = { ...value, file: context };
    if (depth > DEEPEST) return [here];
    const base = this.imported(context, { ...value, path: "" }, depth) ?? [];
    const [step = "", ...rest] = stepsOf(value.path);
    if (step === "") return base.length > 0 ? base : [here];
    const first =
      step === "()"
        ? [...base.flatMap(called), ...(this.results(context, value.name, depth) ?? made(value.name, file))]
        : base.flatMap((each) => attribute(each, step));
    const last = rest.reduce<readonly Value[]>(
      (list, each) => list.flatMap((one) => (each === "()" ? called(one) : attribute(one, each))),
      first,
    );
    return last.length > 0 ? last : [here];
  }

  private results(from: string, name: string, depth: number): readonly Value[] | undefined {
    if (depth > DEEPEST) return undefined;
    const found = this.find(from, name, depth);
    const described = found?.export.function;
    if (!found || !described) return undefined;
    const settle = (list: readonly Value[]) => {
      const values = list.flatMap((each) => this.settle(each, found.file, depth + 1));
      const strong = values.filter((each) => !(isDatabaseValue(each) && each.weak));
      return strong.some(isDatabaseValue) ? strong : values;
    };
    return described.generator
      ? [{ kind: "collection", form: "generator", elements: settle(described.yields), items: undefined }]
      : settle(described.returns);
  }

  private importedFunction(from: string, name: string): ImportedFunction | undefined {
    const found = this.find(from, name, 0);
    const described = found?.export.function;
    if (!found || !described) return undefined;
    return {
      file: found.file,
      name: name.slice(name.lastIndexOf(".") + 1),
      range: described.range,
      sharedUses: described.sharedUses.flatMap(({ name: used, value, range }) => {
        const session = this.settle(value, found.file, 1).find(
          (each): each is DatabaseValue =>
            isDatabaseValue(each) &&
            !each.weak &&
            (each.kind === "session" || each.kind === "connection" || each.kind === "cursor"),
        );
        return session ? [{ value: session, name: used, range }] : [];
      }),
      effects: described.effects,
    };
  }

  /** The export that a dotted name means: the longest prefix that is a module, then the name in it. */
  private find(from: string, dotted: string, depth: number): Found | undefined {
    const module = this.moduleOf(from, dotted);
    return module && this.exportOf(module.file, module.name, depth);
  }

  /** The file of the module that a dotted name is in, whatever that file says, and the name there. */
  private moduleOf(
    from: string,
    dotted: string,
  ): { readonly file: string; readonly name: string } | undefined {
    const { level, module } = split(dotted);
    const parts = module.split(".");
    for (let length = parts.length - 1; length >= 0; length--) {
      const file = this.resolveModule(from, { level, module: parts.slice(0, length).join(".") });
      if (file === undefined || (level === 0 && length === 0)) continue;
      return length === parts.length - 1 ? { file, name: parts[length] ?? "" } : undefined;
    }
    return undefined;
  }

  private exportOf(file: string, name: string, depth: number): Found | undefined {
    const summary = this.summaries.get(file);
    if (!summary || depth > DEEPEST) return undefined;
    const own = Object.hasOwn(summary.exports, name) ? summary.exports[name] : undefined;
    if (own) {
      const [alias] = own.values;
      if (own.values.length !== 1 || alias?.kind !== "external" || alias.path !== "")
        return { file, export: own };
      // A name that is only passed on: what it means where it comes from.
      return this.find(alias.file ?? file, alias.name, depth + 1) ?? { file, export: own };
    }
    for (const { module, name: what } of summary.imports) {
      if (what !== "*") continue;
      const found = this.find(file, join(module, name), depth + 1);
      if (found) return found;
    }
    return undefined;
  }

  /** Where other files use what a file makes, by its names. */
  usesOf(file: string): ReadonlyMap<string, OutsideUse[]> {
    this.uses ??= this.collectUses();
    return this.uses.get(file) ?? new Map();
  }

  private collectUses(): Map<string, Map<string, OutsideUse[]>> {
    const all = new Map<string, Map<string, OutsideUse[]>>();
    for (const [file, { uses }] of this.summaries)
      for (const { name, range, context } of uses) {
        // The module itself, too: a file that is being edited asks before its own summary names what it makes.
        const targets = new Set([this.moduleOf(file, name)?.file, this.find(file, name, 0)?.file]);
        const last = name.slice(name.lastIndexOf(".") + 1);
        for (const target of targets) {
          if (target === undefined || target === file) continue;
          const names = all.get(target) ?? new Map<string, OutsideUse[]>();
          all.set(target, names);
          names.set(last, [...(names.get(last) ?? []), { file, range, context }]);
        }
      }
    return all;
  }

  /** Those of all files, by class. */
  allRelationships(): ReadonlyMap<string, readonly string[]> {
    if (!this.relationships) {
      this.relationships = new Map();
      for (const { relationships } of this.summaries.values())
        for (const [model, names] of Object.entries(relationships))
          this.relationships.set(model, [...(this.relationships.get(model) ?? []), ...names]);
    }
    return this.relationships;
  }
}

function placed(value: DatabaseValue, file: string): DatabaseValue {
  return {
    ...value,
    source: value.source && placed(value.source, file),
    origin: { ...value.origin, file: value.origin.file ?? file },
  };
}

function called(value: Value): readonly Value[] {
  if (!isDatabaseValue(value)) return [];
  if (value.kind === "session-factory" || value.kind === "session-registry")
    return [{ ...value, kind: "session", source: value }];
  if (value.kind === "model-class") return [{ ...value, kind: "model-object" }];
  return [value];
}

function attribute(value: Value, name: string): readonly Value[] {
  if (!isDatabaseValue(value)) return [];
  const result = memberOf(value, name);
  if (result === undefined || result === "nothing") return [];
  return result === "same" ? [value] : [{ ...value, kind: result, source: value }];
}

/** What a library's own constructor makes, called in another file. */
function made(name: string, file: string): readonly Value[] {
  const known = madeBy(name);
  if (!known) return [];
  return [
    {
      kind: known.kind,
      library: known.library,
      async: known.async,
      weak: false,
      source: undefined,
      model: undefined,
      verb: known.verb,
      options: {},
      origin: { file, node: undefined, function: undefined, place: "function", range: { start: 0, end: 0 } },
    },
  ];
}
