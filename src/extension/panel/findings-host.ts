import type { ToPanel } from "../../protocol/panel.ts";
import { readFromPanel } from "../../protocol/read-from-panel.ts";
import { type Disposable, DisposableStore } from "../disposable-store.ts";
import type { FindingsStore } from "../lint/findings-store.ts";
import { Throttle } from "../throttle.ts";
import type { FindingsOrders } from "./findings-orders.ts";
import { FindingsSnapshot, type FindingsSnapshotDeps } from "./findings-snapshot.ts";

export interface FindingsHostDeps extends FindingsSnapshotDeps {
  readonly post: (message: ToPanel) => void;
  readonly store: FindingsStore;
  /** By id. */
  readonly rules: () => Promise<ReadonlyMap<string, { readonly docs: { readonly summary: string } }>>;
  readonly orders: FindingsOrders;
}

/** Four times a second: often enough to look live, seldom enough to draw thousands of findings. */
const NEWS_MS = 250;

/** Keeps one page *Findings* up to date while it is shown, and the count on its tab otherwise. */
export class FindingsHost implements Disposable {
  readonly #deps: FindingsHostDeps;
  readonly #owned = new DisposableStore();
  readonly #snapshot: FindingsSnapshot;
  readonly #news: Throttle<void>;
  #isReady = false;
  #isInFront = false;
  /** Whether it has all that there is, so that changes are enough. */
  #isTold = false;
  /** What the page was last told, as text: news that says the same is not sent. */
  #saidStatus = "";
  #saidCount = 0;

  constructor(deps: FindingsHostDeps) {
    this.#deps = deps;
    this.#snapshot = new FindingsSnapshot(deps);
    this.#news = this.#owned.add(new Throttle(NEWS_MS, () => this.#tell()));
    this.#owned.add(
      deps.store.onDidChange(() => {
        if (this.#isReady) this.#news.push();
      }),
    );
  }

  /** What the page sent, unchecked. Orders of the other page are not for this one. */
  async receive(message: unknown): Promise<void> {
    const order = readFromPanel(message);
    const { orders } = this.#deps;
    switch (order?.type) {
      case "ready":
        this.#isReady = true;
        this.#isInFront = false;
        this.#isTold = false;
        this.#saidCount = 0;
        this.#tell();
        return;
      case "page-turned":
        await this.#turn(order.page === "findings");
        return;
      case "open-place": {
        const document = this.#snapshot.documentOf(order.file);
        if (document !== undefined)
          await orders.openPlace(document, { line: order.line, character: order.character });
        return;
      }
      case "explain-rule":
        await orders.explainRule(order.rule);
        return;
      case "check-workspace":
        await orders.checkWorkspace();
        return;
      case "cancel-check":
        await orders.cancelCheck();
        return;
      case "restart-linter":
        await orders.restartLinter();
        return;
      case "open-lint-settings":
        await orders.openSettings();
        return;
      default:
        return;
    }
  }

  dispose(): void {
    this.#owned.dispose();
  }

  async #turn(isInFront: boolean): Promise<void> {
    this.#isInFront = isInFront;
    if (!isInFront) this.#isTold = false;
    const rules = await this.#deps.rules();
    // The reader may have turned back meanwhile, or here twice.
    if (!this.#isInFront || this.#isTold) return;
    this.#isTold = true;
    this.#news.clear();
    const status = this.#snapshot.status();
    this.#saidStatus = JSON.stringify(status);
    this.#saidCount = this.#snapshot.count;
    this.#deps.post({
      type: "show-findings",
      status,
      files: this.#snapshot.all(),
      rules: Object.fromEntries([...rules].map(([id, { docs }]) => [id, docs.summary])),
    });
  }

  #tell(): void {
    if (this.#isTold) this.#tellChanges();
    else this.#tellCount();
  }

  #tellChanges(): void {
    const status = this.#snapshot.status();
    const { changed, gone } = this.#snapshot.changes();
    const said = JSON.stringify(status);
    if (changed.length === 0 && gone.length === 0 && said === this.#saidStatus) return;
    this.#saidStatus = said;
    this.#saidCount = this.#snapshot.count;
    this.#deps.post({ type: "change-findings", status, changed, gone });
  }

  #tellCount(): void {
    const { count } = this.#snapshot;
    if (count === this.#saidCount) return;
    this.#saidCount = count;
    this.#deps.post({ type: "count-findings", count });
  }
}
