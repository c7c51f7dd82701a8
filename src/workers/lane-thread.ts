import { type MessagePort, workerData } from "node:worker_threads";
import type { LaneMemory } from "../protocol/lane.ts";
import { Lane } from "./lane.ts";
import { StopWord } from "./stop-word.ts";

/** A lane thread: it lives for the run and hosts one lane; for `tasks`, all lanes of the strategy. */
const { seats, stop } = workerData as LaneMemory;
const stopWord = new StopWord(stop);
const lanes = seats.map(({ samples, port }) => new Lane(samples, port as MessagePort, stopWord.isSet));
void stopWord.watch(() => {
  for (const lane of lanes) lane.cancel();
});
