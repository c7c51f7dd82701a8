import type { FileSummary } from "../core/lint/index/summary.ts";
import { summaryKey } from "../core/lint/index/summary-key.ts";
import { WorkspaceIndex } from "../core/lint/index/workspace-index.ts";
import { exportsThatMatter, offersOf } from "../core/lint/search/exports-that-matter.ts";
import type { Files } from "../core/lint/search/files.ts";
import { type FileScan, ImportGraph } from "../core/lint/search/import-graph.ts";
import { ModuleResolver } from "../core/lint/search/resolve-module.ts";
import type { SearchedFile, SummarisedFile } from "../protocol/lint-batch.ts";
import type { LintLanes } from "./lint-lanes.ts";

const empty: FileScan = { hasEvidence: false, importsDatabase: false, mayMatter: false, imports: [] };

/** What is known of the files of a workspace, and what has to be found out before one of them can be checked. */
export class LintWorkspace {
  readonly index: WorkspaceIndex;
  readonly #files: Files;
  readonly #graph: ImportGraph;
  #roots: readonly string[];
  #resolver: ModuleResolver;
  /** Of the summaries, to see whether a new one says anything new. */
  readonly #keys = new Map<string, string>();
  readonly #unreadable = new Map<string, string>();
  /** By file: what it imported that matters, when its exports were last looked at. */
  readonly #fed = new Map<string, string>();
  readonly #changed = new Set<string>();
  /** What changed files imported before they changed. */
  readonly #importedBefore = new Set<string>();
  #isAllAffected = false;

