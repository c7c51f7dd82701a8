import { dottedNames, type Edge, edgesOf, narrow, takesAny } from "./import-edge.ts";
import type { ModuleResolver } from "./resolve-module.ts";
import type { ScannedImport } from "./scan-imports.ts";

/** What a look at a file's text, without parsing it, says of it. */
export interface FileScan {
  /** Whether it can have findings by itself. */
  readonly hasEvidence: boolean;
  /** Evidence that needs no second look: it imports a database's package. */
  readonly importsDatabase: boolean;
  /** Whether it can matter to findings of a file that imports it, although it has no evidence of a database. */
  readonly mayMatter: boolean;
  readonly imports: readonly ScannedImport[];
}

interface Entry {
  scan: FileScan | undefined;
  /** What it imports, once it is known. */
  imports: readonly Edge[];
  readonly importers: Set<Edge>;
  /** The names that it exports and that can matter to findings elsewhere. */
  readonly exports: Set<string>;
  /** The names that it exports and that can matter to findings of the file that imports them. */
  readonly offers: Set<string>;
  /** Whether it can have findings. */
  isChecked: boolean;
  /** Whether it has to be parsed, as far as is known. */
  isWanted: boolean;
  /** Whether it does something to a database, so that what it imports may matter to its findings. */
  isFollowed: boolean;
  /** Whether it was asked for what it imports, by a file that has to be parsed. */
  isAsked: boolean;
}

/** Names that are handed on from file to file are followed so far, as in the index. */
const DEEPEST = 8;

/** What was answered before, by file and name. */
type Known = Map<string, boolean>;

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
    entry.imports = scan.imports.flatMap((each) => edgesOf(path, each, this.#resolver));
    this.#unscanned.delete(path);
    for (const edge of entry.imports) this.#entryOf(edge.to).importers.add(edge);
    if (scan.hasEvidence) this.#check(path, entry);
    if (scan.importsDatabase) entry.isFollowed = true;
    if (entry.isFollowed) this.#toFollow.add(path);
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

  /** What a file that was parsed exports, as far as it can matter to a file with evidence that imports it. */
  addOffers(path: string, names: Iterable<string>): void {
    const entry = this.#entryOf(path);
    const before = entry.offers.size;
    for (const name of names) entry.offers.add(name);
    if (entry.offers.size > before && entry.isAsked) this.#followAgain(entry);
  }

  /** Whatever its text says: it is open in an editor. */
  want(path: string): void {
    this.#check(path, this.#entryOf(path));
    this.follow(path);
  }

  /** A file that was parsed does something to a database. */
  follow(path: string): void {
    const entry = this.#entryOf(path);
    if (entry.isFollowed) return;
    entry.isFollowed = true;
    this.#toFollow.add(path);
  }

  /** The file is gone. Those that import it still do. */
  delete(path: string): void {
    const entry = this.#entries.get(path);
    if (!entry) return;
    this.#unlink(entry);
    entry.scan = undefined;
    entry.exports.clear();
    entry.offers.clear();
    entry.isChecked = false;
    entry.isWanted = false;
    entry.isFollowed = false;
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

  *scanned(): Generator<string> {
    for (const [path, { scan }] of this.#entries) if (scan) yield path;
  }

  isScanned(path: string): boolean {
    return this.#entries.get(path)?.scan !== undefined;
  }

  /** Whether it can have findings. */
  isChecked(path: string): boolean {
    return this.#entries.get(path)?.isChecked ?? false;
  }

  /** Those of the files which these import that nothing is known of. */
  unknownImportsOf(paths: readonly string[]): string[] {
    const unknown = new Set<string>();
    for (const path of paths) {
      for (const { to } of this.#entryOf(path).imports) if (!this.isScanned(to)) unknown.add(to);
    }
    return [...unknown];
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

  /** What it imports and matters, as it calls it, dotted: `app.db.session`, `.db.session`, `app` for a module. */
  fedBy(path: string): string[] {
    return this.#entryOf(path).imports.flatMap((edge) => dottedNames(edge, this.#entryOf(edge.to).exports));
  }

  /** The same for what matters to the file that imports it in turn. */
  offeredBy(path: string): string[] {
    return this.#entryOf(path).imports.flatMap((edge) => dottedNames(edge, this.#entryOf(edge.to).offers));
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
      offers: new Set(),
      isChecked: false,
      isWanted: false,
      isFollowed: false,
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
    if (!entry.scan) this.#unscanned.add(path);
  }

  /** What a file imports may matter to its findings. */
  #follow(): void {
    const known: Known = new Map();
    for (const path of take(this.#toFollow)) {
      for (const edge of this.#entryOf(path).imports) this.#askFor(edge, known, 0);
    }
  }

  /** Whether what an import takes from a file may matter. Wants the files that it may rest on. */
  #askFor({ to, form, names }: Edge, known: Known, depth: number): boolean {
    if (form !== "names") return this.#ask(to, undefined, known, depth);
    // All of them: each may rest on other files.
    return names.map(({ name }) => this.#ask(to, name, known, depth)).includes(true);
  }

  /** `name` undefined: any. */
  #ask(path: string, name: string | undefined, known: Known, depth: number): boolean {
    const entry = this.#entryOf(path);
    entry.isAsked = true;
    if (!entry.scan) {
      this.#unscanned.add(path);
      return false;
    }
    const key = `${path}\0${name ?? ""}`;
    const before = known.get(key);
    if (before !== undefined || depth > DEEPEST) return before ?? false;
    let matters = entry.scan.mayMatter || this.offeredBy(path).length > 0;
    known.set(key, matters);
    for (const edge of entry.imports) {
      // What a file makes of an import is seen one step far, what it merely passes on as far as it goes.
      const passes =
        edge.form === "star" || edge.names.some(({ alias }) => name === undefined || alias === name);
      if (passes && !(edge.form === "whole" && name === undefined)) {
        if (this.#askFor(narrow(edge, name), known, depth + 1) && edge.form !== "names") matters = true;
      } else this.#probe(edge.to);
    }
    known.set(key, matters);
    if (matters) this.#want(path, entry);
    return matters;
  }

  /** Has a file parsed that may offer something to one which was asked. */
  #probe(path: string): void {
    const entry = this.#entryOf(path);
    entry.isAsked = true;
    if (!entry.scan) this.#unscanned.add(path);
    else if (entry.scan.mayMatter) this.#want(path, entry);
  }

  /** A file on the way from a file that is parsed to something that may matter became known. */
  #followAgain(entry: Entry): void {
    const above = new Set([entry]);
    for (const each of above) {
      for (const { from } of each.importers) {
        const importer = this.#entryOf(from);
        if (importer.isFollowed) this.#toFollow.add(from);
        if (importer.isAsked) above.add(importer);
      }
    }
  }

  /** Hands names that matter on to a file that imports them. */
  #pass(edge: Edge, exported: ReadonlySet<string>): void {
    const { from, form, names } = edge;
    if (!takesAny(edge, exported)) return;
    const passed =
      form === "star"
        ? [...exported]
        : names.filter(({ name }) => form === "whole" || exported.has(name)).map(({ alias }) => alias);
    this.#check(from, this.#entryOf(from));
    this.follow(from);
    this.addExports(from, passed);
  }
}

function take(set: Set<string>): string[] {
  const taken = [...set];
  set.clear();
  return taken;
}
