import {
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
} from "node:fs";
import os from "node:os";
import path from "node:path";
import process from "node:process";
import { readOptions } from "./arguments.mjs";
import { run as build } from "./build.mjs";
import { isMusl } from "./musl.mjs";
import { root } from "./root.mjs";
import { step } from "./step.mjs";

const vsce = path.join(root, "node_modules", "@vscode", "vsce", "vsce");
const addons = path.join(root, "node_modules", "better-sqlite3", "prebuilds");

/**
 * Makes the VSIX for one platform, by default this one.
 * @param {readonly string[]} args `--target NAME`, as VS Code names platforms, or `all`; `--out FOLDER`
 * @returns {Promise<number>} the exit code
 */
export async function run(args) {
  const options = readOptions(args, ["target", "out"]);
  if (options === undefined) return 2;
  const targets = packageTargets();
  const wanted = options.target === "all" ? [...targets.keys()] : [options.target ?? currentTarget()];
  const unknown = wanted.find((target) => !targets.has(target));
  if (unknown !== undefined) {
    console.error(`There is no binary for ${unknown}, only for ${[...targets.keys()].join(", ")}.`);
    return 2;
  }
  if ((await build([])) !== 0) return 1;
  const out = path.resolve(options.out ?? root);
  for (const target of wanted) {
    const vsix = await makeVsix(target, out);
    if (vsix === undefined) return 1;
    console.log(vsix);
  }
  return 0;
}

/**
 * Packages what dist/ holds; only the native binary depends on the platform.
 * @param {string} target as VS Code names it
 * @param {string} out the folder to put it in; made when it is missing
 * @returns {Promise<string | undefined>} the package's path; undefined when vsce failed, and its output was printed
 */
export async function makeVsix(target, out) {
  const addon = packageTargets().get(target);
  if (addon === undefined) throw new Error(`Unknown target ${target}`);
  const vsix = vsixFile(target, out);
  // A folder of its own, so that dist/ keeps the binary that this platform runs.
  const stage = mkdtempSync(path.join(os.tmpdir(), "lw-package-"));
  try {
    mkdirSync(out, { recursive: true });
    for (const entry of topLevelEntries()) {
      cpSync(path.join(root, entry), path.join(stage, entry), { recursive: true });
    }
    copyFileSync(addon, path.join(stage, "dist", "better_sqlite3.node"));
    const { ok } = await step(
      `package ${target}`,
      process.execPath,
      // There is no public repository that relative links of the README could point to.
      [
        vsce,
        "package",
        "--no-dependencies",
        "--allow-missing-repository",
        "--no-rewrite-relative-links",
        ...["--target", target],
        ...["--out", vsix],
      ],
      { cwd: stage },
    );
    return ok ? vsix : undefined;
  } finally {
    rmSync(stage, { recursive: true, force: true });
  }
}

/**
 * @param {string} target
 * @param {string} out
 */
export function vsixFile(target, out) {
  const { version } = JSON.parse(readFileSync(path.join(root, "package.json"), "utf8"));
  return path.join(out, `lanewise-${target}-${version}.vsix`);
}

/**
 * The files and folders that .vscodeignore allows something of, and itself. Only these are copied, since vsce walks
 * all of the folder that it packages, and ours holds several node_modules.
 */
function topLevelEntries() {
  const allowed = readFileSync(path.join(root, ".vscodeignore"), "utf8")
    .split(/\r?\n/)
    .filter((line) => line.startsWith("!"))
    .map((line) => line.slice(1).split("/", 1)[0] ?? "");
  return [".vscodeignore", ...allowed].filter((entry) => existsSync(path.join(root, entry)));
}

/**
 * The platforms that better-sqlite3 brings a binary for: VS Code's name → the binary.
 * @returns {Map<string, string>}
 */
export function packageTargets() {
  return new Map(
    readdirSync(addons)
      .filter((file) => file.endsWith(".node"))
      .sort()
      .map((file) => [
        path.basename(file, ".node").replace("linuxmusl-", "alpine-"),
        path.join(addons, file),
      ]),
  );
}

/** This platform, as VS Code names it. */
export function currentTarget() {
  return isMusl() ? `alpine-${process.arch}` : `${process.platform}-${process.arch}`;
}
