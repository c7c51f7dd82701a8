import type { Plan } from "../core/benchmark/plan.ts";
import { laneCount, type Strategy } from "../core/benchmark/strategy.ts";
import { type LaneLink, startLaneProcess, startLanesOnThread, startLaneThread } from "./lane-link.ts";

/** All lanes of a run: started when first needed, used by all strategies, replaced when they died. */
export class LaneSet {
  readonly #plan: Plan;
  readonly #threads: LaneLink[] = [];
  readonly #processes: LaneLink[] = [];
  /** All on one thread. */
  #tasks: readonly LaneLink[] = [];
  #owner: LaneLink | undefined;
  #watcher: LaneLink | undefined;

  constructor(plan: Plan) {
    this.#plan = plan;
  }

  /** The lanes that ask for operations under a strategy, in order. */
  lanesFor(strategy: Strategy): readonly LaneLink[] {
    if (strategy.kind === "tasks") return this.#tasksFor(strategy.lanes);
    const isProcesses = strategy.kind === "processes";
    const links = isProcesses ? this.#processes : this.#threads;
    for (let lane = 0; lane < laneCount(strategy); lane++) {
      if (links[lane] && !links[lane]?.isDead) continue;
      const size = {
        operations: this.#mostOperations(lane, isProcesses ? isProcess : isThread),
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

  /** A thread that holds no session of a trial: it looks at the server. */
  watcher(): LaneLink {
    if (!this.#watcher || this.#watcher.isDead) {
      this.#watcher = startLaneThread({ operations: 1, heapMb: this.#plan.limits.laneHeapMb });
    }
    return this.#watcher;
  }

  /** Ends every lane; threads inside a statement only with this process. */
  end(): void {
    for (const lane of this.#all()) lane.end();
  }

  /** Ends the lanes that have processes of their own, whatever they are doing. */
  killProcesses(): void {
    for (const lane of this.#processes) lane.end();
  }

  /** A thread for the most tasks of the plan, made anew when it died; each keeps rows in the same heap. */
  #tasksFor(count: number): readonly LaneLink[] {
    if (this.#tasks.length === 0 || this.#tasks.some(({ isDead }) => isDead)) {
      const isTasks = (s: Strategy) => s.kind === "tasks";
      const most = Math.max(...this.#plan.strategies.filter(isTasks).map(laneCount));
      const operations = Array.from({ length: most }, (_, lane) => this.#mostOperations(lane, isTasks));
      this.#tasks = startLanesOnThread(operations, this.#plan.limits.laneHeapMb * most);
    }
    return this.#tasks.slice(0, count);
  }

  #all(): LaneLink[] {
    return [
      ...this.#threads,
      ...this.#processes,
      ...this.#tasks,
      ...[this.#owner ?? [], this.#watcher ?? []].flat(),
    ];
  }

  /** The most operations that any of the strategies gives to this lane. */
  #mostOperations(lane: number, isMeant: (strategy: Strategy) => boolean): number {
    const shares = this.#plan.strategies
      .filter((s) => laneCount(s) > lane && isMeant(s))
      .map((s) => this.#plan.operations / laneCount(s));
    return Math.max(1, ...shares);
  }
}

function isProcess({ kind }: Strategy): boolean {
  return kind === "processes";
}

function isThread({ kind }: Strategy): boolean {
  return kind !== "processes" && kind !== "tasks";
}
