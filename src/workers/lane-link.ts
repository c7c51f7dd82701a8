import { type ChildProcess, fork } from "node:child_process";
import path from "node:path";
import { MessageChannel, Worker } from "node:worker_threads";
import { Samples } from "../core/benchmark/samples.ts";
import type { FromLane, FromLaneProcess, LaneMemory, Port, ToLane, ToLaneProcess } from "../protocol/lane.ts";
import { StopWord } from "./stop-word.ts";

/** A lane's answer, or its end. */
export type LaneAnswer = FromLane | { readonly type: "lane-died"; readonly detail: string };

/** The runner's end of a lane. One question is open at a time; a lane that dies answers it and all later ones. */
export interface LaneLink {
  readonly kind: "thread" | "process";
  /** What the lane has measured in its trial. */
  readonly samples: Samples;
  readonly isDead: boolean;
  /** Never rejects. */
  ask(message: ToLane, ports?: readonly Port[]): Promise<LaneAnswer>;
  /** Asks a trial to end at its next row or operation. */
  stop(): void;
  /** Takes `stop` back, before the next trial. */
  allow(): void;
  /** A thread inside a statement outlives this; only the end of its process ends it. */
  end(): void;
}

/** How many operations of a trial a lane's memory can hold, and its heap in mebibytes. */
export interface LaneSize {
  readonly operations: number;
  readonly heapMb: number;
}

/** Keeps the one open question of a lane. */
class Answers {
  #resolve: ((answer: LaneAnswer) => void) | undefined;
  #death: LaneAnswer | undefined;

  get isDead(): boolean {
    return this.#death !== undefined;
  }

  next(): Promise<LaneAnswer> {
    const death = this.#death;
    if (death) return Promise.resolve(death);
    return new Promise((resolve) => {
      this.#resolve = resolve;
    });
  }

  give(answer: LaneAnswer): void {
    if (answer.type === "lane-died") this.#death ??= answer;
    this.#resolve?.(answer);
    this.#resolve = undefined;
  }
}

export function startLaneThread(size: LaneSize): LaneLink {
  const [link] = startLanesOnThread([size.operations], size.heapMb);
  return link as LaneLink;
}

/** Lanes that share a thread, one for each of `operations`. What stops one stops all. */
export function startLanesOnThread(operations: readonly number[], heapMb: number): LaneLink[] {
  const lanes = operations.map((most) => ({
    samples: new SharedArrayBuffer(Samples.bytesFor(most)),
    channel: new MessageChannel(),
    answers: new Answers(),
  }));
  const stop = new SharedArrayBuffer(StopWord.bytes);
  const seats = lanes.map(({ samples, channel }) => ({ samples, port: channel.port2 }));
  const worker = new Worker(path.join(__dirname, "lane-thread.js"), {
    workerData: { seats, stop } satisfies LaneMemory,
    transferList: seats.map(({ port }) => port),
    resourceLimits: { maxOldGenerationSizeMb: heapMb },
  });
  const die = (detail: string) => {
    for (const { answers } of lanes) answers.give({ type: "lane-died", detail });
  };
  worker.on("error", (error) => die(error.message));
  worker.on("exit", (code) => die(`its thread ended with code ${code}`));
  const stopWord = new StopWord(stop);
  return lanes.map(({ samples, channel, answers }): LaneLink => {
    channel.port1.on("message", (message: FromLane) => answers.give(message));
    return {
      kind: "thread",
      samples: new Samples(samples),
      get isDead() {
        return answers.isDead;
      },
      ask(message, ports = []) {
        const answer = answers.next();
        channel.port1.postMessage(message, ports as never[]);
        return answer;
      },
      stop: () => stopWord.set(),
      allow: () => stopWord.clear(),
      end: () => void worker.terminate(),
    };
  });
}

export function startLaneProcess({ operations, heapMb }: LaneSize): LaneLink {
  const samples = new Samples(new SharedArrayBuffer(Samples.bytesFor(operations)));
  const answers = new Answers();
  const child = fork(path.join(__dirname, "lane-process.js"), {
    execArgv: [],
    serialization: "advanced",
    stdio: ["ignore", "ignore", "ignore", "ipc"],
  });
  const post = (message: ToLaneProcess) => postTo(child, message);
  child.on("message", (message: FromLaneProcess) => {
    if (message.type === "lane-progress") samples.tellProgress(message.done, message.rows);
    else if (message.type === "lane-samples") samples.restore(message.first, message.chunk);
    else answers.give(message);
    if (message.type === "lane-died") child.kill("SIGKILL");
  });
  child.on("error", (error) => answers.give({ type: "lane-died", detail: error.message }));
  child.on("exit", (code, signal) =>
    answers.give({ type: "lane-died", detail: `its process ended with ${signal ?? `code ${code}`}` }),
  );
  post({ type: "open-lane", operations, heapMb });
  return {
    kind: "process",
    samples,
    get isDead() {
      return answers.isDead;
    },
    ask(message) {
      if (message.type === "prepare-trial") samples.reset();
      const answer = answers.next();
      post(message);
      return answer;
    },
    stop: () => post({ type: "stop-trial" }),
    allow: () => {},
    end: () => void child.kill("SIGKILL"),
  };
}

/** A process that has died meanwhile tells so by its `exit` event, not by this send. */
function postTo(child: ChildProcess, message: ToLaneProcess): void {
  if (child.connected) child.send(message, () => {});
}
