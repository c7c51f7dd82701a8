import type { LintConfig } from "../../core/lint/config.ts";
import { searchEvidence } from "../../core/lint/evidence.ts";
import { summarize } from "../../core/lint/index/summarize.ts";
import type { FileSummary } from "../../core/lint/index/summary.ts";
import type { WorkspaceIndex } from "../../core/lint/index/workspace-index.ts";
import { type LintResult, lintSource } from "../../core/lint/lint-source.ts";
import type { RememberedFacts } from "../../core/lint/model/build-model.ts";
import { type ParseUnit, readSource } from "../../core/lint/read-source.ts";
import type { Rule } from "../../core/lint/rule.ts";
import type { FileScan } from "../../core/lint/search/import-graph.ts";
import type { Source } from "../../core/lint/source.ts";
import { failed } from "../../core/lint/unchecked.ts";
import type { VersionOf } from "../../node/package-versions.ts";
import { now } from "../clock.ts";

/** The linter, with its parser, rules and clock. Remembers what it found out about units that are still in use. */
export class Analyser {
  readonly #parse: ParseUnit;
  readonly #rules: readonly Rule[];
  readonly #evidence: readonly RegExp[];
  readonly #remembered: RememberedFacts = new WeakMap();

  constructor(parse: ParseUnit, rules: readonly Rule[]) {
    this.#parse = parse;
    this.#rules = rules;
    this.#evidence = rules.flatMap(({ evidence }) => evidence ?? []);
  }

  search(text: string): FileScan {
    return searchEvidence(text, this.#evidence);
  }

  /** `previous` gives its units away and must not be used any more. */
  read(path: string, text: string, { budgetMs }: LintConfig, previous?: Source): Source {
    const end = now() + budgetMs;
    return readSource({ path, text, parse: this.#parse, previous, isOver: () => now() > end });
  }

  /** Undefined: our own code failed on it. */
  summarise(source: Source): FileSummary | undefined {
    try {
      return summarize(source, this.#remembered);
    } catch {
      // Checking the file says so, in a note.
      return undefined;
    }
  }

  lint(source: Source, config: LintConfig, index: WorkspaceIndex, versionOf: VersionOf): LintResult {
    const end = now() + config.budgetMs;
    try {
      return lintSource({
        source,
        rules: this.#rules,
        config,
        index,
        versionOf,
        isOver: () => now() > end,
        remembered: this.#remembered,
      });
    } catch (error) {
      return { findings: [], notes: [failed(error instanceof Error ? error.message : String(error))] };
    }
  }
}
