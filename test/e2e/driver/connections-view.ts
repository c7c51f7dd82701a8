import type { Locator, Page } from "playwright-core";
import type { WorkbenchWindow } from "./workbench-window.ts";

/** The view *Connections* in the side bar. */
export class ConnectionsView {
  readonly #page: Page;

  private constructor({ page }: WorkbenchWindow) {
    this.#page = page;
  }

  /** Shows the view, by its icon in the activity bar. */
  static async open(window: WorkbenchWindow): Promise<ConnectionsView> {
    const view = new ConnectionsView(window);
    await window.page.locator(".activitybar .action-item a[aria-label^='Lanewise']").click();
    await view.pane.waitFor();
    return view;
  }

  get pane(): Locator {
    return this.#page.locator(".sidebar .pane", { hasText: "Connections" });
  }

  /** A button of the empty view. */
  welcomeButton(name: string): Locator {
    return this.pane.locator(".welcome-view").getByRole("button", { name });
  }

  /** The row with this name, and what is said behind it. */
  row(name: string | RegExp): Locator {
    return this.#page.locator(".sidebar .pane .monaco-list-row", { hasText: name });
  }

  /** What the rows say, from the top. */
  texts(): Promise<readonly string[]> {
    return this.row("").evaluateAll((rows) =>
      rows.map((row) => (row.querySelector(".monaco-icon-label")?.textContent ?? "").trim()),
    );
  }

  async select(name: string | RegExp): Promise<void> {
    await this.row(name).first().click();
    await this.focused(name).waitFor();
  }

  /** The row that has the keyboard's focus, when it is the one with this name. */
  focused(name: string | RegExp): Locator {
    return this.#page.locator(".sidebar .monaco-list-row.focused", { hasText: name });
  }

  /** Does nothing where it is expanded: a click on a name expands, too. */
  async expand(name: string | RegExp): Promise<void> {
    const row = this.row(name).first();
    await row.waitFor();
    if ((await row.getAttribute("aria-expanded")) !== "true") await row.locator(".monaco-tl-twistie").click();
    await this.#page.locator(".sidebar .monaco-list-row[aria-expanded=true]", { hasText: name }).waitFor();
  }

  /** Chooses from the context menu of a row. */
  async choose(name: string | RegExp, item: string): Promise<void> {
    await this.row(name).first().click({ button: "right" });
    const entry = this.#page.locator(".monaco-menu .action-item", { hasText: item }).first();
    await entry.waitFor();
    await entry.hover();
    await entry.click();
  }

  /** Drags a row into an editor, with the key that lets the editor take it. */
  async drag(name: string, editor: Locator): Promise<void> {
    const { mouse, keyboard } = this.#page;
    await this.row(name).first().hover();
    await mouse.down();
    const box = await editor.boundingBox();
    if (!box) throw new Error("The editor is not in sight.");
    await mouse.move(box.x + 60, box.y + 40, { steps: 5 });
    await keyboard.down("Shift");
    await mouse.move(box.x + 30, box.y + 8, { steps: 5 });
    await mouse.up();
    await keyboard.up("Shift");
  }

  /** Answers a modal question. */
  async answer(button: string): Promise<void> {
    await this.#page.locator(".monaco-dialog-box").getByRole("button", { name: button, exact: true }).click();
  }
}
