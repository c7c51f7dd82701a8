import { type ModuleResolver, mayHoldModules } from "./resolve-module.ts";
import type { ImportedName, ScannedImport } from "./scan-imports.ts";

/** A file imports something of another. */
export interface Edge {
  readonly from: string;
  readonly to: string;
  /** `whole`: the module itself, under the aliases of `names`. */
  readonly form: ScannedImport["form"];
  readonly names: readonly ImportedName[];
  /** The module of `to`, as the importing file calls it, dotted. */
  readonly path: string;
}

/** The files that an import of a file leads to. */
export function edgesOf(
  from: string,
  { level, module, form, names }: ScannedImport,
  resolver: ModuleResolver,
): Edge[] {
  const edges: Edge[] = [];
  const path = ".".repeat(level) + module;
  const add = (to: string | undefined, edge: Omit<Edge, "from" | "to">) => {
    if (to !== undefined && to !== from) edges.push({ from, to, ...edge });
  };
  if (form === "whole") {
    // Without an alias the name that is bound is that of the outermost package.
    const top = module.split(".", 1)[0] ?? module;
    const bound = names.length > 0 ? names : [{ name: top, alias: top }];
    for (const { file, name } of resolver.chain(from, { level, module })) {
      add(file, { form, names: bound, path: name });
    }
    return edges;
  }
  const imported = resolver.resolve(from, { level, module });
  add(imported, { form, names, path });
  if (!mayHoldModules(imported)) return edges;
  for (const name of names) {
    const inner = module === "" ? name.name : `${module}.${name.name}`;
    const to = resolver.resolve(from, { level, module: inner });
    add(to, { form: "whole", names: [name], path: ".".repeat(level) + inner });
  }
  return edges;
}

/** Whether an import takes one of the names that a file exports: of a module that is imported as a whole, any. */
export function takesAny({ form, names }: Edge, exported: ReadonlySet<string>): boolean {
  return form === "names" ? names.some(({ name }) => exported.has(name)) : exported.size > 0;
}

/** What an import takes of a file's exports, as the importing file calls it, dotted: `.db.session`. */
export function dottedNames({ form, names, path }: Edge, exported: ReadonlySet<string>): string[] {
  const base = path.endsWith(".") ? path : `${path}.`;
  const isTaken = (name: string) => form !== "names" || names.some((each) => each.name === name);
  return [...exported].filter(isTaken).map((name) => base + name);
}

/** The part of an import that binds a name. */
export function narrow(edge: Edge, alias: string | undefined): Edge {
  if (alias === undefined || edge.form !== "names") return edge;
  return { ...edge, names: edge.names.filter((each) => each.alias === alias) };
}
