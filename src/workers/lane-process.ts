import path from "node:path";
import { MessageChannel, type MessagePort, Worker } from "node:worker_threads";
import { Samples } from "../core/benchmark/samples.ts";
import type { FromLane, FromLaneProcess, LaneMemory, ToLaneProcess } from "../protocol/lane.ts";
import { StopWord } from "./stop-word.ts";

/**
 * A lane process: this main thread supervises and stays free, the same lane worker as everywhere does the work. It dies
 * with its runner, whatever its lane is doing: only SIGKILL ends a running SQLite statement.
 */
const PROGRESS_MS = 100;
/** Samples per message: 64 Ki × 40 bytes. */
const CHUNK = 65_536;

const send = (message: FromLaneProcess) => process.send?.(message);
// A signal to the whole group, such as Ctrl-C, is the runner's to answer.
for (const signal of ["SIGINT", "SIGHUP", "SIGTERM"] as const) process.on(signal, () => {});
process.on("disconnect", () => process.kill(process.pid, "SIGKILL"));

let lane: MessagePort | undefined;
let samples: Samples | undefined;
let progress: NodeJS.Timeout | undefined;
const stop = new SharedArrayBuffer(StopWord.bytes);
const stopWord = new StopWord(stop);

process.on("message", (message: ToLaneProcess) => {
  if (message.type === "open-lane") return openLane(message.operations, message.heapMb);
  if (message.type === "stop-trial") return stopWord.set();
  if (message.type === "prepare-trial") stopWord.clear();
  if (message.type === "start-trial") progress = setInterval(tellProgress, PROGRESS_MS);
  lane?.postMessage(message);
});

function openLane(operations: number, heapMb: number): void {
  const memory = new SharedArrayBuffer(Samples.bytesFor(operations));
  samples = new Samples(memory);
  const { port1, port2 } = new MessageChannel();
  lane = port1;
  port1.on("message", (message: FromLane) => {
    if (message.type === "trial-ended") {
      clearInterval(progress);
      sendSamples();
    }
    send(message);
  });
  const worker = new Worker(path.join(__dirname, "lane-thread.js"), {
    workerData: { seats: [{ samples: memory, port: port2 }], stop } satisfies LaneMemory,
    transferList: [port2],
    resourceLimits: { maxOldGenerationSizeMb: heapMb },
  });
  worker.on("error", (error) => send({ type: "lane-died", detail: error.message }));
}

function tellProgress(): void {
  if (samples) send({ type: "lane-progress", done: samples.done, rows: samples.rows });
}

function sendSamples(): void {
  if (!samples) return;
  for (let first = 0; first < samples.done; first += CHUNK) {
    const operations = Math.min(CHUNK, samples.done - first);
    send({ type: "lane-samples", first, chunk: samples.chunk(first, operations) });
  }
}
