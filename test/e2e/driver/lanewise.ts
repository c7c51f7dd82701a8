import { vi } from "vitest";
import { ResultsPanel } from "./results-panel.ts";
import type { WorkbenchWindow } from "./workbench-window.ts";

/** A benchmark of a moment: one parallel strategy of each kind asked for, and as few trials as are allowed. */
export const quickBenchmark = {
  "lanewise.benchmark.lanes": [2],
  "lanewise.benchmark.strategies": ["threads", "processes"],
  "lanewise.benchmark.operations": 4,
  "lanewise.benchmark.trials.minimum": 3,
  "lanewise.benchmark.trials.maximum": 3,
};

/** A statement that no run ends by itself. */
export const endlessSql =
  "WITH RECURSIVE n(i) AS (SELECT count(*) FROM files UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n";

/** What a user does with Lanewise in a window. */
export class Lanewise {
  readonly #window: WorkbenchWindow;
  readonly panel: ResultsPanel;

  constructor(window: WorkbenchWindow) {
    this.#window = window;
    this.panel = new ResultsPanel(window.webview());
  }

  /** Answers the dialog that asks for a file, whoever opened it. */
  async answerFileDialog(file: string): Promise<void> {
    const { quickInput } = this.#window;
    // Until its list is there, the dialog still writes its own proposal over what is typed.
    await quickInput.rows("..").first().waitFor();
    await quickInput.type(file);
    await quickInput.accept();
    await quickInput.widget.waitFor({ state: "hidden" });
  }

  async openDatabase(file: string): Promise<void> {
    await this.#window.command("Lanewise: Open SQLite Database…");
    await this.answerFileDialog(file);
  }

  /** Moves the keyboard's focus into the panel, which stands in the second editor group. */
  async focusPanel(): Promise<void> {
    await this.#window.page.keyboard.press("Control+2");
    await vi.waitUntil(() => this.panel.main.evaluate(({ ownerDocument }) => ownerDocument.hasFocus()));
  }

  /** Puts the cursor before a statement of an SQL file and starts its benchmark from the palette. */
  async benchmark(file: string, line: number): Promise<void> {
    // Where the panel is not: it would be hidden behind the file.
    await this.#window.page.keyboard.press("Control+1");
    await this.#window.editor.open(file);
    await this.#window.editor.goTo(line, 1);
    await this.#window.command("Lanewise: Benchmark Selected SQL");
  }
}
