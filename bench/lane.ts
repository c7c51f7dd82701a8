import path from "node:path";
import { MessageChannel, type MessagePort, Worker } from "node:worker_threads";
import type { Parameter } from "../src/core/benchmark/plan.ts";
import { Samples } from "../src/core/benchmark/samples.ts";
import type { ConnectionProfile } from "../src/core/connection/profile.ts";
import type { Secret } from "../src/core/connection/secret.ts";
import type { FromLane, LaneMemory, ToLane, TrialEnd, TrialOrder } from "../src/protocol/lane.ts";

export interface LaneReach {
  readonly profile: ConnectionProfile;
  readonly secret: Secret | undefined;
}

export interface LaneTask {
  readonly sql: string;
  readonly parameters?: readonly Parameter[];
  /** Operations `from` up to `to` (not included). */
  readonly from: number;
  readonly to: number;
  readonly fewRows: boolean;
}

/** The lane thread of `dist/` with one lane, as the runner starts it. */
export class BenchLane {
  readonly #reach: LaneReach;
  readonly #seed: number;
  readonly #worker: Worker;
  readonly #port: MessagePort;

  constructor(reach: LaneReach, mostOperations: number, seed: number) {
    this.#reach = reach;
    this.#seed = seed;
    const { port1, port2 } = new MessageChannel();
    const samples = new SharedArrayBuffer(Samples.bytesFor(mostOperations));
    this.#port = port1;
    this.#worker = new Worker(path.join(import.meta.dirname, "../dist/lane-thread.js"), {
      workerData: {
        seats: [{ samples, port: port2 }],
        stop: new SharedArrayBuffer(4),
      } satisfies LaneMemory,
      transferList: [port2],
    });
  }

  /** Opens a session and has the statement compiled. */
  async prepare({ sql, parameters = [], from, to, fewRows }: LaneTask): Promise<void> {
    const order: TrialOrder = {
      ...this.#reach,
      workload: { kind: "query", sql, parameters, fetch: "stream", rowLimit: null },
      ...{ session: {}, seed: this.#seed, laneBytes: 0, fewRows, from, to, checksum: false },
    };
    const answer = await this.#ask({ type: "prepare-trial", order, role: { kind: "own-session" } });
    if (answer.type !== "trial-prepared") throw new Error(JSON.stringify(answer));
  }

  /** @param at an instant of the machine's monotonic clock, in milliseconds; 0: at once */
  async start(at: number): Promise<TrialEnd> {
    const answer = await this.#ask({ type: "start-trial", at });
    if (answer.type !== "trial-ended" || answer.end.status !== "completed") {
      throw new Error(JSON.stringify(answer));
    }
    return answer.end;
  }

  async close(): Promise<void> {
    await this.#ask({ type: "close-session" });
  }

  /** One trial of one lane. */
  async run(task: LaneTask): Promise<TrialEnd> {
    await this.prepare(task);
    const end = await this.start(0);
    await this.close();
    return end;
  }

  end(): Promise<unknown> {
    return this.#worker.terminate();
  }

  #ask(message: ToLane): Promise<FromLane> {
    const answer = once<FromLane>(this.#port);
    this.#port.postMessage(message);
    return answer;
  }
}

export function once<T>(sender: Worker | MessagePort): Promise<T> {
  return new Promise((resolve) => {
    sender.once("message", resolve);
  });
}
