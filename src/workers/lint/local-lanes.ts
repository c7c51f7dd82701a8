import { statSync } from "node:fs";
import type { LintConfig } from "../../core/lint/config.ts";
import type { Finding } from "../../core/lint/finding.ts";
import type { FileSummary } from "../../core/lint/index/summary.ts";
import type { WorkspaceIndex } from "../../core/lint/index/workspace-index.ts";
import { LineIndex } from "../../core/lint/line-index.ts";
import type { FileScan } from "../../core/lint/search/import-graph.ts";
import type { Source } from "../../core/lint/source.ts";
import { broken, LARGEST_TEXT, tooLarge } from "../../core/lint/unchecked.ts";
import type { Text } from "../../core/text/text.ts";
import type { LintLanes } from "../../node/lint-lanes.ts";
import type { VersionOf } from "../../node/package-versions.ts";
import type { PythonDisk } from "../../node/python-disk.ts";
import type { CheckedFile, SearchedFile, SummarisedFile } from "../../protocol/lint-batch.ts";
import { now } from "../clock.ts";
import type { Analyser } from "./analyser.ts";
import { linePlaces, type OpenDocument } from "./open-document.ts";
import { type Places, placeFindings } from "./place-findings.ts";

export interface LocalLanesDeps {
  readonly analyser: Analyser;
  readonly disk: Pick<PythonDisk, "read">;
  readonly index: WorkspaceIndex;
  readonly documents: ReadonlyMap<string, OpenDocument>;
  readonly configOf: (file: string) => LintConfig;
  readonly versionOf: (file: string) => VersionOf;
  /** Another one: the file may have changed since it was searched. Undefined: it is searched anyway. */
  readonly stampOf: (file: string) => string | undefined;
}

export interface Checked {
  readonly findings: readonly Finding[];
  readonly note: Text | undefined;
}

/** Works so long before it lets messages in. */
const SLICE_MS = 8;
/** Texts of this length, all together, stay parsed between being summarised and being checked. */
const KEPT_LENGTH = 2_000_000;
/** Of a text that is too large to be looked at: that it was not checked is said where its findings would be. */
const unseen: FileScan = { hasEvidence: true, importsDatabase: false, mayMatter: false, imports: [] };

/** Does the work in this thread, in slices, so that what is typed meanwhile is checked in between. */
export class LocalLanes implements LintLanes {
  readonly #deps: LocalLanesDeps;
  /** Of files of the disk, when they were searched. */
  readonly #stamps = new Map<string, string>();
  readonly #kept = new Map<string, Source>();
  #keptLength = 0;
  #sliceEnd = 0;

  constructor(deps: LocalLanesDeps) {
    this.#deps = deps;
  }

  async search(files: readonly string[], take: (found: readonly SearchedFile[]) => void): Promise<void> {
    await this.#each(files, take, (file) => {
      const open = this.#deps.documents.get(file);
      if (open) {
        this.#stamps.delete(file);
        return { file, scan: this.#scan(file, open.text) };
      }
      const stamp = this.#deps.stampOf(file);
      if (stamp !== undefined && stamp === this.#stamps.get(file)) return undefined;
      const read = this.#deps.disk.read(file);
      if (!read.ok) {
        this.#stamps.delete(file);
        return { file, unreadable: read.detail };
      }
      if (stamp !== undefined) this.#stamps.set(file, stamp);
      this.#drop(file);
      const scan = this.#scan(file, read.text);
      return read.stamp ? { file, scan, stamp: read.stamp } : { file, scan };
    });
  }

  /** The settings say what is looked for: all files are to be searched again. */
  forgetScans(): void {
    this.#stamps.clear();
  }

