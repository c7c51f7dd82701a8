import { MessageChannel } from "node:worker_threads";
import type { Trial } from "../core/benchmark/measured.ts";
import type { Failure } from "../core/benchmark/outcome.ts";
import type { LaneReport, Phases, Segment } from "../core/benchmark/report.ts";
import type { Sample } from "../core/benchmark/samples.ts";
import type { ActivityCounts } from "../core/benchmark/server-activity.ts";
import { MAX_SEGMENTS, mergeSegments } from "../core/benchmark/timeline.ts";
import type { Milliseconds } from "../core/benchmark/units.ts";
import type { LaneRole, Port, TrialEnd, TrialOrder } from "../protocol/lane.ts";
import { now } from "./clock.ts";
import { graceMs } from "./grace.ts";
import type { LaneAnswer, LaneLink } from "./lane-link.ts";
import type { ServerWatch } from "./server-watch.ts";
import { SharedSessionDesk } from "./shared-session-desk.ts";

/** All of a trial's lanes may hold at most this many timeline segments together. */
const TRIAL_SEGMENTS = 8000;

export interface TrialLanes {
  readonly lanes: readonly LaneLink[];
  /** Only for `shared-session`. */
  readonly owner: LaneLink | null;
  /** All on one thread: only for `tasks`. */
  readonly onOneThread: boolean;
  /** Null: nobody looks at the server meanwhile. */
  readonly watch: Pick<ServerWatch, "start" | "stop"> | null;
}

export interface MeasuredTrial {
  readonly trial: Trial;
  readonly segments: readonly (readonly Segment[])[];
  readonly cutAtRows: number | null;
  /** The most rows of one operation. */
  readonly mostRows: number;
  /** Of all lanes, for the latency histogram. */
  readonly samples: readonly Sample[];
}

export type TrialResult =
  | { readonly status: "completed"; readonly measured: MeasuredTrial }
  /** The signal ended it; nothing of it counts. */
  | { readonly status: "stopped" }
  | { readonly status: "failed"; readonly failure: Failure }
  /** Stopped, by the signal or by another lane's `failure`, but a lane is still inside a statement: only SIGKILL ends it. */
  | { readonly status: "stuck"; readonly failure: Failure | null };

/** Runs one trial: open sessions, agree on the start, measure, close sessions. Never rejects. */
export async function runTrial(
  trialLanes: TrialLanes,
  order: TrialOrder,
  signal: AbortSignal,
): Promise<TrialResult> {
  const { lanes, owner, onOneThread, watch } = trialLanes;
  const grace = graceMs(order.profile.engine);
  const all = owner ? [owner, ...lanes] : lanes;
  for (const lane of all) lane.allow();
  const stop = () => {
    for (const lane of all) lane.stop();
  };
  signal.addEventListener("abort", stop, { once: true });
  if (signal.aborted) stop();
  try {
    const prepared = await orStuck(prepareAll(trialLanes, order), signal, grace);
    if (prepared === "stuck") return { status: "stuck", failure: null };
    const refused = prepared.map(failureOf).find((failure) => failure !== undefined);
    if (refused || signal.aborted) {
      await closeAll(all);
      return signal.aborted || !refused ? { status: "stopped" } : { status: "failed", failure: refused };
    }
    watch?.start();
    const at = now() + startMargin(all);
    const running = startAll(all, at, stop, grace);
    const answers = await orStuck(running.answers, signal, grace);
    if (answers === "stuck") return { status: "stuck", failure: running.failure };
    const server = (await watch?.stop()) ?? null;
    const ends = answers.flatMap((answer) => (answer.type === "trial-ended" ? [answer.end] : []));
    const connects = prepared.map((answer) => (answer.type === "trial-prepared" ? answer.connectMs : 0));
    const closed = await closeAll(all);
    const failure = running.failure ?? closed.failure;
    if (failure) return { status: "failed", failure };
    if (signal.aborted || ends.some((end) => end.status !== "completed")) return { status: "stopped" };
    const ofLanes = ends.slice(all.length - lanes.length);
    const measured = assemble({
      lanes,
      ends: ofLanes,
      connects,
      at,
      onOneThread,
      server,
      checksum: closed.checksum,
    });
    return { status: "completed", measured };
  } finally {
    signal.removeEventListener("abort", stop);
  }
}

function prepareAll({ lanes, owner, onOneThread }: TrialLanes, order: TrialOrder): Promise<LaneAnswer[]> {
  const operations = order.to - order.from;
  const share = operations / lanes.length;
  const channels = owner ? lanes.map(() => new MessageChannel()) : [];
  const desk = owner ? new SharedArrayBuffer(SharedSessionDesk.bytesFor(lanes.length)) : null;
  const prepare = (lane: LaneLink, part: Partial<TrialOrder>, role: LaneRole, ports: readonly Port[] = []) =>
    lane.ask({ type: "prepare-trial", order: { ...order, ...part }, role }, ports);
  const asked = lanes.map((lane, index) => {
    const part = {
      from: order.from + index * share,
      to: order.from + (index + 1) * share,
      checksum: order.checksum && index === lanes.length - 1,
    };
    const port = channels[index]?.port1;
    if (!desk || !port) return prepare(lane, part, { kind: onOneThread ? "task" : "own-session" });
    return prepare(lane, part, { kind: "asker", desk, askers: lanes.length, asker: index, port }, [port]);
  });
  if (!owner || !desk) return Promise.all(asked);
  const ports = channels.map(({ port2 }) => port2);
  return Promise.all([prepare(owner, { checksum: false }, { kind: "owner", desk, ports }, ports), ...asked]);
}

/** Long enough for the last lane to hear of the instant before it comes; lateness is measured all the same. */
function startMargin(lanes: readonly LaneLink[]): Milliseconds {
  const perLane = lanes.some((lane) => lane.kind === "process") ? 0.5 : 0.2;
  return 2 + perLane * lanes.length;
}

