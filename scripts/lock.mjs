import { mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import process from "node:process";
import { setTimeout as sleep } from "node:timers/promises";

/** A lock folder without a readable owner is being made; after this long its maker is taken for dead. */
const makingMs = 5_000;

/**
 * Does the work while no other process of this machine does it. A lock whose holder has died is taken over.
 * @template T
 * @param {string} folder made while the lock is held; its parent exists
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withLock(folder, work) {
  while (!tryAcquire(folder)) {
    discardDead(folder);
    await sleep(100);
  }
  try {
    return await work();
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** @param {string} folder */
function tryAcquire(folder) {
  try {
    mkdirSync(folder);
  } catch (error) {
    if (codeOf(error) === "EEXIST") return false;
    throw error;
  }
  writeFileSync(path.join(folder, "pid"), String(process.pid));
  return true;
}

/** @param {string} folder */
function discardDead(folder) {
  if (isHeld(folder)) return;
  const aside = `${folder}.${process.pid}`;
  try {
    // Renaming is what only one of several waiting processes can do.
    renameSync(folder, aside);
  } catch (error) {
    if (codeOf(error) === "ENOENT") return;
    throw error;
  }
  rmSync(aside, { recursive: true, force: true });
}

/** @param {string} folder */
function isHeld(folder) {
  try {
    const pid = Number(readFileSync(path.join(folder, "pid"), "utf8"));
    return pid > 0 ? isAlive(pid) : isFresh(folder);
  } catch (error) {
    if (codeOf(error) === "ENOENT") return isFresh(folder);
    throw error;
  }
}

/** @param {string} folder */
function isFresh(folder) {
  const made = statSync(folder, { throwIfNoEntry: false });
  return made === undefined || Date.now() - made.mtimeMs < makingMs;
}

/** @param {number} pid */
function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return codeOf(error) === "EPERM";
  }
}

/** @param {unknown} error */
function codeOf(error) {
  return error instanceof Error && "code" in error ? error.code : undefined;
}
