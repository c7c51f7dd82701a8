import { type MessagePort, receiveMessageOnPort } from "node:worker_threads";
import { emptyResult, type LaneSession, type OperationResult } from "../core/benchmark/lane-loop.ts";
import type { Failure } from "../core/benchmark/outcome.ts";
import type { Milliseconds } from "../core/benchmark/units.ts";
import { now } from "./clock.ts";
import type { DriverSession, Rows } from "./drivers/driver.ts";

const IDLE = 0;
const ASKED = 1;
const ANSWERED = 2;
const CUT = 1;
const STOPPED = 2;
const FAILED = 4;
const ANSWER_FIELDS = 6;
/** How often a sleeper looks at the stop flag. */
const POLL_MS = 50;

/** What the owner sends through an asker's port just before its answer. */
type Delivery = { readonly rows: Rows } | { readonly failure: Failure };

/**
 * Where the askers of a shared session meet its owner, in shared memory: an asker draws a ticket and sleeps, the owner
 * serves in the order of the tickets. An asker has one operation open at most, so a ring as long as there are askers
 * never overflows. Layout: int32 tickets drawn · int32 ring of askers (index + 1; 0 is empty) · int32 states · int32
 * operations · padding to 8 bytes · per asker six float64 (begin, end, rows, lock wait ms, lock waits, flags).
 */
export class SharedSessionDesk {
  readonly askers: number;
  readonly tickets: Int32Array;
  readonly ring: Int32Array;
  readonly states: Int32Array;
  readonly operations: Int32Array;
  readonly answers: Float64Array;

  constructor(buffer: SharedArrayBuffer, askers: number) {
    this.askers = askers;
    this.tickets = new Int32Array(buffer, 0, 1);
    this.ring = new Int32Array(buffer, 4, askers);
    this.states = new Int32Array(buffer, 4 + 4 * askers, askers);
    this.operations = new Int32Array(buffer, 4 + 8 * askers, askers);
    this.answers = new Float64Array(buffer, answersAt(askers), askers * ANSWER_FIELDS);
  }

  static bytesFor(askers: number): number {
    return answersAt(askers) + askers * ANSWER_FIELDS * Float64Array.BYTES_PER_ELEMENT;
  }
}

function answersAt(askers: number): number {
  return Math.ceil((4 + 12 * askers) / 8) * 8;
}

export interface OwnerDeps {
  readonly desk: SharedSessionDesk;
  /** One per asker. */
  readonly ports: readonly Pick<MessagePort, "postMessage">[];
  readonly session: DriverSession;
  /** Rows are transferred to the lane that asked; otherwise they are dropped here. */
  readonly keepsRows: boolean;
  readonly stopped: () => boolean;
}

/**
 * Serves until `operations` were served, one failed, or the stop flag is set. While nobody asks, it blocks the calling
 * thread, which has nothing else to do: waking an event loop would take longer than an operation may.
 */
export async function serveSharedSession(deps: OwnerDeps, operations: number): Promise<void> {
  const { desk, stopped } = deps;
  for (let ticket = 0; ticket < operations; ticket++) {
    const place = ticket % desk.askers;
    while (Atomics.load(desk.ring, place) === 0) {
      if (stopped()) return;
      Atomics.wait(desk.tickets, 0, ticket, POLL_MS);
    }
    const asker = Atomics.exchange(desk.ring, place, 0) - 1;
    const served = serve(deps, asker);
    const failed: boolean = served instanceof Promise ? await served : served;
    Atomics.store(desk.states, asker, ANSWERED);
    Atomics.notify(desk.states, asker);
    if (failed) return;
  }
}

/** True when the operation failed. No promise where the session needs none. */
function serve(deps: OwnerDeps, asker: number): boolean | Promise<boolean> {
  const begin = now();
  const pending = deps.session.run(deps.desk.operations[asker] ?? 0);
  return pending instanceof Promise
    ? pending.then((result) => answer(deps, asker, begin, result))
    : answer(deps, asker, begin, pending);
}

function answer(
  { desk, ports, session, keepsRows }: OwnerDeps,
  asker: number,
  begin: Milliseconds,
  result: OperationResult,
): boolean {
  const end = now();
  if (result.failure) ports[asker]?.postMessage({ failure: result.failure } satisfies Delivery);
  else if (keepsRows) ports[asker]?.postMessage({ rows: session.keptRows } satisfies Delivery);
  const answers = desk.answers;
  const at = asker * ANSWER_FIELDS;
  answers[at] = begin;
  answers[at + 1] = end;
  answers[at + 2] = result.rows;
  answers[at + 3] = result.lockWaitMs;
  answers[at + 4] = result.lockWaits;
  answers[at + 5] = (result.cut ? CUT : 0) | (result.stopped ? STOPPED : 0) | (result.failure ? FAILED : 0);
  return result.failure !== null;
}

/** A lane's side of a shared session: asks, sleeps, and reads the answer. */
export class AskingSession implements LaneSession {
  readonly #desk: SharedSessionDesk;
  readonly #asker: number;
  readonly #port: MessagePort;
  readonly #keepsRows: boolean;
  readonly #stopped: () => boolean;
  /** With fetch `all`: the rows of the last operation. */
  keptRows: Rows = [];
  readonly #result: OperationResult = emptyResult();

  constructor(
    desk: SharedSessionDesk,
    asker: number,
    port: MessagePort,
    keepsRows: boolean,
    stopped: () => boolean,
  ) {
    this.#desk = desk;
    this.#asker = asker;
    this.#port = port;
    this.#keepsRows = keepsRows;
    this.#stopped = stopped;
  }

  run(operation: number): OperationResult {
    const desk = this.#desk;
    const asker = this.#asker;
    this.keptRows = [];
    desk.operations[asker] = operation;
    Atomics.store(desk.states, asker, ASKED);
    const asked = now();
    const ticket = Atomics.add(desk.tickets, 0, 1);
    Atomics.store(desk.ring, ticket % desk.askers, asker + 1);
    Atomics.notify(desk.tickets, 0);
    while (Atomics.wait(desk.states, asker, ASKED, POLL_MS) === "timed-out") {
      if (this.#stopped()) return this.#stop();
    }
    return this.#read(asked);
  }

  #stop(): OperationResult {
    this.#result.stopped = true;
    return this.#result;
  }

  #read(asked: Milliseconds): OperationResult {
    const { answers, states } = this.#desk;
    const at = this.#asker * ANSWER_FIELDS;
    const value = (field: number) => answers[at + field] ?? 0;
    const flags = value(5);
    const result = this.#result;
    result.queueMs = Math.max(0, value(0) - asked);
    result.rows = value(2);
    result.lockWaitMs = value(3);
    result.lockWaits = value(4);
    result.cut = (flags & CUT) !== 0;
    result.stopped = (flags & STOPPED) !== 0;
    if (this.#keepsRows || (flags & FAILED) !== 0) this.#receive();
    result.transferMs = this.#keepsRows ? now() - value(1) : 0;
    Atomics.store(states, this.#asker, IDLE);
    return result;
  }

  #receive(): void {
    const delivery = receiveMessageOnPort(this.#port)?.message as Delivery | undefined;
    if (!delivery) return;
    if ("rows" in delivery) this.keptRows = delivery.rows;
    else this.#result.failure = delivery.failure;
  }
}
