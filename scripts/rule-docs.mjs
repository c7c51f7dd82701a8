import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import os from "node:os";
import path from "node:path";
import { build } from "esbuild";
import { root } from "./root.mjs";

/**
 * @typedef {import("../src/core/lint/rule.ts").Rule} Rule
 * @typedef {{ readonly title: string, readonly safe: boolean }} FixNote
 * @typedef {{ readonly rules: readonly Rule[], readonly fixesOf: (rule: Rule) => readonly FixNote[] }} RuleFacts
 */

const words = { python: "Python", javascript: "JavaScript and TypeScript" };

/**
 * The pages of docs/rules, made of the rules' own documentation.
 * @returns {Promise<ReadonlyMap<string, string>>} by file name
 */
export async function ruleDocs() {
  const facts = await loadFacts();
  const pages = facts.rules.map((rule) => /** @type {const} */ ([`${rule.id}.md`, rulePage(rule, facts)]));
  return new Map([["README.md", indexPage(facts)], ...pages]);
}

/**
 * The rules, and what fixes they really offer for their own examples.
 * @returns {Promise<RuleFacts>}
 */
async function loadFacts() {
  const folder = mkdtempSync(path.join(os.tmpdir(), "lanewise-rules-"));
  try {
    const outfile = path.join(folder, "rules.cjs");
    await build({
      stdin: {
        contents: `
          export { rules } from "./src/core/lint/rules/index.ts";
          export { readSource } from "./src/core/lint/read-source.ts";
          export { lintSource } from "./src/core/lint/lint-source.ts";
          export { defaultLintConfig } from "./src/core/lint/config.ts";
          export { english } from "./src/core/text/text.ts";
          export { loadPythonParser } from "./src/workers/lint/python-parser.ts";`,
        resolveDir: root,
      },
      bundle: true,
      platform: "node",
      target: "node22",
      format: "cjs",
      outfile,
      logLevel: "warning",
    });
    const require = createRequire(import.meta.url);
    const { rules, readSource, lintSource, defaultLintConfig, english, loadPythonParser } = require(outfile);
    const grammars = path.dirname(require.resolve("@vscode/tree-sitter-wasm"));
    const parse = await loadPythonParser({
      runtime: path.join(grammars, "tree-sitter.wasm"),
      grammar: readFileSync(path.join(grammars, "tree-sitter-python.wasm")),
    });
    /** @type {(rule: Rule) => readonly FixNote[]} */
    const fixesOf = (rule) => {
      const notes = new Map();
      for (const { bad } of rule.docs.examples) {
        const text = unmarked(bad);
        const read = readSource({ path: "app.py", text, parse, isOver: () => false });
        // All rules run: whether a comment is needed shows only then.
        const config = { ...defaultLintConfig, rules: { [rule.id]: rule.severityWhenOn ?? rule.severity } };
        const { findings } = lintSource({ source: read, rules, config });
        const own = findings.filter((/** @type {any} */ finding) => finding.rule === rule.id);
        for (const { title, safe } of own.flatMap((/** @type {any} */ finding) => finding.fixes)) {
          notes.set(english(title), { title: english(title), safe });
        }
      }
      return [...notes.values()];
    };
    return { rules, fixesOf };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * @param {Rule} rule
 * @param {RuleFacts} facts
 */
function rulePage(rule, { fixesOf }) {
  const { docs } = rule;
  const fixes = fixesOf(rule);
  return page(
    rule.id,
    `src/core/lint/rules/${rule.id}.ts`,
    docs.summary,
    `Severity: **${severityOf(rule)}** · ${languagesOf(rule)} · ${fixWord(fixes)}${rule.measurable ? " · *Measure this* shows it on your own database" : ""}`,
    "## Why is this bad?",
    docs.why,
    "## What to do instead",
    docs.remedy,
    ...docs.examples.flatMap(exampleSection),
    "## What it leaves alone",
    list(docs.leavesAlone),
    ...(fixes.length === 0 ? [] : ["## Fixes", list(fixes.map(fixLine))]),
    "## What it says",
    list(Object.values(rule.messages)),
    "## How to set it",
    `In the editor: \`"lanewise.lint.rules": { "${rule.id}": "${rule.severity === "off" ? (rule.severityWhenOn ?? "warning") : "off"}" }\`. In \`pyproject.toml\`: the section \`[tool.lanewise]\`, see [the command line](../command-line.md). For one place: \`# lanewise: ignore[${rule.id}]\` behind the line, or on a line of its own before a statement; for a file: \`# lanewise: ignore-file[${rule.id}]\`.`,
    "## Sources",
    list(docs.sources.map(({ title, url }) => `[${title}](${url})`)),
  );
}

/** @param {RuleFacts} facts */
function indexPage({ rules, fixesOf }) {
  const rows = rules.map((rule) => {
    const { id, docs } = rule;
    return `| [${id}](${id}.md) | ${severityOf(rule)} | ${fixWord(fixesOf(rule))} | ${docs.summary.replaceAll("|", "\\|")} |`;
  });
  return page(
    "Rules",
    "src/core/lint/rules/index.ts",
    `What Lanewise finds in code that uses a database. A rule fires on what the code's own imports, constructors and annotations prove, never on a name alone. A *safe* fix keeps what the program does, and can be applied together with others; a *suggestion* needs a look.`,
    ["| Rule | Severity | Fix | What it finds |", "|---|---|---|---|", ...rows].join("\n"),
  );
}

/**
 * @param {string} title
 * @param {string} from
 * @param {...string} parts
 */
function page(title, from, ...parts) {
  return `${[`<!-- Written by \`npm run rules\` from ${from}. -->`, `# ${title}`, ...parts].join("\n\n")}\n`;
}

/** @param {Rule["docs"]["examples"][number]} example */
function exampleSection({ title, language, bad, good }) {
  return [
    `## Example${title === undefined ? "" : `: ${title.charAt(0).toLowerCase()}${title.slice(1)}`}`,
    codeBlock(language, unmarked(bad)),
    "Use instead:",
    codeBlock(language, good),
  ];
}

/**
 * @param {string} language
 * @param {string} code
 */
function codeBlock(language, code) {
  return `\`\`\`${language}\n${code.trim()}\n\`\`\``;
}

/** @param {Rule} rule */
function severityOf({ severity, severityWhenOn }) {
  return severity === "off" ? `off (${severityWhenOn ?? "warning"} when on)` : severity;
}

/** @param {Rule} rule */
function languagesOf({ docs }) {
  return [...new Set(docs.examples.map(({ language }) => words[language]))].join(", ");
}

/** @param {readonly FixNote[]} fixes */
function fixWord(fixes) {
  if (fixes.length === 0) return "no fix";
  return fixes.some(({ safe }) => safe) ? "safe fix" : "suggestion";
}

/** @param {FixNote} fix */
function fixLine({ title, safe }) {
  return `${title} (${safe ? "safe" : "suggestion"})`;
}

/** @param {readonly string[]} items */
function list(items) {
  return items.map((item) => `- ${item}`).join("\n");
}

/** @param {string} code */
function unmarked(code) {
  return code.replaceAll(/[«»]/g, "");
}
