import type { LintConfig } from "../../core/lint/config.ts";
import { searchEvidence } from "../../core/lint/evidence.ts";
import { summarize } from "../../core/lint/index/summarize.ts";
import type { FileSummary } from "../../core/lint/index/summary.ts";
import type { WorkspaceIndex } from "../../core/lint/index/workspace-index.ts";
import { type LintResult, lintSource, severityOf } from "../../core/lint/lint-source.ts";
import { ModelMemory } from "../../core/lint/model/model-memory.ts";
import { type ParseUnit, readSource } from "../../core/lint/read-source.ts";
import type { Rule } from "../../core/lint/rule.ts";
import type { FileScan } from "../../core/lint/search/import-graph.ts";
import type { Source } from "../../core/lint/source.ts";
import { failed } from "../../core/lint/unchecked.ts";
import type { VersionOf } from "../../node/package-versions.ts";
import { now } from "../clock.ts";

/** What was found out about a file by itself, and among the others. */
interface Memories {
  readonly alone: ModelMemory;
  readonly among: ModelMemory;
}

/** The linter, with its parser, rules and clock. A file that is read again keeps what was found out about it. */
export class Analyser {
  readonly #parse: ParseUnit;
  readonly #rules: readonly Rule[];
  readonly #memories = new WeakMap<Source, Memories>();

  constructor(parse: ParseUnit, rules: readonly Rule[]) {
    this.#parse = parse;
    this.#rules = rules;
  }

  search(text: string, config: LintConfig): FileScan {
    const wanted = this.#rules.filter((rule) => severityOf(rule, config) !== "off");
    return searchEvidence(
      text,
      wanted.flatMap(({ evidence }) => evidence ?? []),
    );
  }

  /** `previous` gives its units away and must not be used any more. */
  read(path: string, text: string, { budgetMs }: LintConfig, previous?: Source): Source {
    const end = now() + budgetMs;
    const source = readSource({ path, text, parse: this.#parse, previous, isOver: () => now() > end });
    const known = previous && this.#memories.get(previous);
    this.#memories.set(source, known ?? { alone: new ModelMemory(), among: new ModelMemory() });
    return source;
  }

  /** Undefined: our own code failed on it. */
  summarise(source: Source): FileSummary | undefined {
    try {
      return summarize(source, this.#memories.get(source)?.alone);
    } catch {
      // Checking the file says so, in a note.
      return undefined;
    }
  }

  lint(source: Source, config: LintConfig, index: WorkspaceIndex, versionOf: VersionOf): LintResult {
    const end = now() + config.budgetMs;
    const memory = this.#memories.get(source)?.among;
    try {
      return lintSource({
        source,
        rules: this.#rules,
        config,
        index,
        versionOf,
        isOver: () => now() > end,
        ...(memory && { memory }),
      });
    } catch (error) {
      return { findings: [], notes: [failed(error instanceof Error ? error.message : String(error))] };
    }
  }
}
