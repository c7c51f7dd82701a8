import path from "node:path";
import { build } from "esbuild";
import { root } from "./root.mjs";

/**
 * What is used here of a rule; see src/core/lint/rule.ts.
 * @typedef {{ readonly summary: string, readonly why: string, readonly remedy: string,
 *   readonly sources: readonly { readonly title: string, readonly url: string }[] }} RuleDocs
 * @typedef {{ readonly id: string, readonly severity: string, readonly docs: RuleDocs }} LoadedRule
 */

/**
 * The linter's rules, as they stand in the sources.
 * @returns {Promise<readonly LoadedRule[]>} by id
 */
export async function loadRules() {
  const { outputFiles } = await build({
    entryPoints: [path.join(root, "src", "core", "lint", "rules", "index.ts")],
    bundle: true,
    write: false,
    format: "esm",
    target: "node22",
    logLevel: "warning",
  });
  const code = Buffer.from(outputFiles[0]?.contents ?? []).toString("base64");
  const { rules } = await import(`data:text/javascript;base64,${code}`);
  return rules;
}

/**
 * What the editor shows of the rules, without how they find what they find.
 * @param {readonly LoadedRule[]} rules
 * @returns {string} JSON, as src/extension/lint/rule-book.ts reads it
 */
export function ruleBook(rules) {
  return JSON.stringify(
    rules.map(({ id, severity, docs: { summary, why, remedy, sources } }) => ({
      id,
      severity,
      docs: { summary, why, remedy, sources },
    })),
  );
}
