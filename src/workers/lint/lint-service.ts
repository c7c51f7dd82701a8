import { assertNever } from "../../core/assert-never.ts";
import type { Milliseconds } from "../../core/benchmark/units.ts";
import type { LintConfig } from "../../core/lint/config.ts";
import { filesWith } from "../../core/lint/search/files.ts";
import { LintWorkspace } from "../../node/lint-workspace.ts";
import { PackageVersions } from "../../node/package-versions.ts";
import type { PythonDisk } from "../../node/python-disk.ts";
import type { DocumentName, FromLintWorker, ToLintWorker } from "../../protocol/lint.ts";
import type { Analyser } from "./analyser.ts";
import { FolderIndexing } from "./folder-indexing.ts";
import { Folders } from "./folders.ts";
import { LocalLanes, stampOf } from "./local-lanes.ts";
import { type OpenDocument, OpenNotebook, OpenText } from "./open-document.ts";
import { Turns } from "./turns.ts";
import { WorkspaceChecks } from "./workspace-checks.ts";

export interface LintServiceDeps {
  readonly analyser: Analyser;
  readonly disk: PythonDisk;
  readonly post: (message: FromLintWorker) => void;
}

/** Between the last edit and what is found out for other files' sake. */
const PAUSE_MS: Milliseconds = 60;

/** The editor's side of the lint worker: what is open, what the workspace holds, and what is to be checked next. */
export class LintService {
  readonly #deps: LintServiceDeps;
  readonly #folders = new Folders();
  readonly #versions = new PackageVersions();
  readonly #documents = new Map<DocumentName, OpenDocument>();
  readonly #workspace: LintWorkspace;
  readonly #lanes: LocalLanes;
  readonly #turns = new Turns();
  readonly #checks: WorkspaceChecks;
  readonly #indexing: FolderIndexing;
  /** Open documents that are to be checked, as soon as no message waits. */
  readonly #stale = new Set<DocumentName>();
  /** Open documents whose summary is older than their text. */
  readonly #unsummarised = new Set<DocumentName>();
  #scheduled: NodeJS.Immediate | undefined;
  #pause: NodeJS.Timeout | undefined;

