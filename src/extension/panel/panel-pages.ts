import type { PageName, ToPanel } from "../../protocol/panel.ts";
import { readFromPanel } from "../../protocol/read-from-panel.ts";
import { type Disposable, DisposableStore } from "../disposable-store.ts";

/** Keeps one page of the panel up to date and hears its orders. */
export interface PageHost extends Disposable {
  /** What the panel sent, unchecked; what is for another page is ignored. */
  receive(message: unknown): Promise<void>;
}

/** The pages of one panel: all hear what it sends, and one of them is turned to. */
export class PanelPages implements PageHost {
  readonly #post: (message: ToPanel) => void;
  readonly #pages: readonly PageHost[];
  readonly #owned = new DisposableStore();
  /** Asked for and not yet shown: a panel that is hidden or still loading hears nothing. */
  #wanted: PageName | undefined;
  #shown: PageName = "benchmark";

  constructor(post: (message: ToPanel) => void, pages: readonly PageHost[]) {
    this.#post = post;
    this.#pages = pages.map((page) => this.#owned.add(page));
  }

  get shown(): PageName {
    return this.#shown;
  }

  turnTo(page: PageName): void {
    this.#wanted = page;
    this.#post({ type: "turn-to", page });
  }

  async receive(message: unknown): Promise<void> {
    const order = readFromPanel(message);
    if (order?.type === "ready") {
      this.#shown = "benchmark";
      if (this.#wanted) this.turnTo(this.#wanted);
    }
    if (order?.type === "page-turned") {
      this.#shown = order.page;
      this.#wanted = undefined;
    }
    await Promise.all(this.#pages.map((page) => page.receive(message)));
  }

  dispose(): void {
    this.#owned.dispose();
  }
}
