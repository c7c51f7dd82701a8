import { readFileSync } from "node:fs";
import type { LintWorld } from "../../src/cli/lint/lint-world.ts";
import { text } from "../../src/core/text/text.ts";
import type { CachedLintJob } from "../../src/node/lint-cache.ts";
import type { LintedFile } from "../../src/node/lint-files.ts";
import type { PlacedFinding } from "../../src/protocol/lint.ts";
import { sampleFinding, sampleRules, span } from "./sample-findings.ts";

export interface FakeLintWorld extends LintWorld {
  /** What was asked to be checked, round by round. */
  readonly jobs: CachedLintJob[];
}

/**
 * A linter for tests. `commit()` is a warning of `commit-in-loop`, with a safe fix that takes the line away; `share()`
 * an error of `session-shared-across-threads` without one; `query()` a hint of `query-in-loop`; `again()` a warning
 * whose fix never helps.
 */
export function fakeLintWorld(changes: Partial<LintWorld> = {}): FakeLintWorld {
  const jobs: CachedLintJob[] = [];
  return {
    jobs,
    rules: sampleRules,
    documentationOf: (rule) => `file:///docs/rules/${rule}.md`,
    threads: 2,
    readStandardInput: () => Promise.reject(new Error("No standard input was expected.")),
    checkFiles: async (job) => {
      jobs.push(job);
      const files = new Map<string, LintedFile>();
      for (const { file, text: given, config } of job.files) {
        const isOn = ({ rule }: PlacedFinding) =>
          (config.select.length === 0 || config.select.includes(rule)) && !config.ignore.includes(rule);
        files.set(file, checkText(given ?? readFileSync(file, "utf8").replace(/^\uFEFF/, ""), isOn));
        job.onProgress(files.size, job.files.length);
      }
      return { status: "completed", files, inputs: undefined };
    },
    ...changes,
  };
}

function checkText(source: string, isOn: (finding: PlacedFinding) => boolean): LintedFile {
  const findings = source.split(/\r\n|\r|\n/).flatMap((line, i) => findingsIn(line, i));
  return {
    findings: findings.filter(isOn),
    problem: source.includes("problem()") ? text("Checked in part.") : undefined,
  };
}

function findingsIn(line: string, i: number): PlacedFinding[] {
  const word = /(commit|share|query|again)\(\)/.exec(line);
  if (word === null) return [];
  const found = { span: span(i, word.index, word.index + word[0].length), text: text(`Found ${word[1]}.`) };
  const fix = (edit: { span: ReturnType<typeof span>; text: string }) => ({
    title: text("Take it away"),
    safe: true,
    edits: [edit],
  });
  switch (word[1]) {
    case "commit":
      return [sampleFinding({ ...found, fixes: [fix({ span: span(i, 0, 0, i + 1), text: "" })] })];
    case "again":
      return [sampleFinding({ ...found, fixes: [fix({ span: span(i, 0, 0), text: "#" })] })];
    case "share":
      return [sampleFinding({ ...found, rule: "session-shared-across-threads", severity: "error" })];
    default:
      return [sampleFinding({ ...found, rule: "query-in-loop", severity: "hint" })];
  }
}