/**
 * One lane that fails ends the trial of all: the others would only measure an idle neighbour. A lane process that is
 * inside a statement then is killed after the grace time, as its statement may take for ever.
 */
function startAll(lanes: readonly LaneLink[], at: Milliseconds, stop: () => void, grace: Milliseconds) {
  const open = new Set(lanes);
  const trial = {
    failure: null as Failure | null,
    answers: Promise.all(
      lanes.map(async (lane) => {
        const answer = await lane.ask({ type: "start-trial", at });
        open.delete(lane);
        const failure = failureOf(answer);
        if (failure && !trial.failure) {
          trial.failure = failure;
          stop();
          setTimeout(endProcesses, grace, open);
        }
        return answer;
      }),
    ),
  };
  return trial;
}

function endProcesses(lanes: Iterable<LaneLink>): void {
  for (const lane of lanes) if (lane.kind === "process") lane.end();
}

async function orStuck<T>(
  answers: Promise<T>,
  signal: AbortSignal,
  grace: Milliseconds,
): Promise<T | "stuck"> {
  let timer: NodeJS.Timeout | undefined;
  let arm: () => void = () => {};
  const stuck = new Promise<"stuck">((resolve) => {
    arm = () => {
      timer = setTimeout(resolve, grace, "stuck");
    };
  });
  if (signal.aborted) arm();
  else signal.addEventListener("abort", arm, { once: true });
  const first = await Promise.race([answers, stuck]);
  clearTimeout(timer);
  signal.removeEventListener("abort", arm);
  return first;
}

function failureOf(answer: LaneAnswer): Failure | undefined {
  if (answer.type === "refused") return answer.failure;
  if (answer.type === "trial-ended") return answer.end.failure ?? undefined;
  if (answer.type === "lane-died") return { reason: "lane-crashed", detail: answer.detail, data: {} };
  return undefined;
}

interface Closed {
  /** That the last lane's order asked for. */
  readonly checksum: string | null;
  /** Of a session that might have written. */
  readonly failure: Failure | null;
}

async function closeAll(lanes: readonly LaneLink[]): Promise<Closed> {
  const answers = await Promise.all(lanes.map((lane) => lane.ask({ type: "close-session" })));
  const closed = answers.filter((answer) => answer.type === "session-closed");
  const failure = closed.find((one) => one.failure !== null)?.failure ?? null;
  const last = answers.at(-1);
  return { checksum: last?.type === "session-closed" ? last.checksum : null, failure };
}

interface Endings {
  readonly lanes: readonly LaneLink[];
  /** Of the asking lanes. */
  readonly ends: readonly TrialEnd[];
  /** Of all lanes, the owner's first. */
  readonly connects: readonly Milliseconds[];
  readonly at: Milliseconds;
  readonly onOneThread: boolean;
  readonly server: ActivityCounts | null;
  readonly checksum: string | null;
}

function assemble({ lanes, ends, connects, at, onOneThread, server, checksum }: Endings): MeasuredTrial {
  const wallMs = Math.max(...ends.map((end) => end.endedAt)) - at;
  const perLane = lanes.map((lane) =>
    Array.from({ length: lane.samples.done }, (_, i) => lane.samples.at(i)),
  );
  const samples = perLane.flat();
  const laneReports = ends.map(
    (end, lane): LaneReport => ({
      lane,
      operations: perLane[lane]?.length ?? 0,
      rows: end.rows,
      wallMs: end.endedAt - at,
      cpuMs: onOneThread || !end.cpu ? null : end.cpu.to - end.cpu.from,
      lateMs: end.startedAt - at,
      connectMs: connects[connects.length - ends.length + lane] ?? 0,
      lockWaitMs: end.lockWaitMs,
    }),
  );
  const cuts = ends.flatMap(({ cutAtRows }) => (cutAtRows === null ? [] : [cutAtRows]));
  const limit = Math.min(MAX_SEGMENTS, Math.floor(TRIAL_SEGMENTS / lanes.length));
  return {
    trial: {
      wallMs,
      rows: sum(ends.map((end) => end.rows)),
      checksum,
      phases: phasesOf(samples, connects, ends),
      lanes: laneReports,
      server,
      threadCpuMs: onOneThread ? cpuOfThread(ends) : null,
    },
    segments: perLane.map((lane) => mergeSegments(lane, at, wallMs, limit)),
    cutAtRows: cuts.length > 0 ? Math.max(...cuts) : null,
    mostRows: Math.max(...ends.map((end) => end.mostRows)),
    samples,
  };
}

/** From the first lane's start to the last one's end; null where it cannot be read. */
function cpuOfThread(ends: readonly TrialEnd[]): Milliseconds | null {
  const readings = ends.flatMap(({ cpu }) => cpu ?? []);
  if (readings.length === 0) return null;
  return Math.max(...readings.map(({ to }) => to)) - Math.min(...readings.map(({ from }) => from));
}

function phasesOf(
  samples: readonly Sample[],
  connects: readonly Milliseconds[],
  ends: readonly TrialEnd[],
): Phases {
  let queueMs = 0;
  let transferMs = 0;
  let lockWaitMs = 0;
  let totalMs = 0;
  for (const sample of samples) {
    queueMs += sample.queueMs;
    transferMs += sample.transferMs;
    lockWaitMs += sample.lockWaitMs;
    totalMs += sample.end - sample.start;
  }
  return {
    connectMs: sum(connects),
    queueMs,
    executeMs: totalMs - queueMs - transferMs - lockWaitMs,
    transferMs,
    lockWaitMs,
    lockWaits: sum(ends.map((end) => end.lockWaits)),
  };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
