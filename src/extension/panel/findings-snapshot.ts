import type { Text } from "../../core/text/text.ts";
import type { DocumentName, PlacedFinding } from "../../protocol/lint.ts";
import type { FileNumber, LintStatus, ShownFile, ShownFinding } from "../../protocol/panel-findings.ts";
import type { FileFindings, FindingsStore } from "../lint/findings-store.ts";

export interface FindingsSnapshotDeps {
  readonly store: Pick<FindingsStore, "state" | "progress" | "lastCheck" | "files">;
  /** For people: relative to the workspace. */
  readonly nameOf: (document: DocumentName) => string;
  readonly t: (text: Text) => string;
}

/** Says to one page what the store holds: first all of it, then what changed since. */
export class FindingsSnapshot {
  readonly #deps: FindingsSnapshotDeps;
  readonly #numbers = new Map<DocumentName, FileNumber>();
  readonly #documents: DocumentName[] = [];
  readonly #said = new Map<DocumentName, FileFindings>();

  constructor(deps: FindingsSnapshotDeps) {
    this.#deps = deps;
  }

  get count(): number {
    let count = 0;
    for (const { findings } of this.#deps.store.files.values()) count += findings.length;
    return count;
  }

  status(): LintStatus {
    const { state, progress, lastCheck } = this.#deps.store;
    return {
      state,
      progress: progress ? { done: progress.done, total: progress.total } : null,
      lastCheck: lastCheck
        ? {
            outcome: lastCheck.outcome,
            files: lastCheck.files,
            unreadable: lastCheck.unreadable.length,
          }
        : null,
    };
  }

  all(): readonly ShownFile[] {
    this.#said.clear();
    return this.changes().changed;
  }

  /** Since the last call of `all` or `changes`. The store never changes what it holds of a file: it replaces it. */
  changes(): { readonly changed: readonly ShownFile[]; readonly gone: readonly FileNumber[] } {
    const { files } = this.#deps.store;
    const changed: ShownFile[] = [];
    for (const [document, held] of files) {
      if (this.#said.get(document) === held) continue;
      this.#said.set(document, held);
      changed.push(this.#shownFile(document, held));
    }
    const gone: FileNumber[] = [];
    for (const document of this.#said.keys()) {
      if (files.has(document)) continue;
      this.#said.delete(document);
      gone.push(this.#numberOf(document));
    }
    return { changed, gone };
  }

  /** Undefined: the page was never told of such a file. */
  documentOf(file: FileNumber): DocumentName | undefined {
    return this.#documents[file];
  }

  #numberOf(document: DocumentName): FileNumber {
    const known = this.#numbers.get(document);
    if (known !== undefined) return known;
    const next = this.#documents.push(document) - 1;
    this.#numbers.set(document, next);
    return next;
  }

  #shownFile(document: DocumentName, { findings, note }: FileFindings): ShownFile {
    const { nameOf, t } = this.#deps;
    return {
      file: this.#numberOf(document),
      name: nameOf(document),
      findings: findings.map((finding) => this.#shownFinding(finding)).sort(byPlace),
      note: note ? t(note) : null,
    };
  }

  #shownFinding({ rule, severity, span, text, related, fixes }: PlacedFinding): ShownFinding {
    const { nameOf, t } = this.#deps;
    return {
      rule,
      severity,
      message: t(text),
      line: span.start.line,
      character: span.start.character,
      fix: fixes.length === 0 ? "none" : fixes.some(({ safe }) => safe) ? "safe" : "suggestion",
      related: related.map((place) => ({
        file: this.#numberOf(place.file),
        line: place.span.start.line,
        character: place.span.start.character,
        name: nameOf(place.file),
        message: t(place.text),
      })),
    };
  }
}

function byPlace(a: ShownFinding, b: ShownFinding): number {
  return a.line - b.line || a.character - b.character;
}