  constructor(deps: LintServiceDeps) {
    const { analyser, disk, post } = deps;
    this.#deps = deps;
    this.#workspace = new LintWorkspace(
      filesWith(() => this.#documents.keys(), disk),
      [],
    );
    this.#lanes = new LocalLanes({
      analyser,
      disk,
      index: this.#workspace.index,
      documents: this.#documents,
      configOf: (file) => this.#configOf(file),
      versionOf: (file) => this.#versionOf(file),
      stampOf,
    });
    this.#checks = new WorkspaceChecks({
      workspace: this.#workspace,
      lanes: this.#lanes,
      turns: this.#turns,
      isOpen: (file) => this.#documents.has(file),
      post,
      onChange: () => this.#afterChanges(),
    });
    this.#indexing = new FolderIndexing({ search: (files) => this.#complete(files) });
  }

  receive(message: ToLintWorker): void {
    switch (message.type) {
      case "configure":
        this.#configure(message.folders, message.fallback);
        return;
      case "open-document":
        this.#open(new OpenText(message.file, message.version, message.text));
        return;
      case "change-document":
        this.#edit(message);
        return;
      case "open-notebook":
        this.#openNotebook(message);
        return;
      case "close-document":
        this.#close(message.file);
        return;
      case "files-changed":
        this.#filesChanged(message.changed, message.deleted);
        return;
      case "check-files":
        void this.#checks.run(message.id, message.files);
        return;
      case "cancel-check":
        this.#checks.cancel(message.id);
        return;
      default:
        assertNever(message);
    }
  }

  #configure(...[folders, fallback]: Parameters<Folders["set"]>): void {
    const before = this.#folders.roots.join("\n");
    this.#folders.set(folders, fallback);
    this.#versions.forgetAll();
    this.#lanes.forgetScans();
    if (this.#folders.roots.join("\n") !== before) this.#workspace.relink(this.#folders.roots);
    for (const file of this.#documents.keys()) this.#mark(file);
    this.#checks.repeat();
    if (this.#documents.size > 0) void this.#indexing.start(this.#folders.all);
  }

  #open(document: OpenDocument): void {
    const { file } = document;
    this.#documents.set(file, document);
    void this.#indexing.start(this.#folders.all);
    this.#workspace.want(file);
    // What it imports has to be known before its findings are: they must not come and go.
    void this.#complete([file]).then(() => this.#mark(file));
  }

  #openNotebook({ file, cells }: ToLintWorker & { readonly type: "open-notebook" }): void {
    const before = this.#documents.get(file);
    const document = new OpenNotebook(file, cells, before instanceof OpenNotebook ? before : undefined);
    if (!before) {
      this.#open(document);
      return;
    }
    this.#documents.set(file, document);
    this.#summariseLater(file);
    this.#mark(file);
  }

  #edit({ file, version, edits }: ToLintWorker & { readonly type: "change-document" }): void {
    const document = this.#documents.get(file);
    if (!(document instanceof OpenText)) return;
    document.edit(version, edits);
    this.#summariseLater(file);
    this.#mark(file);
  }

  #close(file: DocumentName): void {
    if (!this.#documents.delete(file)) return;
    this.#stale.delete(file);
    this.#unsummarised.delete(file);
    // What counts now is the file on the disk; a document that never was a file is gone.
    this.#filesChanged([file], []);
  }

  #filesChanged(changed: readonly string[], deleted: readonly string[]): void {
    this.#deps.disk.forget();
    const isNew = changed.some((file) => !this.#workspace.isSearched(file));
    const hasVersions = [...changed, ...deleted].filter((file) => this.#versions.forget(file)).length > 0;
    const gone = deleted.filter((file) => !this.#documents.has(file));
    for (const file of gone) this.#workspace.delete(file);
    this.#checks.forget(gone);
    // Who imported them is not known any more once imports were followed anew.
    this.#afterChanges();
    if (isNew || gone.length > 0) this.#workspace.relink();
    if (hasVersions) {
      for (const file of this.#documents.keys()) this.#mark(file);
      this.#checks.repeat();
    }
    const known = changed.filter(isPython).filter((file) => !this.#documents.has(file));
    void this.#complete(known).then(() => this.#checks.repeat(known));
  }

  /** Finds out what can be known before files are checked, and has checked again what that changes. */
  async #complete(files: readonly string[]): Promise<void> {
    await this.#turns.take(() => this.#workspace.complete(files, this.#lanes));
    this.#afterChanges();
  }

  /** Checks again what rests on other files that say something new. */
  #afterChanges(): void {
    const affected = this.#workspace.takeAffected();
    for (const file of affected) this.#mark(file);
    this.#checks.repeat(affected);
  }

  #mark(file: DocumentName): void {
    if (!this.#documents.has(file)) return;
    this.#stale.add(file);
    // After all messages that came until then: of several edits only the last is checked.
    this.#scheduled ??= setImmediate(() => this.#checkNext());
  }

  #checkNext(): void {
    this.#scheduled = undefined;
    const [file] = this.#stale;
    if (file === undefined) return;
    this.#stale.delete(file);
    const document = this.#documents.get(file);
    if (document) this.#check(document);
    if (this.#stale.size > 0) this.#scheduled = setImmediate(() => this.#checkNext());
  }

  /** When nothing was typed for a moment: the next key's findings do not wait for it. */
  #summariseLater(file: DocumentName): void {
    this.#unsummarised.add(file);
    clearTimeout(this.#pause);
    this.#pause = setTimeout(() => {
      for (const each of [...this.#unsummarised]) this.#summarise(each);
    }, PAUSE_MS);
  }

  #check(document: OpenDocument): void {
    const { findings, note } = this.#lanes.checkOpen(document);
    const placesOf = (file: string) => this.#lanes.placesOf(file);
    for (const answer of document.answers(findings, placesOf)) {
      this.#deps.post({ type: "findings", ...answer, note });
    }
  }

  /** What others may need to know of a document that was edited. */
  #summarise(file: DocumentName): void {
    this.#unsummarised.delete(file);
    const document = this.#documents.get(file);
    if (!document) return;
    const { scan, summary } = this.#lanes.describe(document);
    this.#workspace.setScan(file, scan);
    if (summary) this.#workspace.setSummary(file, summary);
    void this.#complete([]);
  }

  #configOf(file: string): LintConfig {
    return this.#folders.configOf(file);
  }

  #versionOf(file: string) {
    const folder = this.#folders.of(file);
    return this.#versions.versionOf(file, folder?.folder, folder?.sitePackages);
  }
}

function isPython(file: string): boolean {
  return /\.pyw?$/.test(file);
}
