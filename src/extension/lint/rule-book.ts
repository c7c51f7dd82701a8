import { readFile } from "node:fs/promises";
import type { Severity } from "../../core/lint/finding.ts";
import type { RuleDocs } from "../../core/lint/rule.ts";
import type { Log } from "../log.ts";
import { asError } from "../log.ts";

/** What people want to know of a rule; how it finds what it finds stays in the lint worker. */
export interface RuleEntry {
  readonly id: string;
  readonly severity: Severity | "off";
  readonly docs: Pick<RuleDocs, "summary" | "why" | "remedy" | "sources">;
}

/** The rules, by id. Read when first asked for. */
export type RuleBook = () => Promise<ReadonlyMap<string, RuleEntry>>;

/** The file is written when Lanewise is built, from the rules themselves. */
export function ruleBook(file: string, log: Log): RuleBook {
  let read: Promise<ReadonlyMap<string, RuleEntry>> | undefined;
  return () => {
    read ??= readRules(file).catch((error: unknown) => {
      log.error(asError(error));
      return new Map();
    });
    return read;
  };
}

async function readRules(file: string): Promise<ReadonlyMap<string, RuleEntry>> {
  const entries: readonly RuleEntry[] = JSON.parse(await readFile(file, "utf8"));
  return new Map(entries.map((entry) => [entry.id, entry]));
}
