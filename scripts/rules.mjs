import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { loadRules } from "./load-rules.mjs";
import { root } from "./root.mjs";
import { ruleDocs } from "./rule-docs.mjs";

/** @typedef {import("./load-rules.mjs").LoadedRule} LoadedRule */
/** @typedef {{ contributes: { configuration: { properties: Record<string, { properties?: object }> } } }} Manifest */

const SETTING = "lanewise.lint.rules";
const TEXT_PREFIX = "rule.";
const severities = ["error", "warning", "information", "hint", "off"];

/**
 * Writes what is repeated of the rules: in the manifest the setting of their severities, with each rule's summary, and
 * the pages of docs/rules.
 * @returns {Promise<number>} the exit code
 */
export async function run() {
  const rules = await loadRules();
  change("package.json", (/** @type {Manifest} */ manifest) => {
    const setting = manifest.contributes.configuration.properties[SETTING];
    if (!setting) throw new Error(`package.json has no setting ${SETTING}`);
    setting.properties = Object.fromEntries(rules.map((rule) => [rule.id, ruleSetting(rule)]));
  });
  change("package.nls.json", (/** @type {Record<string, string>} */ texts) => {
    for (const key of Object.keys(texts)) if (key.startsWith(TEXT_PREFIX)) delete texts[key];
    for (const { id, docs } of rules) texts[`${TEXT_PREFIX}${id}`] = docs.summary;
  });
  const folder = path.join(root, "docs", "rules");
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const [file, page] of await ruleDocs()) writeFileSync(path.join(folder, file), page);
  console.log(`${rules.length} rules`);
  return 0;
}

/** @param {LoadedRule} rule */
function ruleSetting({ id, severity }) {
  return {
    type: "string",
    default: severity,
    enum: severities,
    enumDescriptions: severities.map((word) => `%configuration.lint.rules.${word}%`),
    markdownDescription: `%${TEXT_PREFIX}${id}%`,
  };
}

/**
 * @template Json what the file holds
 * @param {string} file below the root
 * @param {(json: Json) => void} edit
 */
function change(file, edit) {
  const whole = path.join(root, file);
  const json = JSON.parse(readFileSync(whole, "utf8"));
  edit(json);
  writeFileSync(whole, `${JSON.stringify(json, null, 2)}\n`);
}
