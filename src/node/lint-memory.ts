import type { FileSummary } from "../core/lint/index/summary.ts";
import type { FileScan } from "../core/lint/search/import-graph.ts";
import type { CheckedFile, FileStamp, SearchedFile, SummarisedFile } from "../protocol/lint-batch.ts";
import type { LintLanes } from "./lint-lanes.ts";

/** What a check found out of a file. The scan and the summary rest on its text alone. Plain data. */
export interface KnownFile {
  readonly stamp: FileStamp;
  readonly scan: FileScan;
  readonly summary?: FileSummary;
  readonly checked?: KnownFindings;
}

interface KnownFindings {
  readonly answer: CheckedFile;
  /** The other files that were asked for what they say. */
  readonly rests: readonly string[];
  /** Says all that the answer rests on, as it was. */
  readonly basis: string;
}

export type LintMemory = ReadonlyMap<string, KnownFile>;

export interface RememberingLanesDeps {
  readonly lanes: LintLanes;
  /** Of files that are as they were, with the settings that they had. */
  readonly known: LintMemory;
  /** What the findings of a file rest on that asked these others, as it is now: another text for anything else. */
  readonly basisOf: (file: string, rests: readonly string[], hashOf: (file: string) => string) => string;
}

/** Lets others do only what is not known from an earlier check, and remembers what they found. */
export class RememberingLanes implements LintLanes {
  readonly #deps: RememberingLanesDeps;
  readonly #files = new Map<string, KnownFile>();

  constructor(deps: RememberingLanesDeps) {
    this.#deps = deps;
  }

  /** For the next check. */
  get memory(): LintMemory {
    return this.#files;
  }

  async search(files: readonly string[], take: (found: readonly SearchedFile[]) => void): Promise<void> {
    const { lanes, known } = this.#deps;
    const unknown: string[] = [];
    for (const file of files) {
      const before = known.get(file);
      if (before) {
        this.#files.set(file, before);
        take([{ file, scan: before.scan }]);
      } else unknown.push(file);
    }
    await lanes.search(unknown, (found) => {
      for (const each of found)
        if ("scan" in each && each.stamp) this.#files.set(each.file, { stamp: each.stamp, scan: each.scan });
      take(found);
    });
  }

  async summarise(files: readonly string[], take: (found: readonly SummarisedFile[]) => void): Promise<void> {
    const unknown: string[] = [];
    for (const file of files) {
      const summary = this.#files.get(file)?.summary;
      if (summary) take([{ file, summary }]);
      else unknown.push(file);
    }
    await this.#deps.lanes.summarise(unknown, (found) => {
      for (const { file, summary } of found) this.#add(file, { summary });
      take(found);
    });
  }

  async check(files: readonly string[], take: (checked: readonly CheckedFile[]) => void): Promise<void> {
    const unknown: string[] = [];
    for (const file of files) {
      const checked = this.#files.get(file)?.checked;
      if (checked && checked.basis === this.#basisOf(file, checked.rests)) take([checked.answer]);
      else unknown.push(file);
    }
    await this.#deps.lanes.check(unknown, (found) => {
      take(found);
      for (const { rests = [], ...answer } of found)
        this.#add(answer.file, { checked: { answer, rests, basis: this.#basisOf(answer.file, rests) } });
    });
  }

  #add(file: string, more: Partial<KnownFile>): void {
    const known = this.#files.get(file);
    if (known) this.#files.set(file, { ...known, ...more });
  }

  #basisOf(file: string, rests: readonly string[]): string {
    return this.#deps.basisOf(file, rests, (other) => this.#files.get(other)?.stamp.hash ?? "");
  }
}
