import { parentPort, workerData } from "node:worker_threads";

/** @typedef {{ kind: "stream", sql: string } | { kind: "points", sql: string, ids: readonly number[] }} PeerTask */

const now = () => Number(process.hrtime.bigint()) / 1e6;

/**
 * As a lane waits: a thread that spun would start on a core that is awake.
 * @param {number} at
 */
function sleepUntil(at) {
  const nothing = new Int32Array(new SharedArrayBuffer(4));
  for (let left = at - now(); left > 0; left = at - now()) Atomics.wait(nothing, 0, 0, left);
}

/**
 * A peer's side of a trial: opens a session for it, and times nothing but what it reads.
 * @param {(reach: object, task: PeerTask) => Promise<{ run: () => Promise<number>, close: () => Promise<unknown> }>} open
 */
export function serveTrials(open) {
  /** @type {Awaited<ReturnType<typeof open>> | undefined} */
  let session;
  parentPort?.on("message", async (message) => {
    if (message.type === "prepare") {
      session = await open(workerData, message.task);
      parentPort?.postMessage({});
    } else if (message.type === "start") {
      sleepUntil(message.at);
      const cpu = process.threadCpuUsage();
      const startedAt = now();
      const rows = await session?.run();
      const endedAt = now();
      const { user, system } = process.threadCpuUsage(cpu);
      parentPort?.postMessage({ startedAt, endedAt, rows, cpuMs: (user + system) / 1000 });
    } else {
      await session?.close();
      parentPort?.postMessage({});
    }
  });
}
