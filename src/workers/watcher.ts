import type { ActivityCounts, SessionsSeen } from "../core/benchmark/server-activity.ts";
import type { Reach, Watch } from "./drivers/driver.ts";
import { driverOf } from "./drivers/index.ts";
import { pause } from "./pause.ts";

/** Between two looks, from the end of one to the begin of the next. The steps differ, or they would beat with operations of a like length. */
const STEPS_MS = [40, 53, 47, 61, 43, 57];

/** Looks again and again at what a run's sessions do, in a session of its own. */
export class Watcher {
  #watch: Watch | undefined;
  #counts = noCounts();
  /** Of the watching that goes on; another number ends the one before. */
  #turn = 0;

  /** False where the server does not tell, or not to this user. */
  async open(reach: Reach): Promise<boolean> {
    const driver = await driverOf(reach.profile.engine);
    const opened = await driver.watch?.(reach);
    if (!opened?.ok) return false;
    this.#watch = opened.value;
    // The first look shows whether this user may.
    return (await opened.value.look()) !== undefined;
  }

  start(): void {
    this.#counts = noCounts();
    void this.#lookOn(++this.#turn);
  }

  stop(): ActivityCounts {
    this.#turn++;
    return this.#counts;
  }

  async close(): Promise<void> {
    this.#turn++;
    await this.#watch?.close();
    this.#watch = undefined;
  }

  async #lookOn(turn: number): Promise<void> {
    for (let look = 0; turn === this.#turn; look++) {
      await pause(STEPS_MS[look % STEPS_MS.length] ?? 50);
      if (turn !== this.#turn) return;
      const seen = await this.#watch?.look();
      if (!seen) return;
      if (turn === this.#turn) this.#counts = added(this.#counts, seen);
    }
  }
}

function noCounts(): ActivityCounts {
  return { looks: 0, running: 0, lock: 0, io: 0, client: 0, other: 0 };
}

function added(counts: ActivityCounts, seen: SessionsSeen): ActivityCounts {
  return {
    looks: counts.looks + 1,
    running: counts.running + seen.running,
    lock: counts.lock + seen.lock,
    io: counts.io + seen.io,
    client: counts.client + seen.client,
    other: counts.other + seen.other,
  };
}
