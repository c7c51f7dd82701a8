import type { Locator } from "playwright-core";
import type { WorkbenchWindow } from "./workbench-window.ts";

/** The editor's list of problems, as far as it is in sight. Hints are never in it. */
export class ProblemsView {
  readonly #window: WorkbenchWindow;

  /** Opens the view. */
  static async open(window: WorkbenchWindow): Promise<ProblemsView> {
    await window.problems();
    return new ProblemsView(window);
  }

  private constructor(window: WorkbenchWindow) {
    this.#window = window;
  }

  row(text: string | RegExp): Locator {
    return this.#window.page.locator(".markers-panel .monaco-list-row", { hasText: text });
  }

  /** By file, in the order of the lines: `line rule severity`. */
  async findings(): Promise<Readonly<Record<string, readonly string[]>>> {
    const rows = await this.#window.page.evaluate<readonly Row[]>(`(${rowsInSight})()`);
    const found: Record<string, string[]> = {};
    let ofFile: string[] = [];
    for (const { file, line, rule, severity } of rows) {
      if (file !== undefined) {
        ofFile = [];
        found[file] = ofFile;
      }
      if (rule !== undefined) ofFile.push(`${line} ${rule} ${severity}`);
    }
    // Within a file the worst come first; those of one line stay as they are.
    for (const lines of Object.values(found))
      lines.sort((a, b) => Number.parseInt(a, 10) - Number.parseInt(b, 10));
    return found;
  }
}

interface Row {
  /** With its folder; undefined: the row is of no file. */
  readonly file: string | undefined;
  /** Undefined: the row is of no problem. */
  readonly rule: string | undefined;
  readonly line: string | undefined;
  readonly severity: string | undefined;
}

/** Runs in the page: the rows from top to bottom. */
const rowsInSight = `() => {
  const severities = { "codicon-error": "error", "codicon-warning": "warning", "codicon-info": "information" };
  const rows = [...document.querySelectorAll(".markers-panel .monaco-list-row")];
  rows.sort((a, b) => Number(a.dataset.index) - Number(b.dataset.index));
  return rows.map((row) => {
    const textOf = (selector) => row.querySelector(selector)?.textContent;
    const icon = Object.keys(severities).find((name) => row.querySelector(".marker-icon ." + name));
    const names = [textOf(".monaco-icon-label .label-description"), textOf(".monaco-icon-label .label-name")];
    return {
      file: names[1] && names.filter(Boolean).join("/"),
      rule: textOf(".marker-code"),
      line: /Ln (\\d+)/.exec(textOf(".marker-line") ?? "")?.[1],
      severity: severities[icon],
    };
  });
}`;
