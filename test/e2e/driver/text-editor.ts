import { readFileSync } from "node:fs";
import path from "node:path";
import type { Locator, Page } from "playwright-core";
import type { QuickInput } from "./quick-input.ts";

/** The active text editor. */
export class TextEditor {
  readonly #page: Page;
  readonly #quickInput: QuickInput;
  readonly #folder: string;

  /** folder: the workspace's, where files are looked up */
  constructor(page: Page, quickInput: QuickInput, folder: string) {
    this.#page = page;
    this.#quickInput = quickInput;
    this.#folder = folder;
  }

  /** Opens a file of the workspace, by its path in it. */
  async open(file: string): Promise<void> {
    const name = path.basename(file);
    await this.#quickInput.openWith("Control+P");
    await this.#quickInput.type(file);
    await this.#quickInput.pick(name);
    await this.#page.locator(`.tab.active[data-resource-name="${name}"]`).waitFor();
  }

  /** Opens a file and selects the first place where it holds this text, as saved on the disk. */
  async select(file: string, text: string): Promise<void> {
    const before = readFileSync(path.join(this.#folder, file), "utf8").split(text, 1)[0];
    const lines = before?.split("\n") ?? [];
    await this.open(file);
    await this.goTo(lines.length, (lines.at(-1)?.length ?? 0) + 1);
    for (let typed = 0; typed < text.length; typed++) await this.#page.keyboard.press("Shift+ArrowRight");
    await this.#page.locator(".statusbar-item", { hasText: `(${text.length} selected)` }).waitFor();
  }

  /** Puts the cursor there; both count from 1. */
  async goTo(line: number, column: number): Promise<void> {
    await this.#quickInput.openWith("Control+G");
    await this.#quickInput.type(`:${line}:${column}`);
    // An Enter that comes before the editor has read the number is lost.
    await this.#quickInput.rows(`line ${line} `).waitFor();
    await this.#quickInput.accept();
    await this.#quickInput.widget.waitFor({ state: "hidden" });
    await this.#page.locator(".statusbar-item", { hasText: `Ln ${line}, Col ${column}` }).waitFor();
  }

  /** Puts text at the start of the file, in one edit, without what the editor adds while one types. */
  async insertAtStart(text: string): Promise<void> {
    await this.goTo(1, 1);
    await this.#page.keyboard.insertText(text);
  }

  /** Puts text in place of all that the file holds. */
  async replaceAll(text: string): Promise<void> {
    await this.goTo(1, 1);
    await this.#page.keyboard.press("Control+A");
    await this.#page.keyboard.insertText(text);
  }

  /** Opens the context menu at the cursor, which keeps the selection. */
  async openContextMenu(): Promise<Locator> {
    await this.#page.keyboard.press("Shift+F10");
    const menu = this.#page.locator(".context-view .monaco-menu");
    await menu.waitFor();
    return menu;
  }

  /** Runs an entry of the context menu. */
  async pickFromContextMenu(entry: string): Promise<void> {
    const menu = await this.openContextMenu();
    // Hovering focuses the entry. A click would be lost: a menu ignores the mouse button right after it has opened.
    await menu.getByRole("menuitem", { name: entry }).hover();
    await this.#page.keyboard.press("Enter");
    await menu.waitFor({ state: "hidden" });
  }

  /** Lines in sight that hold this text. */
  line(text: string): Locator {
    // The editor draws blanks as no-break spaces.
    const pattern = new RegExp(text.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&").replaceAll(" ", "\\s"));
    return this.#page.locator(".monaco-editor .view-line", { hasText: pattern });
  }

  squiggles(severity: "error" | "warning" | "info" | "hint"): Locator {
    return this.#page.locator(`.monaco-editor .squiggly-${severity}`);
  }
}
