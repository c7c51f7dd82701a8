import type { Locator, Page } from "playwright-core";

/** Commands register while extensions load; so often the palette is opened anew until it lists one. */
const paletteAttempts = 30;

/** The palette, quick picks and input boxes: one widget at the top of the window. */
export class QuickInput {
  readonly #page: Page;
  readonly widget: Locator;
  readonly input: Locator;

  constructor(page: Page) {
    this.#page = page;
    this.widget = page.locator(".quick-input-widget");
    this.input = this.widget.locator(".quick-input-box input");
  }

  /** The rows on offer; `text` narrows them to those that hold it. */
  rows(text?: string): Locator {
    const rows = this.widget.locator(".quick-input-list .monaco-list-row");
    return text === undefined ? rows : rows.filter({ hasText: text });
  }

  /** The title, such as the step's name. */
  get title(): Locator {
    return this.widget.locator(".quick-input-title");
  }

  /** What the widget says below its input: a prompt, or why an input is refused. */
  get message(): Locator {
    return this.widget.locator(".quick-input-message");
  }

  /** Opens the widget by a key. A key that is pressed while the focus moves between frames is lost: press it again. */
  async openWith(key: string): Promise<void> {
    for (let attempt = 1; ; attempt++) {
      await this.#page.keyboard.press(key);
      try {
        await this.input.waitFor({ state: "visible", timeout: 1000 });
        return;
      } catch (error) {
        if (attempt === paletteAttempts) throw error;
      }
    }
  }

  /** Opens the palette and leaves it open on the commands that match. */
  async searchCommands(title: string): Promise<Locator> {
    const row = this.rows(title).first();
    for (let attempt = 1; ; attempt++) {
      await this.openWith("F1");
      try {
        // Not for long: when the focus still moves elsewhere, the palette closes again.
        await this.input.fill(`>${title}`, { timeout: 1000 });
        await row.waitFor({ timeout: 1000 });
        return row;
      } catch (error) {
        // The list is a snapshot: what registers later is listed only when the palette opens again.
        if (attempt === paletteAttempts) throw error;
      }
      await this.escape();
    }
  }

  /** Runs a command by its title. It may itself open a quick pick, which is then on the screen. */
  async command(title: string): Promise<void> {
    await (await this.searchCommands(title)).click();
    await this.#page.waitForFunction(() => {
      const widget = document.querySelector<HTMLElement>(".quick-input-widget");
      const input = widget?.querySelector<HTMLInputElement>(".quick-input-box input");
      const hidden = widget === null || getComputedStyle(widget).display === "none";
      return hidden || !input?.value.startsWith(">");
    });
  }

  /** Types into the open input in place of what it holds. */
  async type(text: string): Promise<void> {
    await this.input.fill(text);
  }

  async accept(): Promise<void> {
    await this.input.press("Enter");
  }

  /** Picks the row with this text; where several can be picked, checks or unchecks it. */
  async pick(text: string): Promise<void> {
    await this.rows(text).first().click();
  }

  /** Presses a button at the end of a row, by what it says when the mouse rests on it. */
  async pressInRow(text: string, button: string): Promise<void> {
    const row = this.rows(text).first();
    await row.hover();
    await row.getByRole("button", { name: button }).click();
  }

  /** Steps back in an input of several steps. */
  async back(): Promise<void> {
    await this.widget.getByRole("button", { name: "Back" }).click();
  }

  async escape(): Promise<void> {
    await this.#page.keyboard.press("Escape");
    await this.widget.waitFor({ state: "hidden" });
  }
}
