import type { Locator } from "playwright-core";
import type { WorkbenchWindow } from "./workbench-window.ts";

const attempts = 10;

/** The light bulb's menu at the cursor, and what the editor says there. */
export class CodeActions {
  readonly #window: WorkbenchWindow;
  readonly menu: Locator;
  readonly hover: Locator;

  constructor(window: WorkbenchWindow) {
    this.#window = window;
    this.menu = window.page.locator(".action-widget:not(.action-list-submenu-panel)");
    this.hover = window.page.locator(".monaco-resizable-hover:visible");
  }

  /** Opens the menu at the cursor and gives the titles in it. */
  async open(): Promise<readonly string[]> {
    const { keyboard } = this.#window.page;
    const actions = this.menu.locator(".monaco-list-row.action");
    for (let attempt = 1; ; attempt++) {
      await keyboard.press("Control+.");
      try {
        await actions.first().waitFor({ timeout: 3000 });
        return await actions.locator(".title").allTextContents();
      } catch (error) {
        // A key that is pressed while the focus moves is lost.
        if (attempt === attempts) throw error;
      }
      await keyboard.press("Escape");
    }
  }

  async pick(title: string): Promise<void> {
    await this.menu.locator(".monaco-list-row.action", { hasText: title }).first().click();
    await this.menu.waitFor({ state: "hidden" });
  }

  /** Opens the menu and picks from it. */
  async apply(title: string): Promise<void> {
    await this.open();
    await this.pick(title);
  }

  /** Shows what the editor says of the code at the cursor. */
  async showHover(): Promise<Locator> {
    await this.#window.command("Show or Focus Hover");
    await this.hover.first().waitFor();
    return this.hover.first();
  }
}
