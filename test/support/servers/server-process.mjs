import { spawn, spawnSync } from "node:child_process";
import { existsSync, readFileSync, rmSync } from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { childrenOf, isRunning, signal } from "./process-table.mjs";

/** @typedef {{ uid: number, gid: number }} Account */
/**
 * @typedef {object} StartOrder
 * @property {"start"} order
 * @property {string} command
 * @property {readonly string[]} args
 * @property {string} ready a regular expression: what the server says on standard error when it takes connections
 * @property {Account | undefined} account whom the server runs as; undefined: this process's user
 * @property {NodeJS.ProcessEnv} env
 */
/** @typedef {StartOrder | { order: "kill" } | { order: "shut-down", signal: NodeJS.Signals } | { order: "end" }} Order */
/** @typedef {{ pid: number } | { failure: string } | { done: true }} Answer one to each order, in the same order */

/** A server that is asked to end and does not is killed after this long. */
const graceMs = 20_000;
const keptCharacters = 20_000;

/** One server at a time, and the folder that it has to itself. */
export class ServerProcess {
  #folder;
  /** @type {import("node:child_process").ChildProcess | undefined} */
  #child;

  /** @param {string} folder its data directory is `data` in it */
  constructor(folder) {
    this.#folder = folder;
  }

  /**
   * @param {Order} order
   * @returns {Promise<Answer>}
   */
  async obey(order) {
    switch (order.order) {
      case "start":
        return this.#start(order);
      case "kill":
        await this.#kill();
        return { done: true };
      case "shut-down":
        await this.#shutDown(order.signal);
        return { done: true };
      case "end":
        await this.end();
        return { done: true };
    }
  }

  /** Ends the server at once and removes its folder. */
  async end() {
    await this.#kill();
    removeSharedMemory(path.join(this.#folder, "data", "postmaster.pid"));
    rmSync(this.#folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 });
  }

  /**
   * @param {StartOrder} order
   * @returns {Promise<Answer>}
   */
  #start({ command, args, ready, account, env }) {
    const pattern = new RegExp(ready);
    const child = spawn(command, args, {
      ...{ cwd: this.#folder, env, stdio: ["ignore", "ignore", "pipe"] },
      ...account,
    });
    this.#child = child;
    return new Promise((resolve) => {
      let output = "";
      let isReady = false;
      child.stderr?.setEncoding("utf8").on("data", (/** @type {string} */ text) => {
        if (isReady) return;
        output = `${output}${text}`.slice(-keptCharacters);
        isReady = pattern.test(output);
        if (isReady) resolve({ pid: child.pid ?? 0 });
      });
      child.once("error", (error) => resolve({ failure: error.message }));
      child.once("close", (code, signalName) => {
        this.#child = undefined;
        resolve({ failure: `The server ended (${signalName ?? `exit code ${code}`}):\n${output}` });
      });
    });
  }

  /**
   * All of its processes: a PostgreSQL backend that is busy outlives its postmaster. Stopping the parent first keeps
   * it from starting another one in between.
   */
  async #kill() {
    const child = this.#child;
    if (child?.pid === undefined) return;
    signal(child.pid, "SIGSTOP");
    const family = [child.pid, ...childrenOf(child.pid)];
    const closed = new Promise((resolve) => child.once("close", resolve));
    for (const pid of family) signal(pid, "SIGKILL");
    await closed;
    while (family.some(isRunning)) await sleep(5);
  }

  /** @param {NodeJS.Signals} name */
  async #shutDown(name) {
    const child = this.#child;
    if (child?.pid === undefined) return;
    const timer = setTimeout(() => void this.#kill(), graceMs);
    const closed = new Promise((resolve) => child.once("close", resolve));
    signal(child.pid, name);
    await closed;
    clearTimeout(timer);
  }
}

/**
 * PostgreSQL's segment of System V shared memory outlives a killed server. Its key and id are the seventh line of
 * postmaster.pid.
 * @param {string} pidFile
 */
function removeSharedMemory(pidFile) {
  if (!existsSync(pidFile)) return;
  const id = readFileSync(pidFile, "utf8").split("\n")[6]?.trim().split(/\s+/)[1];
  if (id !== undefined) spawnSync("ipcrm", ["-m", id], { stdio: "ignore" });
}
