import type { ModuleResolver } from "./resolve-module.ts";
import type { ImportedName, ScannedImport } from "./scan-imports.ts";

/** What a look at a file's text, without parsing it, says of it. */
export interface FileScan {
  /** Whether it can have findings by itself. */
  readonly hasEvidence: boolean;
  /** Whether it can matter to findings of a file that imports it, although it has no evidence of a database. */
  readonly mayMatter: boolean;
  readonly imports: readonly ScannedImport[];
}

/** A file imports something of another. */
interface Edge {
  readonly from: string;
  readonly to: string;
  /** `whole`: the module itself, under the aliases of `names`. */
  readonly form: ScannedImport["form"];
  readonly names: readonly ImportedName[];
}

interface Entry {
  scan: FileScan | undefined;
  /** What it imports, once it is known. */
  imports: readonly Edge[];
  readonly importers: Set<Edge>;
  /** The names that it exports and that can matter to findings elsewhere. */
  readonly exports: Set<string>;
  /** Whether it can have findings. */
  isChecked: boolean;
  /** Whether it has to be parsed: it can have findings, or a file that can imports it. */
  isWanted: boolean;
  /** Whether it was asked for what it imports, by a file that has to be parsed. */
  isAsked: boolean;
}

/** Names that are handed on from file to file are followed so far, as in the index. */
const DEEPEST = 8;

/**
 * Says which files of a workspace need to be parsed, from a look at their texts and the exports of those that were
 * parsed: all that have evidence; all that import, from wherever, a name that matters; and what such files import,
 * as far as it may matter. No other file can have findings. Files are only ever added to this set, until they are
 * deleted: one too many changes no finding.
 */
export class ImportGraph {
  #resolver: ModuleResolver;
  readonly #entries = new Map<string, Entry>();
  readonly #unscanned = new Set<string>();
  readonly #wanted = new Set<string>();
  /** Wanted files whose imports are still to be looked at. */
  readonly #toFollow = new Set<string>();

  constructor(resolver: ModuleResolver) {
    this.#resolver = resolver;
  }