  /** Imports are followed inside of `roots`, absolute paths of folders. */
  constructor(files: Files, roots: readonly string[]) {
    this.#files = files;
    this.#roots = roots;
    this.#resolver = new ModuleResolver(files, roots);
    this.#graph = new ImportGraph(this.#resolver);
    this.index = new WorkspaceIndex((from, module) => this.#resolver.resolve(from, module));
  }

  /** Files or folders appeared or vanished: names of modules may mean others. */
  relink(roots: readonly string[] = this.#roots): void {
    this.#roots = roots;
    this.#resolver = new ModuleResolver(this.#files, roots);
    this.#graph.relink(this.#resolver);
    this.index.forget();
  }

  isSearched(file: string): boolean {
    return this.#graph.isScanned(file) || this.#unreadable.has(file);
  }

  /** Those that were looked at, also those that could not be read. */
  get searched(): string[] {
    return [...this.#graph.scanned()];
  }

  /** Whether it can have findings, as far as is known now. */
  canHaveFindings(file: string): boolean {
    return this.#graph.isChecked(file);
  }

  /** Why a file could not be read when it was last tried. */
  unreadable(file: string): string | undefined {
    return this.#unreadable.get(file);
  }

  setScan(file: string, scan: FileScan): void {
    this.#unreadable.delete(file);
    this.#graph.setScan(file, scan);
  }

  /** An open document, which is parsed whatever it holds. */
  want(file: string): void {
    this.#graph.want(file);
  }

  setSummary(file: string, summary: FileSummary): void {
    const key = summaryKey(summary);
    if (this.#keys.get(file) !== key) {
      const before = this.index.get(file)?.relationships ?? {};
      // Models are known by their names alone, whoever imports them.
      if (JSON.stringify(before) !== JSON.stringify(summary.relationships)) this.#isAllAffected = true;
      this.#keys.set(file, key);
      this.#noteImports(file);
      this.index.set(file, summary);
      this.#changed.add(file);
    }
    if (summary.operates) this.#graph.follow(file);
    this.#tellGraph(file, summary);
  }

  /** What a file makes of imports that matter matters, too: said again when it turns out what it imports. */
  #tellGraph(file: string, summary: FileSummary): void {
    const fedBy = this.#graph.fedBy(file);
    const offeredBy = this.#graph.offeredBy(file);
    this.#fed.set(file, `${fedBy}\n${offeredBy}`);
    this.#graph.addExports(file, exportsThatMatter(summary, fedBy));
    this.#graph.addOffers(file, offersOf(summary, [...fedBy, ...offeredBy]));
  }

  summaries(): SummarisedFile[] {
    return [...this.index.files()].flatMap((file) => {
      const summary = this.index.get(file);
      return summary ? [{ file, summary }] : [];
    });
  }

  /** Files whose findings may be others, for what other files say, than at the last call. */
  takeAffected(): ReadonlySet<string> {
    const affected = new Set<string>(this.#isAllAffected ? this.index.files() : []);
    this.#isAllAffected = false;
    // Those that import them, directly or through others, and those whose sessions they may use.
    const above = new Set(this.#changed);
    for (const file of above) for (const importer of this.#graph.importersOf(file)) above.add(importer);
    for (const file of above) if (!this.#changed.has(file)) affected.add(file);
    for (const file of this.#changed)
      for (const imported of this.index.importsOf(file)) affected.add(imported);
    for (const imported of this.#importedBefore) affected.add(imported);
    this.#changed.clear();
    this.#importedBefore.clear();
    return affected;
  }

  delete(file: string): void {
    this.#unreadable.delete(file);
    if (this.#keys.delete(file)) this.#changed.add(file);
    if (Object.keys(this.index.get(file)?.relationships ?? {}).length > 0) this.#isAllAffected = true;
    this.#fed.delete(file);
    this.#graph.delete(file);
    this.#noteImports(file);
    this.index.delete(file);
  }

  #noteImports(file: string): void {
    for (const imported of this.index.importsOf(file)) this.#importedBefore.add(imported);
  }

  /** Searches files, and all others that matter to what is wanted, and parses what has to be. */
  async complete(
    files: readonly string[],
    lanes: LintLanes,
    isOver: () => boolean = () => false,
  ): Promise<void> {
    const searched = await this.#search(files, lanes);
    // What matters may lie in files that they import and that nobody named.
    for (let around = this.#graph.unknownImportsOf(searched); around.length > 0 && !isOver(); ) {
      around = this.#graph.unknownImportsOf(await this.#search(around, lanes));
    }
    // What is parsed only when it is found to be wanted was found so before.
    await this.#summarise(
      searched.filter((file) => this.index.get(file) !== undefined),
      lanes,
    );
    while (!isOver()) {
      const unknown = this.#graph.takeUnscanned();
      const wanted = this.#graph.takeWanted();
      if (unknown.length + wanted.length === 0) return;
      await this.#search(unknown, lanes);
      await this.#summarise(wanted, lanes);
    }
  }

  async #search(files: readonly string[], lanes: LintLanes): Promise<string[]> {
    const searched: string[] = [];
    if (files.length === 0) return searched;
    await lanes.search(files, (found) => {
      for (const each of found) {
        searched.push(each.file);
        this.#take(each);
      }
    });
    return searched;
  }

  async #summarise(files: readonly string[], lanes: LintLanes): Promise<void> {
    if (files.length === 0) return;
    await lanes.summarise(files, (found) => {
      for (const { file, summary } of found) this.setSummary(file, summary);
    });
    this.#feed();
  }

  #feed(): void {
    for (let isNew = true; isNew; ) {
      isNew = false;
      for (const [file, before] of this.#fed) {
        const summary = this.index.get(file);
        if (!summary || before === `${this.#graph.fedBy(file)}\n${this.#graph.offeredBy(file)}`) continue;
        this.#tellGraph(file, summary);
        isNew = true;
      }
    }
  }

  #take(found: SearchedFile): void {
    if ("scan" in found) this.setScan(found.file, found.scan);
    else {
      this.delete(found.file);
      // Known to say nothing, or it would be asked for again.
      this.#graph.setScan(found.file, empty);
      this.#unreadable.set(found.file, found.unreadable);
    }
  }
}
