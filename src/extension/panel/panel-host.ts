import { assertNever } from "../../core/assert-never.ts";
import type { Text } from "../../core/text/text.ts";
import type { BenchmarkOrder, PanelState, ToPanel } from "../../protocol/panel.ts";
import { readFromPanel } from "../../protocol/read-from-panel.ts";
import { type Disposable, DisposableStore } from "../disposable-store.ts";
import { problemOf } from "../problem-of.ts";
import type { RunEvent, RunService } from "../run-service.ts";
import { Throttle } from "../throttle.ts";
import type { WorkspaceMemory } from "../workspace-memory.ts";
import type { Results } from "./results.ts";

/** The orders of the page *Benchmark*. */
export type PanelOrders = Readonly<Record<BenchmarkOrder["type"], () => unknown>>;

export interface PanelHostDeps {
  readonly post: (message: ToPanel) => void;
  readonly runs: RunService;
  readonly results: Results;
  readonly memory: WorkspaceMemory;
  readonly orders: PanelOrders;
  readonly isTrusted: () => boolean;
  readonly t: (text: Text) => string;
}

/** A report is far larger than news of progress. */
const ROUND_MS = 500;

/** Keeps one page *Benchmark* up to date. Knows nothing of webviews. */
export class PanelHost implements Disposable {
  readonly #deps: PanelHostDeps;
  readonly #owned = new DisposableStore();
  readonly #rounds: Throttle<void>;

  constructor(deps: PanelHostDeps) {
    this.#deps = deps;
    this.#rounds = this.#owned.add(new Throttle(ROUND_MS, () => this.#show()));
    this.#owned.add(deps.runs.events.add((event) => this.#hear(event)));
    this.#owned.add(deps.results.changes.add(() => this.#show()));
  }

  /** What the page sent, unchecked. Orders of the other page are not for this one. */
  async receive(message: unknown): Promise<void> {
    const type = readFromPanel(message)?.type;
    const { orders } = this.#deps;
    if (type === undefined) return;
    if (type !== "ready") {
      if (Object.hasOwn(orders, type)) await orders[type as BenchmarkOrder["type"]]();
      return;
    }
    await this.#deps.results.restore();
    this.#show();
  }

  state(): PanelState {
    const { runs, results, memory, isTrusted, t } = this.#deps;
    const run = runs.current;
    if (run) {
      const { job, progress, report } = run;
      return { view: "running", connection: job.profile.name, progress, report };
    }
    if (results.failed) return { view: "failed", ...results.failed };
    const report = results.report;
    if (!report) return { view: "empty", connection: memory.profile?.name ?? null };
    return {
      view: "report",
      report,
      problem: problemOf(report).map(t).join(" ") || null,
      isBaseline: memory.baseline === report.id,
      hasBaseline: memory.baseline !== undefined,
      comparison: results.comparison ?? null,
      canRun: isTrusted(),
    };
  }

  dispose(): void {
    this.#owned.dispose();
  }

  #hear(event: RunEvent): void {
    switch (event.type) {
      case "progress":
        this.#deps.post({ type: "progress", progress: event.run.progress });
        return;
      case "round-finished":
        this.#rounds.push();
        return;
      case "run-started":
        this.#show();
        return;
      case "run-cancelling":
        return;
      case "run-finished":
        // The outcome is shown when it has become a result: `results.changes` tells.
        this.#rounds.clear();
        return;
      default:
        assertNever(event);
    }
  }

  #show(): void {
    this.#deps.post({ type: "show", state: this.state() });
  }
}
