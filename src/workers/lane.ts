import type { MessagePort } from "node:worker_threads";
import { assertNever } from "../core/assert-never.ts";
import {
  type LaneEnd,
  type LaneSession,
  type OperationResult,
  runLane,
} from "../core/benchmark/lane-loop.ts";
import type { Failure } from "../core/benchmark/outcome.ts";
import { rowChecksum } from "../core/benchmark/row-checksum.ts";
import { Samples } from "../core/benchmark/samples.ts";
import type { Milliseconds } from "../core/benchmark/units.ts";
import type { FromLane, LaneRole, ToLane, TrialOrder } from "../protocol/lane.ts";
import { now, sleepUntil, threadCpuMs } from "./clock.ts";
import type { Attempt, DriverSession, Rows } from "./drivers/driver.ts";
import { driverOf } from "./drivers/index.ts";
import { AskingSession, SharedSessionDesk, serveSharedSession } from "./shared-session-desk.ts";
import { Watcher } from "./watcher.ts";

/** A trial that is ready to start. */
interface Prepared {
  readonly order: TrialOrder;
  /** Runs to the trial's end. */
  readonly run: () => Promise<LaneEnd>;
  readonly keptRows: () => Rows;
  /** Undefined: another lane holds the session. */
  readonly session: DriverSession | undefined;
  readonly ports: readonly Pick<MessagePort, "close">[];
}

/** A lane does, trial after trial, what the runner orders. It has one session at most, open for one trial. */
export class Lane {
  readonly #samples: Samples;
  readonly #port: MessagePort;
  readonly #stopped: () => boolean;
  readonly #watcher = new Watcher();
  #prepared: Prepared | undefined;
  /** The last trial came to its end. */
  #isCompleted = false;

  constructor(samples: SharedArrayBuffer, port: MessagePort, stopped: () => boolean) {
    this.#samples = new Samples(samples);
    this.#port = port;
    this.#stopped = stopped;
    port.on("message", (message: ToLane) => this.#obey(message));
  }

  /** Ends the running operation at the server, if there is one. */
  cancel(): void {
    this.#prepared?.session?.cancel();
  }

  #send(message: FromLane): void {
    this.#port.postMessage(message);
  }

  async #obey(message: ToLane): Promise<void> {
    switch (message.type) {
      case "inspect-database":
        return this.#inspect(message.order, message.overlapping);
      case "prepare-trial":
        return this.#prepare(message.order, message.role);
      case "start-trial":
        return this.#start(message.at);
      case "close-session":
        return this.#close();
      case "open-watch":
        return this.#send({ type: "watch-opened", isWatching: await this.#watcher.open(message.order) });
      case "start-watch":
        this.#watcher.start();
        return this.#send({ type: "watch-started" });
      case "stop-watch":
        return this.#send({ type: "watch-stopped", seen: this.#watcher.stop() });
      default:
        return assertNever(message);
    }
  }

  async #inspect(order: TrialOrder, overlapping: number): Promise<void> {
    const driver = await driverOf(order.profile.engine);
    const inspected = await driver.inspect({ ...order, stopped: this.#stopped, onRows: () => {} });
    if (!inspected.ok) return this.#send({ type: "refused", failure: inspected.failure });
    const load = await driver.load(order);
    if (!load.ok) return this.#send({ type: "refused", failure: load.failure });
    const overlap = overlapping > 0 ? await driver.overlap?.(order, overlapping) : undefined;
    if (overlap && !overlap.ok) return this.#send({ type: "refused", failure: overlap.failure });
    this.#send({
      type: "database-inspected",
      inspection: inspected.value,
      load: load.value,
      overlap: overlap?.value ?? null,
    });
  }

  async #prepare(order: TrialOrder, role: LaneRole): Promise<void> {
    this.#samples.reset();
    this.#isCompleted = false;
    const driver = await driverOf(order.profile.engine);
    const before = now();
    const open = () =>
      driver.open({ ...order, stopped: this.#stopped, onRows: (rows) => this.#samples.tellRows(rows) });
    const opened = await this.#open(order, role, open);
    this.#prepared = opened.ok ? opened.value : undefined;
    if (opened.ok) this.#send({ type: "trial-prepared", connectMs: now() - before });
    else this.#send({ type: "refused", failure: opened.failure });
  }

  async #open(
    order: TrialOrder,
    role: LaneRole,
    openSession: () => Promise<Attempt<DriverSession>>,
  ): Promise<Attempt<Prepared>> {
    const keepsRows = order.workload.fetch === "all";
    if (role.kind === "asker") {
      const desk = new SharedSessionDesk(role.desk, role.askers);
      const port = role.port as MessagePort;
      const asking = new AskingSession(desk, role.asker, port, keepsRows, this.#stopped);
      const run = () => this.#loop(asking, order);
      const value = { order, run, keptRows: () => asking.keptRows, session: undefined, ports: [port] };
      return { ok: true, value };
    }
    const opened = await openSession();
    if (!opened.ok) return opened;
    const session = opened.value;
    if (role.kind !== "owner") {
      const run = () => this.#loop(session, order);
      return { ok: true, value: { order, run, keptRows: () => session.keptRows, session, ports: [] } };
    }
    const { ports } = role;
    const desk = new SharedSessionDesk(role.desk, ports.length);
    const run = async () => {
      const deps = { desk, ports, session, keepsRows, stopped: this.#stopped };
      await serveSharedSession(deps, order.to - order.from);
      return this.#idleEnd();
    };
    return { ok: true, value: { order, run, keptRows: () => [], session, ports } };
  }

  #loop(session: LaneSession, { from, to }: TrialOrder): Promise<LaneEnd> {
    const record = (start: Milliseconds, end: Milliseconds, result: OperationResult) =>
      this.#samples.record(start, end, result);
    return runLane({ session, now, record, stopped: this.#stopped }, from, to);
  }

  /** The owner of a shared session has no operations of its own: its askers tell them. */
  #idleEnd(): LaneEnd {
    return {
      status: this.#stopped() ? "stopped" : "completed",
      failure: null,
      endedAt: now(),
      rows: 0,
      mostRows: 0,
      lockWaits: 0,
      lockWaitMs: 0,
      cutAtRows: null,
    };
  }

  async #start(at: Milliseconds): Promise<void> {
    const prepared = this.#prepared;
    if (!prepared) return;
    sleepUntil(at);
    const startedAt = now();
    const from = threadCpuMs();
    const end = await prepared.run();
    const to = threadCpuMs();
    const cpu = from === null || to === null ? null : { from, to };
    this.#isCompleted = end.status === "completed";
    this.#send({ type: "trial-ended", end: { ...end, startedAt, cpu } });
  }

  async #close(): Promise<void> {
    const prepared = this.#prepared;
    this.#prepared = undefined;
    await this.#watcher.close();
    let checksum: string | null = null;
    let failure: Failure | null = null;
    if (prepared) {
      const { order, keptRows, session, ports } = prepared;
      if (order.checksum && this.#isCompleted) checksum = rowChecksum(keptRows());
      if (this.#isCompleted) failure = (await session?.checkReadOnly()) ?? null;
      await session?.close();
      for (const port of ports) port.close();
    }
    this.#send({ type: "session-closed", checksum, failure });
  }
}
