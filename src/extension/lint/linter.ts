import { assertNever } from "../../core/assert-never.ts";
import type { Milliseconds } from "../../core/benchmark/units.ts";
import type { LintConfig } from "../../core/lint/config.ts";
import type {
  DocumentEdit,
  DocumentName,
  FromLintWorker,
  LintFolder,
  ToLintWorker,
} from "../../protocol/lint.ts";
import type { Disposable } from "../disposable-store.ts";
import { Listeners } from "../listeners.ts";
import type { Log } from "../log.ts";
import { Answers } from "./answers.ts";
import { DocumentFeed } from "./document-feed.ts";
import { FileChecks } from "./file-checks.ts";
import type { WorkspaceCheck } from "./findings-store.ts";
import type { LintDocument } from "./lint-document.ts";
import type { LintLink, StartLintLink } from "./lint-link.ts";
import type { LintResults } from "./lint-results.ts";
import type { LintTiming } from "./lint-settings.ts";

export interface LintConfiguration {
  /** Whether any folder, or what lies outside of them, is to be checked. */
  readonly enabled: boolean;
  readonly folders: readonly LintFolder[];
  readonly fallback: LintConfig;
}

export interface LinterDeps {
  readonly startLink: StartLintLink;
  readonly readConfiguration: () => Promise<LintConfiguration>;
  /** All that is open now and to be checked. */
  readonly documents: () => Iterable<LintDocument>;
  readonly timing: (name: DocumentName) => LintTiming;
  readonly results: LintResults;
  readonly log: Log;
  /** The worker died too often: told once, until it is restarted. */
  readonly onFailure: () => void;
  readonly onError: (error: unknown) => void;
}

/** Keeps a lint worker informed and its answers in the results. The worker starts with the first need of it. */
export class Linter implements Disposable {
  /** An answer was taken, also one that changed nothing. */
  readonly answered: Listeners<DocumentName>;
  readonly #deps: LinterDeps;
  readonly #feed: DocumentFeed;
  readonly #answers = new Answers();
  readonly #checks: FileChecks;
  #link: LintLink | undefined;
  /** Ends with the link there, or without one where all is switched off. */
  #starting: Promise<void> | undefined;
  /** Counts configurations that were asked for: of two on the way, only the newer holds. */
  #asked = 0;

  constructor(deps: LinterDeps) {
    this.#deps = deps;
    this.answered = new Listeners(deps.onError);
    const send = (message: ToLintWorker) => this.#link?.send(message);
    this.#feed = new DocumentFeed({ send, timing: deps.timing });
    this.#checks = new FileChecks({ send, results: deps.results });
  }

