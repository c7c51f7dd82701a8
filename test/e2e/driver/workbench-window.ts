import { mkdirSync } from "node:fs";
import path from "node:path";
import type { BrowserContext, FrameLocator, Locator, Page } from "playwright-core";
import { screenshotFile } from "./evidence.ts";
import { Notifications } from "./notifications.ts";
import { QuickInput } from "./quick-input.ts";
import { TextEditor } from "./text-editor.ts";
import { WorkspaceTrust } from "./workspace-trust.ts";

/** Built-in themes, with the class that the workbench wears under each. */
const themeClasses = {
  "Light Modern": "vs",
  "Dark Modern": "vs-dark",
  "Light High Contrast": "hc-light",
  "Dark High Contrast": "hc-black",
} as const;

export type Theme = keyof typeof themeClasses;
export const themes = Object.keys(themeClasses) as readonly Theme[];

/** One window of the editor, on one folder. */
export class WorkbenchWindow {
  readonly page: Page;
  readonly quickInput: QuickInput;
  readonly notifications: Notifications;
  readonly editor: TextEditor;
  readonly trust: WorkspaceTrust;
  /** What the window wrote to the browser's console. */
  readonly consoleLines: string[] = [];

  /** Opens a window and waits until it can be used. url: the server's */
  static async open(context: BrowserContext, url: string, folder: string): Promise<WorkbenchWindow> {
    const window = new WorkbenchWindow(await context.newPage(), folder);
    await window.page.goto(`${url}/?folder=${encodeURIComponent(folder)}`, { waitUntil: "domcontentloaded" });
    await window.waitUntilReady();
    return window;
  }

  private constructor(page: Page, folder: string) {
    this.page = page;
    this.quickInput = new QuickInput(page);
    this.notifications = new Notifications(page);
    this.editor = new TextEditor(page, this.quickInput, folder);
    this.trust = new WorkspaceTrust(page);
    page.setDefaultTimeout(30_000);
    page.on("console", (message) => this.consoleLines.push(`[${message.type()}] ${message.text()}`));
  }

  private async waitUntilReady(): Promise<void> {
    await this.page.locator(".monaco-workbench").waitFor();
    await this.page.locator(".explorer-viewlet .monaco-list-row").first().waitFor();
  }

  /** Runs a command by its title in the palette. */
  command(title: string): Promise<void> {
    return this.quickInput.command(title);
  }

  /** By the editor's own command: a reload by the browser would not wait until the window's state is stored. */
  async reload(): Promise<void> {
    const loaded = this.page.waitForEvent("domcontentloaded");
    await this.command("Developer: Reload Window");
    await loaded;
    await this.waitUntilReady();
  }

  async close(): Promise<void> {
    await this.page.close();
  }

  /** The extension's own document in the visible webview, inside two frames of the editor. */
  webview(): FrameLocator {
    return this.page
      .locator("iframe.webview.ready:visible")
      .contentFrame()
      .frameLocator("iframe#active-frame");
  }

  /** A tab by its title. */
  tab(title: string): Locator {
    return this.page.locator(".tabs-container .tab", { hasText: title });
  }

  statusBarItem(text: string | RegExp): Locator {
    return this.page.locator(".statusbar-item", { hasText: text });
  }

  explorerRow(name: string): Locator {
    return this.page.locator(".explorer-viewlet .monaco-list-row", { hasText: name });
  }

  /** Lines of the output channel that is shown. */
  outputLines(text: string | RegExp): Locator {
    return this.page.locator(".output-view .view-line, [id='workbench.panel.output'] .view-line", {
      hasText: text,
    });
  }

  /** Rows of the Problems view, which this opens. */
  async problems(): Promise<Locator> {
    await this.command("View: Focus Problems");
    return this.page.locator(".markers-panel .monaco-list-row");
  }

  /** Switches the colours while the window is open, as a user does. */
  async useTheme(theme: Theme): Promise<void> {
    await this.command("Preferences: Color Theme");
    await this.quickInput.rows("Modern").first().waitFor();
    await this.quickInput.type(theme);
    await this.quickInput.pick(theme);
    await this.quickInput.widget.waitFor({ state: "hidden" });
    await this.page.locator(`.monaco-workbench.${themeClasses[theme]}`).waitFor();
  }

  /** Keeps a picture in test-output/screenshots. */
  async screenshot(name: string): Promise<void> {
    const file = screenshotFile(name);
    mkdirSync(path.dirname(file), { recursive: true });
    await this.page.screenshot({ path: file });
  }
}
