import type { Locator, Page } from "playwright-core";

/** The messages at the lower right. */
export class Notifications {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  /** The message that holds this text. */
  message(text: string | RegExp): Locator {
    return this.#page.locator(".notifications-toasts .notification-toast", { hasText: text });
  }

  /** The message with this text, while it shows progress. */
  progress(text: string | RegExp): Locator {
    return this.message(text).filter({ has: this.#page.locator(".monaco-progress-container:visible") });
  }

  /** Presses a button of a message: an action that the extension offers, or `Cancel` of a progress. */
  async press(text: string | RegExp, button: string): Promise<void> {
    const message = this.message(text).first();
    await message.hover();
    await message.getByRole("button", { name: button, exact: true }).click();
  }
}