  open(document: LintDocument): void {
    if (this.#link) this.#feed.open(document);
    else this.#startInBackground();
  }

  edit(name: DocumentName, version: number, edits: readonly DocumentEdit[]): void {
    this.#feed.edit(name, version, edits);
  }

  changeNotebook(notebook: LintDocument & { readonly kind: "notebook" }): void {
    this.#feed.changeNotebook(notebook);
    this.#dropClosed();
  }

  save(name: DocumentName): void {
    this.#feed.flush(name);
  }

  /** What is covered by *Check Workspace* keeps its findings until the worker answers with those of the disk. */
  close(name: DocumentName): void {
    if (!this.#feed.has(name)) return;
    this.#feed.close(name);
    this.#dropClosed();
  }

  isOpen(name: DocumentName): boolean {
    return this.#feed.version(name) !== undefined;
  }

  /** Whether the last answer is about the text as it is now. */
  isCurrent(name: DocumentName): boolean {
    return this.#answers.isCurrent(name, this.#feed.version(name));
  }

  /** Whether there was any answer about it since it was opened. */
  isAnswered(name: DocumentName): boolean {
    return this.isOpen(name) && this.#answers.has(name);
  }

  /** Whether an answer about the text as it is now came within the time. Does not wait for a pause of the user. */
  async whenCurrent(name: DocumentName, withinMs: Milliseconds): Promise<boolean> {
    if (this.isCurrent(name)) return true;
    if (!this.isOpen(name)) return false;
    this.#feed.flush(name);
    await this.#answers.next(name, () => this.isCurrent(name), withinMs);
    return this.isCurrent(name);
  }

  /** On disk. The worker answers again for those that it has checked. */
  filesChanged(changed: readonly string[], deleted: readonly string[]): void {
    this.#link?.send({ type: "files-changed", changed, deleted });
    this.#checks.forget(deleted);
    this.#deps.results.remove(deleted.filter((file) => !this.isOpen(file)));
  }

  /** Reads the settings again; the worker checks everything again with them. */
  async reconfigure(): Promise<void> {
    await this.#starting;
    // Not started yet, or failed: the start reads the settings.
    if (!this.#starting || this.#deps.results.state === "failed") return;
    await this.#configure();
  }

  /** Reads the settings and starts the worker, as far as that was not done. */
  start(): Promise<void> {
    this.#starting ??= this.#configure();
    return this.#starting;
  }

  /** *Check Workspace*: what an earlier one found elsewhere goes. Undefined: the worker could not be started or failed. */
  async check(files: readonly string[], signal: AbortSignal): Promise<WorkspaceCheck | undefined> {
    await this.start();
    if (!this.#link) return undefined;
    const check = this.#checks.run(files, signal);
    this.#dropClosed();
    return check;
  }

  /** Only what is open keeps its findings. */
  clearWorkspaceResults(): void {
    this.#checks.clear();
    this.#dropClosed();
  }

  /** With a new worker, which is told all that is open. */
  async restart(): Promise<void> {
    this.#stop();
    await this.start();
    this.#checks.repeat();
  }

  dispose(): void {
    this.#stop();
  }

  #startInBackground(): void {
    this.start().catch(this.#deps.onError);
  }

  async #configure(): Promise<void> {
    const asked = ++this.#asked;
    const { enabled, folders, fallback } = await this.#deps.readConfiguration();
    if (asked !== this.#asked) return;
    if (!enabled) {
      this.#stop();
      this.#deps.results.remove([...this.#deps.results.files.keys()]);
      this.#deps.results.stand({ state: "off", progress: undefined });
      // A later configuration may switch it on.
      this.#starting = Promise.resolve();
      return;
    }
    const isNew = this.#link === undefined;
    this.#link ??= this.#startLink();
    this.#link.send({ type: "configure", folders, fallback });
    this.#openAll();
    this.#deps.results.stand(isNew ? { state: "idle" } : {});
  }

  #startLink(): LintLink {
    const link: LintLink = this.#deps.startLink({
      heard: (message) => {
        if (link === this.#link) this.#hear(message);
      },
      restarted: (detail) => {
        if (link !== this.#link) return;
        this.#deps.log.warn(`The lint worker ended and was started again: ${detail}`);
        this.#tellAnew();
      },
      gaveUp: (detail) => {
        if (link !== this.#link) return;
        this.#deps.log.error(`The lint worker does not stay alive: ${detail}`);
        this.#fail();
      },
    });
    return link;
  }

  /** A worker that took over knows nothing. */
  #tellAnew(): void {
    this.#feed.forgetAll();
    this.#answers.forgetAll();
    this.#configure()
      .then(() => this.#checks.restart())
      .catch(this.#deps.onError);
  }

  #fail(): void {
    this.#stop();
    // Until someone restarts it: a document that is opened must not start it again.
    this.#starting = Promise.resolve();
    this.#deps.results.stand({ state: "failed", progress: undefined });
    this.#deps.onFailure();
  }

  #stop(): void {
    this.#asked++;
    this.#starting = undefined;
    const link = this.#link;
    this.#link = undefined;
    this.#feed.forgetAll();
    this.#answers.forgetAll();
    this.#checks.abandon();
    link?.dispose();
  }

  /** What is to be checked may have changed with the settings. */
  #openAll(): void {
    const documents = [...this.#deps.documents()];
    const names = new Set(documents.map(({ name }) => name));
    for (const name of this.#feed.names) if (!names.has(name)) this.close(name);
    for (const document of documents) if (!this.#feed.has(document.name)) this.#feed.open(document);
    this.#dropClosed();
  }

  /** What is known of texts that are neither open nor covered by *Check Workspace*. */
  #dropClosed(): void {
    this.#answers.keep((text) => this.isOpen(text));
    const files = [...this.#deps.results.files.keys()];
    this.#deps.results.remove(files.filter((file) => !this.isOpen(file) && !this.#checks.covers(file)));
  }

  #hear(message: FromLintWorker): void {
    switch (message.type) {
      case "findings":
        this.#accept(message);
        return;
      case "check-progress":
      case "check-finished":
        this.#checks.hear(message);
        return;
      default:
        assertNever(message);
    }
  }

  /** An answer about an older text is dropped: the one about the newer text is on its way. */
  #accept({ file, version, findings, note }: FromLintWorker & { readonly type: "findings" }): void {
    const expected = this.#feed.version(file);
    if (version !== expected) return;
    if (expected === undefined && !this.#checks.covers(file)) return;
    if (version !== undefined) this.#answers.came(file, version);
    this.#deps.results.put(file, { version, findings, note });
    this.answered.tell(file);
  }
}
