import { existsSync } from "node:fs";
import path from "node:path";
import process from "node:process";
import { step } from "../../../scripts/step.mjs";

const onThePath = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "microsoft-edge"];

/** Where the installers of macOS and Windows put them, below the folders that `installFolders` names. */
const installed = {
  darwin: [
    "Google Chrome.app/Contents/MacOS/Google Chrome",
    "Chromium.app/Contents/MacOS/Chromium",
    "Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
  ],
  win32: [
    "Google/Chrome/Application/chrome.exe",
    "Chromium/Application/chrome.exe",
    "Microsoft/Edge/Application/msedge.exe",
  ],
};

/**
 * A Chromium, Chrome or Edge: the one that CHROMIUM names, else an installed one, else Debian's package where this
 * process may install it.
 * @returns {Promise<string | undefined>} its path; undefined: there is none, and what to do was printed
 */
export async function provideChromium() {
  const named = process.env.CHROMIUM;
  if (named) {
    if (existsSync(named)) return named;
    console.error(`CHROMIUM names ${named}, which does not exist.`);
    return undefined;
  }
  const found = locateChromium() ?? ((await installWithApt()) ? locateChromium() : undefined);
  if (found === undefined) {
    console.error("The tests need Chromium, Chrome or Edge: install one, or name its binary in CHROMIUM.");
  }
  return found;
}

function locateChromium() {
  const fromPath = (process.env.PATH ?? "")
    .split(path.delimiter)
    .flatMap((folder) => onThePath.map((name) => path.join(folder, name)));
  const names =
    process.platform === "darwin" || process.platform === "win32" ? installed[process.platform] : [];
  const fromInstaller = installFolders().flatMap((folder) => names.map((name) => path.join(folder, name)));
  return [...fromPath, ...fromInstaller].find((file) => existsSync(file));
}

/** @returns {string[]} */
function installFolders() {
  const { HOME, LOCALAPPDATA, ProgramFiles } = process.env;
  const folders =
    process.platform === "darwin"
      ? ["/Applications", HOME && path.join(HOME, "Applications")]
      : [ProgramFiles, process.env["ProgramFiles(x86)"], LOCALAPPDATA];
  return folders.flatMap((folder) => (folder ? [folder] : []));
}

async function installWithApt() {
  const apt = "/usr/bin/apt-get";
  if (process.platform !== "linux" || process.getuid?.() !== 0 || !existsSync(apt)) return false;
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  const command = ["install", "-y", "--no-install-recommends", "chromium"];
  const update = await step("update apt's lists", apt, ["update"], { env });
  return update.ok && (await step("install Chromium", apt, command, { env })).ok;
}
