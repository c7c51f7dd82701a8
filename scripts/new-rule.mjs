import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import process from "node:process";
import { root } from "./root.mjs";
import { step } from "./step.mjs";

const index = "src/core/lint/rules/index.ts";

/**
 * Starts a rule: its file, its test, its line in the list of rules. What it finds, and its words, are left to write; its
 * tests fail until then.
 * @param {readonly string[]} args the rule's id
 * @returns {Promise<number>} the exit code
 */
export async function run([id = "", ...rest]) {
  if (!/^[a-z]+(-[a-z]+)+$/.test(id) || rest.length > 0) {
    console.error("Usage: npm run new-rule <id>, words with hyphens between: commit-in-loop");
    return 2;
  }
  const files = newRuleFiles(id, readFileSync(path.join(root, index), "utf8"));
  const existing = [...files.keys()].find((file) => file !== index && existsSync(path.join(root, file)));
  if (existing !== undefined) {
    console.error(`There is a ${existing} already.`);
    return 1;
  }
  for (const [file, text] of files) {
    mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
    writeFileSync(path.join(root, file), text);
    console.log(file);
  }
  const biome = path.join(root, "node_modules", "@biomejs", "biome", "bin", "biome");
  const { ok } = await step("format", process.execPath, [biome, "check", "--write", ...files.keys()], {
    cwd: root,
  });
  console.log("When its tests pass: npm run rules writes its page and its setting.");
  return ok ? 0 : 1;
}

/**
 * @param {string} id
 * @param {string} rules the text of the list of rules
 * @returns {ReadonlyMap<string, string>} by path below the root
 */
export function newRuleFiles(id, rules) {
  const name = id.replaceAll(/-(.)/g, (_, letter) => letter.toUpperCase());
  return new Map([
    [`src/core/lint/rules/${id}.ts`, ruleFile(id, name)],
    [`test/core/lint/rules/${id}.test.ts`, testFile(id, name)],
    [index, withRule(rules, id, name)],
  ]);
}

/**
 * Its import, in the order of names, and its place at the end, before the rule about the comments for all others.
 * @param {string} rules
 * @param {string} id
 * @param {string} name
 */
function withRule(rules, id, name) {
  const lines = rules.split("\n");
  const added = `import { ${name} } from "./${id}.ts";`;
  const pathOf = (/** @type {string} */ line) => line.slice(line.indexOf('"'));
  const imports = lines.findLastIndex((line) => line.startsWith("import ") && pathOf(line) < pathOf(added));
  lines.splice(imports + 1, 0, added);
  const last = lines.findIndex((line) => line === "  unusedSuppression,");
  lines.splice(last === -1 ? lines.lastIndexOf("];") : last, 0, `  ${name},`);
  return lines.join("\n");
}

/**
 * @param {string} id
 * @param {string} name
 */
function ruleFile(id, name) {
  return `import { defineRule } from "../rule.ts";

export const ${name} = defineRule({
  id: "${id}",
  severity: "warning",
  measurable: false,
  docs: {
    summary: "…",
    why: "…",
    remedy: "…",
    leavesAlone: [],
    examples: [{ language: "python", bad: "…", good: "…" }],
    sources: [],
  },
  messages: {
    found: "…",
  },
  check: {
    pythonPart(part, file, report) {
      for (const operation of part.operations) {
        if (operation.action === "commit") report(operation.call, "found");
      }
    },
  },
});
`;
}

/**
 * @param {string} id
 * @param {string} name
 */
function testFile(id, name) {
  return `import { ${name} } from "../../../../src/core/lint/rules/${id}.ts";
import { checkRule } from "../../../support/check-rule.ts";

checkRule(${name}, {
  finds: [
    {
      name: "…",
      code: \`
from sqlalchemy.orm import Session

def store(session: Session):
    «…»
\`,
    },
  ],
  leaves: [
    {
      name: "…",
      code: \`
\`,
    },
  ],
});
`;
}
