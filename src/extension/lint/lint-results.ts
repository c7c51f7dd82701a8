import type { DocumentName } from "../../protocol/lint.ts";
import type { Disposable } from "../disposable-store.ts";
import { Listeners } from "../listeners.ts";
import type { FileFindings, FindingsStore, LintState, WorkspaceCheck } from "./findings-store.ts";

export interface FileResult extends FileFindings {
  /** Of the document that was checked; undefined: the file on disk. */
  readonly version: number | undefined;
}

interface Standing {
  readonly state: LintState;
  readonly progress: FindingsStore["progress"];
  readonly lastCheck: WorkspaceCheck | undefined;
}

/** What the last answers said. Tells of every change which files it is about; none: the state alone. */
export class LintResults implements FindingsStore {
  readonly changes: Listeners<readonly DocumentName[]>;
  readonly #files = new Map<DocumentName, FileResult>();
  #standing: Standing = { state: "idle", progress: undefined, lastCheck: undefined };

  constructor(onError: (error: unknown) => void) {
    this.changes = new Listeners(onError);
  }

  get files(): ReadonlyMap<DocumentName, FileResult> {
    return this.#files;
  }

  get state(): LintState {
    return this.#standing.state;
  }

  get progress(): FindingsStore["progress"] {
    return this.#standing.progress;
  }

  get lastCheck(): WorkspaceCheck | undefined {
    return this.#standing.lastCheck;
  }

  onDidChange(listener: () => void): Disposable {
    return this.changes.add(listener);
  }

  put(file: DocumentName, result: FileResult): void {
    if (result.findings.length > 0 || result.note) this.#files.set(file, result);
    else if (!this.#files.delete(file)) return;
    this.changes.tell([file]);
  }

  remove(files: Iterable<DocumentName>): void {
    const removed = [...files].filter((file) => this.#files.delete(file));
    if (removed.length > 0) this.changes.tell(removed);
  }

  stand(changes: Partial<Standing>): void {
    this.#standing = { ...this.#standing, ...changes };
    this.changes.tell([]);
  }
}
