import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { installPackages } from "../../../scripts/install-packages.mjs";
import { withLock } from "../../../scripts/lock.mjs";
import { step } from "../../../scripts/step.mjs";

const here = path.dirname(fileURLToPath(import.meta.url));
const codeServer = path.join(here, "node_modules", "code-server");
const editor = path.join(codeServer, "lib", "vscode");
const stampFile = path.join(here, "node_modules", ".workbench-ready");

/** What `node` runs to start the workbench's server. */
export const serverEntry = path.join(codeServer, "out", "node", "entry.js");

/**
 * Installs code-server, a VS Code that runs in a browser, from the package registry; costs nothing when it is there.
 * @param {string} npm its JavaScript
 * @returns {Promise<boolean>} false: not possible here, and why was printed
 */
export async function setUpWorkbench(npm) {
  if (process.platform === "win32") {
    console.error(
      "The tests' VS Code server does not run on Windows: use WSL, or `npm start` with `code` on the PATH.",
    );
    return false;
  }
  return isReady() || withLock(path.join(here, ".set-up.lock"), async () => isReady() || install(npm));
}

function isReady() {
  return existsSync(stampFile) && readFileSync(stampFile, "utf8") === stamp();
}

/** The lock file and this recipe. */
function stamp() {
  const hash = createHash("sha256");
  for (const file of ["package-lock.json", "set-up.mjs"]) hash.update(readFileSync(path.join(here, file)));
  return hash.digest("hex");
}

/** @param {string} npm */
async function install(npm) {
  if (!(await installPackages(here, { label: "install code-server", npm }))) return false;
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
  replaceNativeModules();
  removeWhatNoTestUses();
  writeFileSync(stampFile, stamp());
  return true;
}

/** Two modules come without binaries and would need a compiler. Without spdlog every output channel stays empty. */
function replaceNativeModules() {
  const modules = path.join(editor, "node_modules", "@vscode");
  writeFileSync(
    path.join(modules, "spdlog", "index.js"),
    readFileSync(path.join(here, "spdlog-stand-in.cjs"), "utf8"),
  );
  writeFileSync(
    path.join(modules, "native-watchdog", "index.js"),
    "exports.start = () => {};\nexports.exit = (code) => process.exit(code ?? 0);\n",
  );
}

/** More than half of the space on the disk. */
function removeWhatNoTestUses() {
  const ripgrep = path.join("node_modules", "@vscode", "ripgrep-universal", "bin");
  const foreign = readdirSync(path.join(editor, ripgrep))
    .filter((platform) => platform !== `${process.platform}-${process.arch}`)
    .map((platform) => path.join(ripgrep, platform));
  const extensions = ["extensions/copilot", "extensions/mermaid-markdown-features"];
  const unused = [...extensions, "node_modules/@github", "node_modules/@microsoft/mxc-sdk"];
  for (const folder of [...unused, ...foreign])
    rmSync(path.join(editor, folder), { recursive: true, force: true });
}
