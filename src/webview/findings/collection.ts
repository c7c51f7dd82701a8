import type { FileNumber, ShownFile, ShownFinding } from "../../protocol/panel-findings.ts";

/** A finding as the page lists it. */
export interface Entry {
  /** The same while lines above it come and go: its file, its rule, and which of that rule's it is. */
  readonly key: string;
  readonly finding: ShownFinding;
  readonly file: ShownFile;
  /** What the filter looks into, in lower case. */
  readonly searched: string;
}

export interface FileEntries {
  readonly file: ShownFile;
  readonly entries: readonly Entry[];
}

const byName = new Intl.Collator("en", { numeric: true });

/** The findings that the host told of. */
export class Collection {
  #files = new Map<FileNumber, FileEntries>();
  #sorted: readonly FileEntries[] | undefined;

  show(files: readonly ShownFile[]): void {
    this.#files = new Map();
    this.change(files, []);
  }

  change(changed: readonly ShownFile[], gone: readonly FileNumber[]): void {
    for (const file of gone) this.#files.delete(file);
    for (const file of changed) this.#files.set(file.file, entriesOf(file));
    this.#sorted = undefined;
  }

  /** In the order of their names. */
  get files(): readonly FileEntries[] {
    this.#sorted ??= [...this.#files.values()].sort((a, b) => byName.compare(a.file.name, b.file.name));
    return this.#sorted;
  }

  get count(): number {
    let count = 0;
    for (const { entries } of this.#files.values()) count += entries.length;
    return count;
  }
}

function entriesOf(file: ShownFile): FileEntries {
  const seen = new Map<string, number>();
  const entries = file.findings.map((finding) => {
    const nth = seen.get(finding.rule) ?? 0;
    seen.set(finding.rule, nth + 1);
    return {
      key: `${file.file}:${finding.rule}:${nth}`,
      finding,
      file,
      searched: `${finding.message}\n${finding.rule}\n${file.name}`.toLowerCase(),
    };
  });
  return { file, entries };
}
