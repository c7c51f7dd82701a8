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
}

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
    else if (scan.mayMatter && [...entry.importers].some(({ from }) => this.#entryOf(from).isWanted)) {
      this.#want(path, entry);
    }
    if (entry.isWanted) this.#follow(entry);
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
    this.#unscanned.delete(path);
    this.#wanted.delete(path);
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
    return take(this.#unscanned);
  }

  /** The files that have to be parsed. Each is handed out once. */
  takeWanted(): string[] {
    return take(this.#wanted);
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
    if (!entry.scan) this.#unscanned.add(path);
    this.#follow(entry);
  }

  /** What a file that is parsed imports may matter to its findings. */
  #follow(entry: Entry): void {
    for (const { to } of entry.imports) {
      const target = this.#entryOf(to);
      if (!target.scan) this.#unscanned.add(to);
      else if (target.scan.mayMatter) this.#want(to, target);
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

function take(set: Set<string>): string[] {
  const taken = [...set];
  set.clear();
  return taken;
}
