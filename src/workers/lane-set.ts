import type { Plan } from "../core/benchmark/plan.ts";
import { laneCount, type Strategy } from "../core/benchmark/strategy.ts";
import { type LaneLink, startLaneProcess, startLaneThread } from "./lane-link.ts";

/** All lanes of a run: started when first needed, used by all strategies, replaced when they died. */
export class LaneSet {
  readonly #plan: Plan;
  readonly #threads: LaneLink[] = [];
  readonly #processes: LaneLink[] = [];
  #owner: LaneLink | undefined;

  constructor(plan: Plan) {
    this.#plan = plan;
  }

  /** The lanes that ask for operations under a strategy, in order. */
  lanesFor(strategy: Strategy): LaneLink[] {
    const isProcesses = strategy.kind === "processes";
    const links = isProcesses ? this.#processes : this.#threads;
    for (let lane = 0; lane < laneCount(strategy); lane++) {
      if (links[lane] && !links[lane]?.isDead) continue;
      const size = {
        operations: this.#mostOperations(lane, isProcesses),
        heapMb: this.#plan.limits.laneHeapMb,
      };
      links[lane] = isProcesses ? startLaneProcess(size) : startLaneThread(size);
    }
    return links.slice(0, laneCount(strategy));
  }

  /** The thread that holds the session which the lanes of `shared-session` share. */
  owner(): LaneLink {
    if (!this.#owner || this.#owner.isDead) {
      this.#owner = startLaneThread({ operations: 1, heapMb: this.#plan.limits.laneHeapMb });
    }
    return this.#owner;
  }

  /** Ends every lane; threads inside a statement only with this process. */
  end(): void {
    for (const lane of this.#all()) lane.end();
  }

  /** Ends the lanes that have processes of their own, whatever they are doing. */
  killProcesses(): void {
    for (const lane of this.#processes) lane.end();
  }

  #all(): LaneLink[] {
    return [...this.#threads, ...this.#processes, ...(this.#owner ? [this.#owner] : [])];
  }

  /** The most operations that any strategy gives to this lane. */
  #mostOperations(lane: number, isProcesses: boolean): number {
    const shares = this.#plan.strategies
      .filter((s) => laneCount(s) > lane && (s.kind === "processes") === isProcesses)
      .map((s) => this.#plan.operations / laneCount(s));
    return Math.max(1, ...shares);
  }
}
