import { Worker } from "node:worker_threads";
import { expect, it } from "vitest";
import { StopWord } from "../../src/workers/stop-word.ts";

it("tells a waiting thread each time that it is set", async () => {
  const buffer = new SharedArrayBuffer(StopWord.bytes);
  const word = new StopWord(buffer);
  const heard: boolean[] = [];
  const hear = () => new Promise<void>((resolve) => resolves.push(resolve));
  const resolves: (() => void)[] = [];
  void word.watch(() => {
    heard.push(word.isSet());
    resolves.shift()?.();
  });
  for (let round = 1; round <= 3; round++) {
    const told = hear();
    await setFromElsewhere(buffer);
    await told;
    expect(heard).toHaveLength(round);
    word.clear();
    // The watcher must have seen the word cleared before it can hear of the next time.
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  expect(heard).toEqual([true, true, true]);
});

/** As the runner does for a lane: from another thread. */
function setFromElsewhere(buffer: SharedArrayBuffer): Promise<unknown> {
  const code = `const word = new Int32Array(require("node:worker_threads").workerData);
    Atomics.store(word, 0, 1);
    Atomics.notify(word, 0);`;
  const worker = new Worker(code, { eval: true, workerData: buffer });
  return new Promise((resolve) => worker.once("exit", resolve));
}
