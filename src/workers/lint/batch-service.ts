import { assertNever } from "../../core/assert-never.ts";
import { WorkspaceIndex } from "../../core/lint/index/workspace-index.ts";
import { filesWith } from "../../core/lint/search/files.ts";
import { ModuleResolver } from "../../core/lint/search/resolve-module.ts";
import { PackageVersions } from "../../node/package-versions.ts";
import type { PythonDisk } from "../../node/python-disk.ts";
import type {
  BatchSetting,
  CheckedFile,
  FromLintBatch,
  SearchedFile,
  SummarisedFile,
  ToLintBatch,
} from "../../protocol/lint-batch.ts";
import type { Analyser } from "./analyser.ts";
import { LocalLanes } from "./local-lanes.ts";

export interface BatchServiceDeps {
  readonly analyser: Analyser;
  readonly disk: PythonDisk;
  readonly post: (message: FromLintBatch) => void;
}

/** The command line's side of the lint worker: one of several threads that check files together. */
export class BatchService {
  readonly #deps: BatchServiceDeps;
  #lanes: LocalLanes | undefined;
  #index: WorkspaceIndex | undefined;
  /** What the index was asked for since a file was checked; undefined: nobody wants to know. */
  #asked: Set<string> | undefined;

  constructor(deps: BatchServiceDeps) {
    this.#deps = deps;
  }

  /** Rejects for orders before `prepare`, which is a bug. */
  async receive(message: ToLintBatch): Promise<void> {
    if (message.type === "prepare") {
      this.#prepare(message.setting);
      return;
    }
    const { post } = this.#deps;
    const [lanes, index] = [this.#lanes, this.#index];
    if (!lanes || !index) throw new Error("A batch starts with prepare.");
    switch (message.type) {
      case "search": {
        const found: SearchedFile[] = [];
        await lanes.search(message.files, (more) => found.push(...more));
        post({ type: "searched", found });
        return;
      }
      case "summarise": {
        const summaries: SummarisedFile[] = [];
        await lanes.summarise(message.files, (more) => summaries.push(...more));
        post({ type: "summarised", summaries });
        return;
      }
      case "learn":
        for (const { file, summary } of message.summaries) index.set(file, summary);
        // Found out once for all files, and not for the first that asks.
        if (this.#asked) index.usesOf("");
        return;
      case "check": {
        const files: CheckedFile[] = [];
        this.#asked?.clear();
        await lanes.check(message.files, (more) => {
          files.push(...more.map((each) => (this.#asked ? { ...each, rests: [...this.#asked] } : each)));
          this.#asked?.clear();
        });
        post({ type: "checked", files });
        return;
      }
      default:
        assertNever(message);
    }
  }

  #prepare({ root, config, configs, texts, isTraced }: BatchSetting): void {
    const { analyser, disk } = this.#deps;
    const versions = new PackageVersions();
    const resolver = new ModuleResolver(
      filesWith(() => texts.keys(), disk),
      [root],
    );
    this.#asked = isTraced ? new Set() : undefined;
    const index = new WorkspaceIndex((from, module) => {
      const found = resolver.resolve(from, module);
      if (found !== undefined) this.#asked?.add(found);
      return found;
    });
    this.#index = index;
    this.#lanes = new LocalLanes({
      analyser,
      index,
      disk: {
        read: (file) => {
          const text = texts.get(file);
          if (text !== undefined) return { ok: true, text };
          return isTraced ? disk.readStamped(file) : disk.read(file);
        },
      },
      documents: new Map(),
      configOf: (file) => configs.get(file) ?? config,
      versionOf: (file) => versions.versionOf(file, root, undefined),
      stampOf: () => undefined,
    });
  }
}
