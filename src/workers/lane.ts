import { type MessagePort, parentPort, workerData } from "node:worker_threads";
import { assertNever } from "../core/assert-never.ts";
import {
  type LaneEnd,
  type LaneSession,
  type OperationResult,
  runLane,
} from "../core/benchmark/lane-loop.ts";
import { rowChecksum } from "../core/benchmark/row-checksum.ts";
import { Samples } from "../core/benchmark/samples.ts";
import type { Milliseconds } from "../core/benchmark/units.ts";
import type { FromLane, LaneMemory, LaneRole, ToLane, TrialOrder } from "../protocol/lane.ts";
import { now, sleepUntil, threadCpuMs } from "./clock.ts";
import type { Attempt, Rows } from "./drivers/driver.ts";
import { inspectSqlite, openSqlite } from "./drivers/sqlite.ts";
import { AskingSession, SharedSessionDesk, serveSharedSession } from "./shared-session-desk.ts";

/** A lane: one thread that lives for the run and does, trial after trial, what the runner orders. */
const port = parentPort;
if (!port) throw new Error("lane.js is a worker thread of the bench runner");
const memory = workerData as LaneMemory;
const samples = new Samples(memory.samples);
const stop = new Int32Array(memory.stop);
const stopped = () => Atomics.load(stop, 0) !== 0;
const send = (message: FromLane) => port.postMessage(message);

/** A trial that is ready to start. */
interface Prepared {
  readonly order: TrialOrder;
  /** Runs to the trial's end. */
  readonly run: () => LaneEnd | Promise<LaneEnd>;
  readonly keptRows: () => Rows;
  readonly close: () => void;
}

let prepared: Prepared | undefined;
/** The last trial came to its end. */
let isCompleted = false;

port.on("message", async (message: ToLane) => {
  switch (message.type) {
    case "inspect-database":
      return inspectDatabase(message.order);
    case "prepare-trial":
      return prepare(message.order, message.role);
    case "start-trial":
      return prepared && start(prepared, message.at);
    case "close-session":
      return closeSession();
    default:
      return assertNever(message);
  }
});

function inspectDatabase(order: TrialOrder): void {
  const inspected = inspectSqlite({ ...order, stopped, onRows: () => {} });
  if (inspected.ok) send({ type: "database-inspected", inspection: inspected.value });
  else send({ type: "refused", failure: inspected.failure });
}

function prepare(order: TrialOrder, role: LaneRole): void {
  samples.reset();
  isCompleted = false;
  const before = now();
  const opened = open(order, role);
  prepared = opened.ok ? opened.value : undefined;
  if (opened.ok) send({ type: "trial-prepared", connectMs: now() - before });
  else send({ type: "refused", failure: opened.failure });
}

function open(order: TrialOrder, role: LaneRole): Attempt<Prepared> {
  const keepsRows = order.workload.fetch === "all";
  if (role.kind === "asker") {
    const desk = new SharedSessionDesk(role.desk, role.askers);
    const session = new AskingSession(desk, role.asker, role.port as MessagePort, keepsRows, stopped);
    const close = () => role.port.close();
    return {
      ok: true,
      value: { order, close, keptRows: () => session.keptRows, run: () => loop(session, order) },
    };
  }
  const opened = openSqlite({ ...order, stopped, onRows: (rows) => samples.tellRows(rows) });
  if (!opened.ok) return opened;
  const session = opened.value;
  if (role.kind === "own-session") {
    const close = () => session.close();
    return {
      ok: true,
      value: { order, close, keptRows: () => session.keptRows, run: () => loop(session, order) },
    };
  }
  const desk = new SharedSessionDesk(role.desk, role.ports.length);
  const run = () => {
    serveSharedSession({ desk, ports: role.ports, session, keepsRows, stopped }, order.to - order.from);
    return idleEnd();
  };
  const close = () => {
    session.close();
    for (const asker of role.ports) asker.close();
  };
  return { ok: true, value: { order, close, keptRows: () => [], run } };
}

function loop(session: LaneSession, { from, to }: TrialOrder): Promise<LaneEnd> {
  const record = (start: Milliseconds, end: Milliseconds, result: OperationResult) =>
    samples.record(start, end, result);
  return runLane({ session, now, record, stopped }, from, to);
}

/** The owner of a shared session has no operations of its own: its askers tell them. */
function idleEnd(): LaneEnd {
  return {
    status: stopped() ? "stopped" : "completed",
    failure: null,
    endedAt: now(),
    rows: 0,
    mostRows: 0,
    lockWaits: 0,
    lockWaitMs: 0,
    cutAtRows: null,
  };
}

async function start({ run }: Prepared, at: Milliseconds): Promise<void> {
  sleepUntil(at);
  const startedAt = now();
  const cpuBefore = threadCpuMs();
  const end = await run();
  const cpuAfter = threadCpuMs();
  const cpuMs = cpuBefore === null || cpuAfter === null ? null : cpuAfter - cpuBefore;
  isCompleted = end.status === "completed";
  send({ type: "trial-ended", end: { ...end, startedAt, cpuMs } });
}

function closeSession(): void {
  const checksum = prepared?.order.checksum && isCompleted ? rowChecksum(prepared.keptRows()) : null;
  prepared?.close();
  prepared = undefined;
  send({ type: "session-closed", checksum });
}
