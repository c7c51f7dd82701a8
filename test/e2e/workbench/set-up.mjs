import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { installPackages } from "../../../scripts/install-packages.mjs";
import { withLock } from "../../../scripts/lock.mjs";
import { step } from "../../../scripts/step.mjs";

const here = path.dirname(fileURLToPath(import.meta.url));

/** @typedef {{ name: string, folder: string }} Edition a version of the editor, and the package that asks for it */

/** @type {Edition} */
export const newest = { name: "code-server", folder: here };

/**
 * Of the oldest VS Code that the manifest allows.
 * @type {Edition}
 */
export const oldest = { name: "the oldest code-server", folder: path.join(here, "oldest") };

/** @param {Edition} edition */
const codeServerOf = ({ folder }) => path.join(folder, "node_modules", "code-server");

/** @param {Edition} edition */
const editorOf = (edition) => path.join(codeServerOf(edition), "lib", "vscode");

/** @param {Edition} edition */
const stampFileOf = ({ folder }) => path.join(folder, "node_modules", ".workbench-ready");

/**
 * The Node that an edition's package brings, else the one that runs this: VS Code 1.103 hangs on Node 24.
 * @param {Edition} edition
 */
export function nodeOf({ folder }) {
  const own = path.join(folder, "node_modules", `node-${process.platform}-${process.arch}`, "bin", "node");
  return existsSync(own) ? own : process.execPath;
}

/**
 * What `node` runs to start the workbench's server.
 * @param {Edition} edition
 */
export const serverEntryOf = (edition) => path.join(codeServerOf(edition), "out", "node", "entry.js");

/**
 * Installs code-server, a VS Code that runs in a browser, from the package registry; costs nothing when it is there.
 * @param {string} npm its JavaScript
 * @param {Edition} edition
 * @returns {Promise<boolean>} false: not possible here, and why was printed
 */
export async function setUpWorkbench(npm, edition = newest) {
  if (process.platform === "win32") {
    console.error(
      "The tests' VS Code server does not run on Windows: use WSL, or `npm start` with `code` on the PATH.",
    );
    return false;
  }
  return (
    isReady(edition) ||
    withLock(path.join(edition.folder, ".set-up.lock"), async () => isReady(edition) || install(npm, edition))
  );
}

/** @param {Edition} edition */
function isReady(edition) {
  const stampFile = stampFileOf(edition);
  return existsSync(stampFile) && readFileSync(stampFile, "utf8") === stamp(edition);
}

/**
 * The lock file and this recipe.
 * @param {Edition} edition
 */
function stamp({ folder }) {
  const hash = createHash("sha256");
  for (const file of [path.join(folder, "package-lock.json"), path.join(here, "set-up.mjs")])
    hash.update(readFileSync(file));
  return hash.digest("hex");
}

/**
 * @param {string} npm
 * @param {Edition} edition
 */
async function install(npm, edition) {
  const editor = editorOf(edition);
  if (!(await installPackages(edition.folder, { label: `install ${edition.name}`, npm }))) return false;
  // Not `npm ci`: the shrinkwrap that code-server brings is out of step with its package.json.
  const command = [
    npm,
    "install",
    "--omit=dev",
    "--ignore-scripts",
    "--no-audit",
    "--no-fund",
    "--loglevel=error",
  ];
  const { ok } = await step("install its editor", process.execPath, command, { cwd: editor });
  if (!ok) return false;
  replaceNativeModules(edition);
  removeWhatNoTestUses(editor);
  writeFileSync(stampFileOf(edition), stamp(edition));
  return true;
}

/**
 * Some modules come without binaries and would need a compiler. Without spdlog every output channel stays empty; nobody
 * logs in with a password.
 * @param {Edition} edition
 */
function replaceNativeModules(edition) {
  const modules = path.join(editorOf(edition), "node_modules");
  const watchdog = "exports.start = () => {};\nexports.exit = (code) => process.exit(code ?? 0);\n";
  const replacements = {
    [path.join(modules, "@vscode", "spdlog", "index.js")]: readFileSync(
      path.join(here, "spdlog-stand-in.cjs"),
      "utf8",
    ),
    [path.join(modules, "@vscode", "native-watchdog", "index.js")]: watchdog,
    [path.join(modules, "native-watchdog", "index.js")]: watchdog,
    [path.join(edition.folder, "node_modules", "argon2", "argon2.js")]:
      "exports.verify = async () => false;\nexports.hash = async () => '';\n",
  };
  for (const [file, text] of Object.entries(replacements))
    if (existsSync(path.dirname(file))) writeFileSync(file, text);
}

/**
 * More than half of the space on the disk.
 * @param {string} editor
 */
function removeWhatNoTestUses(editor) {
  const ripgrep = path.join("node_modules", "@vscode", "ripgrep-universal", "bin");
  const platforms = existsSync(path.join(editor, ripgrep)) ? readdirSync(path.join(editor, ripgrep)) : [];
  const foreign = platforms
    .filter((platform) => platform !== `${process.platform}-${process.arch}`)
    .map((platform) => path.join(ripgrep, platform));
  const extensions = ["extensions/copilot", "extensions/mermaid-markdown-features"];
  const unused = [...extensions, "node_modules/@github", "node_modules/@microsoft/mxc-sdk"];
  for (const folder of [...unused, ...foreign])
    rmSync(path.join(editor, folder), { recursive: true, force: true });
}
