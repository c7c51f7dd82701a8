import events from "node:events";
import path from "node:path";
import { MessageChannel, Worker } from "node:worker_threads";
import { afterAll, expect, it } from "vitest";
import { Samples } from "../../src/core/benchmark/samples.ts";
import type { FromLane, LaneMemory, ToLane, TrialOrder } from "../../src/protocol/lane.ts";
import { distFolder, makeDatabase, makeJob } from "../support/benchmark-run.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const folder = temporaryFolder();
const { plan, profile } = makeJob({ file: makeDatabase(path.join(folder, "lane.db"), 100), fetch: "all" });
const { port1: lane, port2: port } = new MessageChannel();
const thread = new Worker(path.join(distFolder, "lane-thread.js"), {
  workerData: {
    seats: [{ samples: new SharedArrayBuffer(Samples.bytesFor(4)), port }],
    stop: new SharedArrayBuffer(4),
  } satisfies LaneMemory,
  transferList: [port],
});
afterAll(() => thread.terminate());

async function ask(message: ToLane): Promise<FromLane> {
  const answer = events.once(lane, "message");
  lane.postMessage(message);
  return (await answer)[0] as FromLane;
}

it("computes its checksum when its session closes, not while other lanes may still measure", async () => {
  const order: TrialOrder = {
    profile,
    secret: undefined,
    workload: plan.workload,
    session: {},
    seed: 1,
    laneBytes: 1e6,
    fewRows: false,
    from: 0,
    to: 4,
    checksum: true,
  };
  await ask({ type: "prepare-trial", order, role: { kind: "own-session" } });
  const ended = await ask({ type: "start-trial", at: 0 });
  expect(ended).toMatchObject({ type: "trial-ended", end: { status: "completed", mostRows: 100 } });
  expect(ended).not.toHaveProperty("end.checksum");
  const closed = await ask({ type: "close-session" });
  expect(closed).toMatchObject({ type: "session-closed", checksum: expect.stringMatching(/^[0-9a-f]{16}$/) });
});
