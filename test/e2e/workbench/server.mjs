import { spawn } from "node:child_process";
import { closeSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import os from "node:os";
import path from "node:path";
import process from "node:process";
import { setTimeout as sleep } from "node:timers/promises";
import { runCaptured } from "../../../scripts/child.mjs";
import { newest, nodeOf, serverEntryOf } from "./set-up.mjs";

const startMs = 30_000;
const stopMs = 5_000;

/** A quiet editor: nothing that asks the network, opens by itself or moves. */
export const quietSettings = {
  "chat.commandCenter.enabled": false,
  "chat.disableAIFeatures": true,
  "extensions.autoCheckUpdates": false,
  "extensions.autoUpdate": false,
  "extensions.ignoreRecommendations": true,
  "files.autoSave": "off",
  "git.enabled": false,
  "npm.autoDetect": "off",
  "security.workspace.trust.enabled": false,
  "telemetry.telemetryLevel": "off",
  "typescript.tsc.autoDetect": "off",
  "update.mode": "none",
  "workbench.enableExperiments": false,
  "workbench.reduceMotion": "on",
  "workbench.secondarySideBar.defaultVisibility": "hidden",
  "workbench.startupEditor": "none",
  "workbench.tips.enabled": false,
};

/**
 * @typedef {object} Workbench
 * @property {string} url
 * @property {string} folder all that the server writes, also its log files; `stop` removes it
 * @property {string} settingsFile the user's settings; windows read it when they open
 * @property {() => Promise<void>} stop also ends what the server started
 */

/**
 * Starts a workbench of its own: fresh settings, no extension but those given.
 * @param {{ vsix: string, settings?: object, idleTimeoutSeconds?: number, edition?: import("./set-up.mjs").Edition }} options idleTimeoutSeconds: the server ends
 *   itself when no window was open for so long
 * @returns {Promise<Workbench>}
 * @throws {Error} when the extension cannot be installed or the server does not answer; with what it printed
 */
export async function startWorkbench({
  vsix,
  settings = quietSettings,
  idleTimeoutSeconds,
  edition = newest,
}) {
  const folder = mkdtempSync(path.join(os.tmpdir(), "wb-"));
  const settingsFile = path.join(folder, "data", "User", "settings.json");
  mkdirSync(path.dirname(settingsFile), { recursive: true });
  writeFileSync(settingsFile, JSON.stringify(settings));
  const configFile = path.join(folder, "config.yaml");
  writeFileSync(configFile, "auth: none\ncert: false\n");
  const command = [
    nodeOf(edition),
    serverEntryOf(edition),
    ...["--config", configFile],
    ...["--user-data-dir", path.join(folder, "data")],
    ...["--extensions-dir", path.join(folder, "extensions")],
  ];
  const env = environmentFor(folder);
  const remove = () => rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  try {
    await installExtension(command, env, vsix);
    const port = await freePort();
    const url = `http://127.0.0.1:${port}`;
    const idle =
      idleTimeoutSeconds === undefined ? [] : ["--idle-timeout-seconds", String(idleTimeoutSeconds)];
    const server = startServer(
      [
        ...command,
        ...["--auth", "none", "--bind-addr", `127.0.0.1:${port}`],
        ...[
          "--disable-telemetry",
          "--disable-update-check",
          "--disable-getting-started-override",
          "--disable-proxy",
        ],
        ...idle,
      ],
      env,
      path.join(folder, "server.log"),
    );
    const stop = async () => {
      await server.stop();
      remove();
    };
    if (!(await answers(`${url}/healthz`, server.hasEnded))) {
      const log = readFileSync(path.join(folder, "server.log"), "utf8");
      await server.stop();
      throw new Error(`The workbench's server did not start:\n${log.slice(-2000)}`);
    }
    return { url, folder, settingsFile, stop };
  } catch (error) {
    remove();
    throw error;
  }
}

/**
 * The server leaves nothing outside its folder, and is not taken for a part of the window that started us.
 * @param {string} folder
 * @returns {NodeJS.ProcessEnv}
 */
function environmentFor(folder) {
  const foreign =
    /^(VSCODE_|ELECTRON_|npm_)|^(NODE_OPTIONS|NODE_ENV|PORT|PASSWORD|VITEST.*|TEST|CI|NO_COLOR)$/;
  const own = ["XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_RUNTIME_DIR", "TMPDIR"];
  return {
    ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !foreign.test(name))),
    ...Object.fromEntries(own.map((name) => [name, folder])),
  };
}

/**
 * @param {readonly string[]} command
 * @param {NodeJS.ProcessEnv} env
 * @param {string} vsix
 */
async function installExtension([node = "", ...args], env, vsix) {
  const { code, output } = await runCaptured(node, [...args, "--install-extension", vsix], { env });
  if (code !== 0 || !output.includes("successfully installed"))
    throw new Error(`${vsix} was not installed:\n${output}`);
}

/**
 * @param {readonly string[]} command
 * @param {NodeJS.ProcessEnv} env
 * @param {string} logFile
 */
function startServer([node = "", ...args], env, logFile) {
  const log = openSync(logFile, "w");
  // Detached: the server leads a process group, which also holds its extension hosts.
  const server = spawn(node, args, { env, stdio: ["ignore", log, log], detached: true });
  closeSync(log);
  const ended = new Promise((resolve) => {
    server.once("exit", resolve);
    server.once("error", resolve);
  });
  const killGroup = () => {
    try {
      if (server.pid !== undefined) process.kill(-server.pid, "SIGKILL");
    } catch (error) {
      if (!(error instanceof Error && "code" in error && error.code === "ESRCH")) throw error;
    }
  };
  process.once("exit", killGroup);
  return {
    hasEnded: () => server.exitCode !== null || server.signalCode !== null || server.pid === undefined,
    stop: async () => {
      server.kill("SIGTERM");
      await Promise.race([ended, sleep(stopMs, undefined, { ref: false })]);
      killGroup();
      process.off("exit", killGroup);
    },
  };
}

/**
 * @param {string} url
 * @param {() => boolean} hasEnded
 */
async function answers(url, hasEnded) {
  const deadline = performance.now() + startMs;
  while (performance.now() < deadline && !hasEnded()) {
    const answer = await fetch(url).catch(() => undefined);
    if (answer?.ok) return true;
    await sleep(50);
  }
  return false;
}

/** @returns {Promise<number>} */
function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer().once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => {
        if (address === null || typeof address === "string") reject(new Error("The system gave no port."));
        else resolve(address.port);
      });
    });
  });
}