  async summarise(files: readonly string[], take: (found: readonly SummarisedFile[]) => void): Promise<void> {
    await this.#each(files, take, (file) => {
      const source = this.#sourceOf(file);
      if (!source) return undefined;
      if (!this.#deps.documents.has(file)) this.#keep(file, source);
      const summary = this.#deps.analyser.summarise(source);
      return summary && { file, summary };
    });
  }

  async check(files: readonly string[], take: (checked: readonly CheckedFile[]) => void): Promise<void> {
    await this.#each(files, take, (file) => this.checkFile(file));
  }

  /** Of the disk. Undefined: it cannot be read. */
  checkFile(file: string): CheckedFile | undefined {
    const read = this.#deps.disk.read(file);
    if (!read.ok) return undefined;
    if (read.text.length > LARGEST_TEXT) return { file, findings: [], note: tooLarge() };
    const source = this.#kept.get(file) ?? this.#parse(file, read.text);
    this.#drop(file);
    const { findings, note } = this.#lint(file, source);
    const places = linePlaces(file, new LineIndex(source.text));
    return {
      file,
      note: note ?? broken(source),
      findings: placeFindings(findings, places, (other) => this.placesOf(other)).get(file) ?? [],
    };
  }

  checkOpen(document: OpenDocument): Checked {
    const { file } = document;
    if (document.text.length > LARGEST_TEXT) return { findings: [], note: tooLarge() };
    return this.#lint(
      file,
      document.source((text, previous) => this.#parse(file, text, previous)),
    );
  }

  /** What the workspace has to know of an open document as it is now. */
  describe(document: OpenDocument): { readonly scan: FileScan; readonly summary: FileSummary | undefined } {
    const source = this.#sourceOf(document.file);
    return {
      scan: this.#scan(document.file, document.text),
      summary: source && this.#deps.analyser.summarise(source),
    };
  }

  /** Where places in another file lie. */
  placesOf(file: string): Places | undefined {
    const open = this.#deps.documents.get(file);
    if (open) return open.places;
    const read = this.#deps.disk.read(file);
    return read.ok ? linePlaces(file, new LineIndex(read.text)) : undefined;
  }

  #lint(file: string, source: Source): Checked {
    const { analyser, configOf, versionOf, index } = this.#deps;
    const { findings, notes } = analyser.lint(source, configOf(file), index, versionOf(file));
    return { findings, note: notes[0] };
  }

  #sourceOf(file: string): Source | undefined {
    const open = this.#deps.documents.get(file);
    if (open) {
      if (open.text.length > LARGEST_TEXT) return undefined;
      return open.source((text, previous) => this.#parse(file, text, previous));
    }
    const read = this.#deps.disk.read(file);
    return read.ok && read.text.length <= LARGEST_TEXT ? this.#parse(file, read.text) : undefined;
  }

  #parse(file: string, text: string, previous?: Source): Source {
    return this.#deps.analyser.read(file, text, this.#deps.configOf(file), previous);
  }

  #scan(file: string, text: string): FileScan {
    return text.length > LARGEST_TEXT ? unseen : this.#deps.analyser.search(text, this.#deps.configOf(file));
  }

  #keep(file: string, source: Source): void {
    if (this.#keptLength + source.text.length > KEPT_LENGTH) return;
    this.#drop(file);
    this.#kept.set(file, source);
    this.#keptLength += source.text.length;
  }

  #drop(file: string): void {
    this.#keptLength -= this.#kept.get(file)?.text.length ?? 0;
    this.#kept.delete(file);
  }

  async #each<Result>(
    files: readonly string[],
    take: (results: readonly Result[]) => void,
    work: (file: string) => Result | undefined,
  ): Promise<void> {
    for (const file of files) {
      if (now() > this.#sliceEnd) {
        await new Promise((resolve) => setImmediate(resolve));
        this.#sliceEnd = now() + SLICE_MS;
      }
      const result = work(file);
      if (result !== undefined) take([result]);
    }
  }
}

/** Of a file of the disk. */
export function stampOf(file: string): string | undefined {
  const stat = statSync(file, { throwIfNoEntry: false });
  return stat && `${stat.mtimeMs} ${stat.size} ${stat.ino}`;
}
