import { spawn } from "node:child_process";
import process from "node:process";

/** Somebody asked this process to end while a child ran. The child has ended by now. */
export class Interrupted extends Error {}

/**
 * @typedef {object} ChildOptions
 * @property {string} [cwd]
 * @property {NodeJS.ProcessEnv} [env] The whole environment; by default this process's own.
 */

/**
 * Runs a child that shares this process's terminal.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {ChildOptions} [options]
 * @returns {Promise<number>} its exit code
 * @throws {Interrupted}
 */
export async function runAttached(command, args, options = {}) {
  const { code } = await runChild(command, args, { ...options, stdio: "inherit" });
  return code;
}

/**
 * Runs a child and keeps what it prints.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {ChildOptions} [options]
 * @returns {Promise<{ code: number, output: string }>} standard output and error as they came
 * @throws {Interrupted}
 */
export function runCaptured(command, args, options = {}) {
  return runChild(command, args, { ...options, stdio: ["ignore", "pipe", "pipe"] });
}

/**
 * @param {string} command
 * @param {readonly string[]} args
 * @param {ChildOptions & { stdio: import("node:child_process").StdioOptions }} options
 * @returns {Promise<{ code: number, output: string }>}
 */
function runChild(command, args, options) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { ...options, windowsHide: true });
    let output = "";
    let interrupted = false;
    /** @param {string} text */
    const keep = (text) => {
      output += text;
    };
    child.stdout?.setEncoding("utf8").on("data", keep);
    child.stderr?.setEncoding("utf8").on("data", keep);

    // A terminal sends Ctrl-C to the child as well; SIGTERM reaches only this process.
    const onInterrupt = () => {
      interrupted = true;
    };
    const onTerminate = () => {
      interrupted = true;
      child.kill("SIGTERM");
    };
    process.on("SIGINT", onInterrupt);
    process.on("SIGTERM", onTerminate);
    const release = () => {
      process.off("SIGINT", onInterrupt);
      process.off("SIGTERM", onTerminate);
    };

    child.once("error", (error) => {
      release();
      resolve({ code: 1, output: `${output}${error.message}\n` });
    });
    child.once("close", (code) => {
      release();
      if (interrupted) reject(new Interrupted());
      else resolve({ code: code ?? 1, output });
    });
  });
}
