import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import process from "node:process";
import { withLock } from "./lock.mjs";
import { step } from "./step.mjs";

/**
 * Makes a folder's node_modules what its lock file says; costs nothing when they already are.
 * @param {string} folder
 * @param {{ label: string, npm: string }} options npm: its JavaScript, see `locateNpm`
 * @returns {Promise<boolean>} false: npm failed, and its output was printed
 */
export async function installPackages(folder, { label, npm }) {
  if (isInstalled(folder)) return true;
  return withLock(path.join(folder, ".install.lock"), async () => {
    if (isInstalled(folder)) return true;
    const { ok } = await step(label, process.execPath, [npm, "ci", "--ignore-scripts", "--loglevel=error"], {
      cwd: folder,
    });
    if (ok) writeStamp(folder);
    return ok;
  });
}

/** @param {string} folder */
function isInstalled(folder) {
  const stamp = stampFile(folder);
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === lockHash(folder)) return true;
  if (!agreesWithLock(folder)) return false;
  writeStamp(folder);
  return true;
}

/**
 * True after a developer's own `npm install`: npm notes what it installed, and that is what the lock file asks for.
 * Spares a needless `npm ci`, which would pull node_modules away under a running editor.
 * @param {string} folder
 */
function agreesWithLock(folder) {
  const noted = readPackages(path.join(folder, "node_modules", ".package-lock.json"));
  const wanted = readPackages(path.join(folder, "package-lock.json"));
  if (noted === undefined || wanted === undefined) return false;
  const same = Object.entries(noted).every(([name, entry]) => entry.integrity === wanted[name]?.integrity);
  const complete = Object.entries(wanted).every(
    ([name, entry]) => name === "" || name in noted || entry.optional || entry.devOptional,
  );
  return same && complete && Object.keys(noted).length > 0;
}

/**
 * @param {string} file
 * @returns {Record<string, { integrity?: string, optional?: boolean, devOptional?: boolean }> | undefined}
 */
function readPackages(file) {
  return existsSync(file) ? JSON.parse(readFileSync(file, "utf8")).packages : undefined;
}

/** @param {string} folder */
function writeStamp(folder) {
  // A project whose packages are all for other platforms gets no node_modules from npm.
  mkdirSync(path.join(folder, "node_modules"), { recursive: true });
  writeFileSync(stampFile(folder), lockHash(folder));
}

/** @param {string} folder */
function stampFile(folder) {
  return path.join(folder, "node_modules", ".installed-lock");
}

/** @param {string} folder */
function lockHash(folder) {
  return createHash("sha256")
    .update(readFileSync(path.join(folder, "package-lock.json")))
    .digest("hex");
}
