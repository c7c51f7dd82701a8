import { expect, vi } from "vitest";
import type { WorkbenchWindow } from "./workbench-window.ts";

const patienceMs = 20_000;

/** What the linter has underlined in the editors that can be seen. */
export class Marks {
  readonly #window: WorkbenchWindow;

  constructor(window: WorkbenchWindow) {
    this.#window = window;
  }

  /** Waits until exactly the lines that hold these texts are underlined, from top to bottom. */
  async expect(...texts: readonly string[]): Promise<void> {
    await vi.waitFor(
      async () => {
        const lines = await this.#lines();
        expect(lines).toEqual(texts.map((text) => expect.stringContaining(text)));
      },
      { timeout: patienceMs, interval: 50 },
    );
  }

  #lines(): Promise<readonly string[]> {
    return this.#window.page.evaluate<readonly string[]>(`(${underlined})()`);
  }
}

/** Runs in the page: the texts of the lines that squiggles stand under. */
const underlined = `() => {
  const found = [];
  for (const editor of document.querySelectorAll(".monaco-editor")) {
    const lines = [...editor.querySelectorAll(".view-line")];
    for (const mark of editor.querySelectorAll(".squiggly-error, .squiggly-warning, .squiggly-info, .squiggly-hint")) {
      const { top, bottom, width } = mark.getBoundingClientRect();
      if (width === 0) continue;
      const middle = (top + bottom) / 2;
      const line = lines.find((one) => {
        const box = one.getBoundingClientRect();
        return box.top <= middle && middle < box.bottom;
      });
      found.push((line?.textContent ?? "").replaceAll("\\u00a0", " "));
    }
  }
  return found;
}`;