  /** Also when its text has changed. */
  setScan(path: string, scan: FileScan): void {
    const entry = this.#entryOf(path);
    this.#unlink(entry);
    entry.scan = scan;
    entry.imports = scan.imports.flatMap((each) => this.#edgesOf(path, each));
    this.#unscanned.delete(path);
    for (const edge of entry.imports) this.#entryOf(edge.to).importers.add(edge);
    if (scan.hasEvidence) this.#check(path, entry);
    if (entry.isWanted) this.#toFollow.add(path);
    if (entry.isAsked) this.#followAgain(entry);
    for (const edge of entry.imports) this.#pass(edge, this.#entryOf(edge.to).exports);
  }

  /** What a file that was parsed exports, as far as it can matter elsewhere. */
  addExports(path: string, names: Iterable<string>): void {
    const entry = this.#entryOf(path);
    const added = new Set([...names].filter((name) => !entry.exports.has(name)));
    if (added.size === 0) return;
    for (const name of added) entry.exports.add(name);
    for (const edge of entry.importers) this.#pass(edge, added);
  }

  /** Whatever its text says: it is open in an editor. */
  want(path: string): void {
    this.#check(path, this.#entryOf(path));
  }

  /** The file is gone. Those that import it still do. */
  delete(path: string): void {
    const entry = this.#entries.get(path);
    if (!entry) return;
    this.#unlink(entry);
    entry.scan = undefined;
    entry.exports.clear();
    entry.isChecked = false;
    entry.isWanted = false;
    entry.isAsked = false;
    this.#unscanned.delete(path);
    this.#wanted.delete(path);
    this.#toFollow.delete(path);
  }

  /** After files appeared or vanished: imports may mean other files than before. */
  relink(resolver: ModuleResolver): void {
    this.#resolver = resolver;
    for (const [path, { scan }] of [...this.#entries]) if (scan) this.setScan(path, scan);
  }

  isScanned(path: string): boolean {
    return this.#entries.get(path)?.scan !== undefined;
  }

  /** Whether it can have findings. */
  isChecked(path: string): boolean {
    return this.#entries.get(path)?.isChecked ?? false;
  }

  /** The files that nothing is known of and that one which can have findings imports. Each is handed out once. */
  takeUnscanned(): string[] {
    this.#follow();
    return take(this.#unscanned);
  }

  /** The files that have to be parsed. Each is handed out once. */
  takeWanted(): string[] {
    this.#follow();
    return take(this.#wanted);
  }

  /** Whether it imports a name that matters. */
  isFed(path: string): boolean {
    const { imports } = this.#entryOf(path);
    return imports.some(({ to, form, names }) => {
      const { exports } = this.#entryOf(to);
      return form === "names" ? names.some(({ name }) => exports.has(name)) : exports.size > 0;
    });
  }

  importersOf(path: string): ReadonlySet<string> {
    return new Set([...(this.#entries.get(path)?.importers ?? [])].map(({ from }) => from));
  }

  #entryOf(path: string): Entry {
    const known = this.#entries.get(path);
    if (known) return known;
    const entry: Entry = {
      scan: undefined,
      imports: [],
      importers: new Set(),
      exports: new Set(),
      isChecked: false,
      isWanted: false,
      isAsked: false,
    };
    this.#entries.set(path, entry);
    return entry;
  }

  #unlink(entry: Entry): void {
    for (const edge of entry.imports) this.#entries.get(edge.to)?.importers.delete(edge);
    entry.imports = [];
  }

  #check(path: string, entry: Entry): void {
    entry.isChecked = true;
    this.#want(path, entry);
  }

  #want(path: string, entry: Entry): void {
    if (entry.isWanted) return;
    entry.isWanted = true;
    this.#wanted.add(path);
    this.#toFollow.add(path);
    if (!entry.scan) this.#unscanned.add(path);
  }

  /** What a file that is parsed imports may matter to its findings. */
  #follow(): void {
    const known = new Map<string, boolean>();
    // Files that turn out to be wanted are added to the set, and so walked over, too.
    for (const path of this.#toFollow) {
      for (const edge of this.#entryOf(path).imports) this.#askFor(edge, known, 0);
    }
    this.#toFollow.clear();
  }

  /** Whether what an import takes from a file may matter. Wants the files that it may rest on. */
  #askFor({ to, form, names }: Edge, known: Map<string, boolean>, depth: number): boolean {
    if (form !== "names") return this.#ask(to, undefined, known, depth);
    // All of them: each may rest on other files.
    return names.map(({ name }) => this.#ask(to, name, known, depth)).includes(true);
  }

  /** `name` undefined: any. */
  #ask(path: string, name: string | undefined, known: Map<string, boolean>, depth: number): boolean {
    const entry = this.#entryOf(path);
    entry.isAsked = true;
    if (!entry.scan) {
      this.#unscanned.add(path);
      return false;
    }
    const key = `${path}\0${name ?? ""}`;
    const before = known.get(key);
    if (before !== undefined || depth > DEEPEST) return before ?? false;
    known.set(key, entry.scan.mayMatter);
    let matters = entry.scan.mayMatter;
    for (const edge of entry.imports) {
      // What a file makes of an import is seen one step far, what it merely passes on as far as it goes.
      const passes =
        name === undefined || edge.form === "star" || edge.names.some(({ alias }) => alias === name);
      if (passes ? this.#askFor(narrow(edge, name), known, depth + 1) : this.#mayMatter(edge.to))
        matters = true;
    }
    known.set(key, matters);
    if (matters) this.#want(path, entry);
    return matters;
  }

  #mayMatter(path: string): boolean {
    const entry = this.#entryOf(path);
    entry.isAsked = true;
    if (!entry.scan) this.#unscanned.add(path);
    return entry.scan?.mayMatter ?? false;
  }

  /** A file on the way from a file that is parsed to something that may matter became known. */
  #followAgain(entry: Entry): void {
    const above = new Set([entry]);
    for (const each of above) {
      for (const { from } of each.importers) {
        const importer = this.#entryOf(from);
        if (importer.isWanted) this.#toFollow.add(from);
        else if (importer.isAsked) above.add(importer);
      }
    }
  }

  /** Hands names that matter on to a file that imports them. */
  #pass({ from, form, names }: Edge, exported: ReadonlySet<string>): void {
    if (exported.size === 0) return;
    const passed =
      form === "star"
        ? [...exported]
        : names.filter(({ name }) => form === "whole" || exported.has(name)).map(({ alias }) => alias);
    if (form === "names" && passed.length === 0) return;
    this.#check(from, this.#entryOf(from));
    this.addExports(from, passed);
  }

  #edgesOf(from: string, { level, module, form, names }: ScannedImport): Edge[] {
    const edges: Edge[] = [];
    const add = (to: string | undefined, edge: Pick<Edge, "form" | "names">) => {
      if (to !== undefined && to !== from) edges.push({ from, to, ...edge });
    };
    if (form === "whole") {
      // Without an alias the name that is bound is that of the outermost package.
      const top = module.split(".", 1)[0] ?? module;
      const bound = names.length > 0 ? names : [{ name: top, alias: top }];
      for (const to of this.#resolver.chain(from, { level, module })) add(to, { form, names: bound });
      return edges;
    }
    add(this.#resolver.resolve(from, { level, module }), { form, names });
    for (const name of names) {
      const inner = module === "" ? name.name : `${module}.${name.name}`;
      add(this.#resolver.resolve(from, { level, module: inner }), { form: "whole", names: [name] });
    }
    return edges;
  }
}

/** The part of an import that binds a name. */
function narrow(edge: Edge, alias: string | undefined): Edge {
  if (alias === undefined || edge.form !== "names") return edge;
  return { ...edge, names: edge.names.filter((each) => each.alias === alias) };
}

function take(set: Set<string>): string[] {
  const taken = [...set];
  set.clear();
  return taken;
}
