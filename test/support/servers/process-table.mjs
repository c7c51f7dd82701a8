import { readdirSync, readFileSync } from "node:fs";
import process from "node:process";

/**
 * The processes that a process started and that are still there. Linux only: elsewhere it knows of none.
 * @param {number} parent
 */
export function childrenOf(parent) {
  if (process.platform !== "linux") return [];
  return readdirSync("/proc")
    .map(Number)
    .filter((pid) => pid > 0 && statusOf(pid)?.parent === parent);
}

/**
 * A zombie is gone: in a container, nobody may come for it.
 * @param {number} pid
 */
export function isRunning(pid) {
  if (process.platform !== "linux") return signal(pid, 0);
  const status = statusOf(pid);
  return status !== undefined && status.state !== "Z";
}

/**
 * @param {number} pid
 * @param {NodeJS.Signals | 0} name 0 only asks
 * @returns {boolean} false: there is no such process
 */
export function signal(pid, name) {
  try {
    return process.kill(pid, name);
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ESRCH") return false;
    throw error;
  }
}

/** @param {number} pid */
function statusOf(pid) {
  try {
    // proc(5): the name in parentheses may hold anything, so count from its end.
    const text = readFileSync(`/proc/${pid}/stat`, "utf8");
    const [state = "", parent = ""] = text.slice(text.lastIndexOf(")") + 2).split(" ");
    return { state, parent: Number(parent) };
  } catch {
    // It ended between listing and reading.
    return undefined;
  }
}
