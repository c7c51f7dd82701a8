import type { FrameLocator, Locator, Page } from "playwright-core";
import { vi } from "vitest";
import type { WorkbenchWindow } from "./workbench-window.ts";

/** The form for adding and editing a connection, as its reader finds his way in it. */
export class ConnectionForm {
  readonly document: FrameLocator;
  readonly #page: Page;

  constructor(window: WorkbenchWindow) {
    this.document = window.webview();
    this.#page = window.page;
  }

  /** Opens an empty one, from the palette. */
  static async add(window: WorkbenchWindow): Promise<ConnectionForm> {
    await window.command("Lanewise: Add Connection…");
    const form = new ConnectionForm(window);
    await form.heading("Add Connection").waitFor();
    return form;
  }

  heading(name: string | RegExp): Locator {
    return this.document.getByRole("heading", { name });
  }

  field(name: string): Locator {
    return this.document.getByRole("textbox", { name, exact: true });
  }

  get password(): Locator {
    return this.document.locator("[data-secret] input");
  }

  button(name: string): Locator {
    return this.document.getByRole("button", { name, exact: true });
  }

  async chooseEngine(name: string): Promise<void> {
    await this.document.getByRole("radio", { name }).click();
  }

  /** Chooses how the connection is encrypted. */
  async encrypt(name: string): Promise<void> {
    await this.document.getByRole("combobox", { name: "Encrypt" }).click();
    await this.document.getByRole("option", { name, exact: true }).click();
  }

  async fillIn(fields: Readonly<Record<string, string>>): Promise<void> {
    for (const [name, value] of Object.entries(fields)) await this.field(name).fill(value);
  }

  async paste(connectionString: string): Promise<void> {
    await this.field("Or paste a connection string").fill(connectionString);
    await this.button("Fill In").click();
    await vi.waitUntil(async () => (await this.field("Or paste a connection string").inputValue()) === "");
  }

  /** Tests the connection; gives the heading over what came of it. */
  async test(): Promise<string> {
    // What came of the test before is still there when this one begins.
    const before = this.document.locator("[data-status]");
    if ((await before.count()) > 0) await before.evaluate((part) => part.removeAttribute("data-status"));
    await this.button("Test Connection").click();
    const ended = this.document.locator("[data-status]:not([data-status=running]) h2");
    await ended.waitFor();
    return (await ended.textContent()) ?? "";
  }

  async save(): Promise<void> {
    await this.button("Save").click();
    await this.#page.locator("iframe.webview.ready:visible").waitFor({ state: "hidden" });
  }
}
