import { assertNever } from "../../core/assert-never.ts";
import type { DocumentEdit, DocumentName, ToLintWorker } from "../../protocol/lint.ts";
import type { LintDocument } from "./lint-document.ts";
import type { LintTiming } from "./lint-settings.ts";

export interface DocumentFeedDeps {
  readonly send: (message: ToLintWorker) => void;
  readonly timing: (name: DocumentName) => LintTiming;
}

interface Open {
  /** Of each text in it: the document itself, or the cells. */
  versions: ReadonlyMap<DocumentName, number>;
  /** Sends what the worker does not know yet. */
  pending: (() => void) | undefined;
  edits: DocumentEdit[];
  timer: NodeJS.Timeout | undefined;
}

/** Tells the worker of open documents: new ones at once, changes when the user pauses, or saves. */
export class DocumentFeed {
  readonly #deps: DocumentFeedDeps;
  readonly #open = new Map<DocumentName, Open>();
  /** By the name of each text: the document that it is in. */
  readonly #documentOf = new Map<DocumentName, DocumentName>();

  constructor(deps: DocumentFeedDeps) {
    this.#deps = deps;
  }

  get names(): readonly DocumentName[] {
    return [...this.#open.keys()];
  }

  has(document: DocumentName): boolean {
    return this.#open.has(document);
  }

  /** The newest version of a text, whether the worker knows it or not; undefined: it is not open. */
  version(text: DocumentName): number | undefined {
    const document = this.#documentOf.get(text);
    return document === undefined ? undefined : this.#open.get(document)?.versions.get(text);
  }

  /** A document that is open already is told anew, as a whole. */
  open(document: LintDocument): void {
    const known = this.#open.get(document.name);
    if (known) clearTimeout(known.timer);
    this.#open.set(document.name, {
      versions: this.#adopt(document, known?.versions),
      pending: undefined,
      edits: [],
      timer: undefined,
    });
    this.#deps.send(openMessage(document));
  }

  /** Edits in order, each in the text that those before it left. */
  edit(name: DocumentName, version: number, edits: readonly DocumentEdit[]): void {
    const open = this.#open.get(name);
    if (!open) return;
    open.versions = new Map([[name, version]]);
    open.edits.push(...edits);
    this.#later(name, open, () => {
      const file = name;
      const message = { type: "change-document", file, version, edits: open.edits } as const;
      open.edits = [];
      this.#deps.send(message);
    });
  }

  /** A cell was changed, added, moved or removed. */
  changeNotebook(notebook: LintDocument & { readonly kind: "notebook" }): void {
    const open = this.#open.get(notebook.name);
    if (!open) return;
    open.versions = this.#adopt(notebook, open.versions);
    this.#later(notebook.name, open, () => this.#deps.send(openMessage(notebook)));
  }

  /** Tells at once what waits. `name` is a document's or a cell's. */
  flush(name: DocumentName): void {
    const open = this.#open.get(this.#documentOf.get(name) ?? name);
    if (!open) return;
    clearTimeout(open.timer);
    const { pending } = open;
    open.pending = undefined;
    pending?.();
  }

  close(name: DocumentName): void {
    if (this.#forget(name)) this.#deps.send({ type: "close-document", file: name });
  }

  /** Without a word to the worker, which is no more. */
  forgetAll(): void {
    for (const name of this.names) this.#forget(name);
  }

  #forget(name: DocumentName): boolean {
    const open = this.#open.get(name);
    if (!open) return false;
    clearTimeout(open.timer);
    for (const text of open.versions.keys()) this.#documentOf.delete(text);
    return this.#open.delete(name);
  }

  #adopt(
    document: LintDocument,
    known: ReadonlyMap<DocumentName, number> | undefined,
  ): ReadonlyMap<DocumentName, number> {
    for (const text of known?.keys() ?? []) this.#documentOf.delete(text);
    const texts = document.kind === "text" ? [document] : document.cells;
    for (const { name } of texts) this.#documentOf.set(name, document.name);
    return new Map(texts.map(({ name, version }) => [name, version]));
  }

  /** The next key stroke puts it off. */
  #later(name: DocumentName, open: Open, pending: () => void): void {
    open.pending = pending;
    clearTimeout(open.timer);
    const timing = this.#deps.timing(name);
    if (timing.run === "onType") open.timer = setTimeout(() => this.flush(name), timing.delayMs);
  }
}

function openMessage(document: LintDocument): ToLintWorker {
  switch (document.kind) {
    case "text":
      return {
        type: "open-document",
        file: document.name,
        version: document.version,
        text: document.text(),
      };
    case "notebook":
      return {
        type: "open-notebook",
        file: document.name,
        cells: document.cells.map(({ name, version, text }) => ({ cell: name, version, text: text() })),
      };
    default:
      return assertNever(document);
  }
}
