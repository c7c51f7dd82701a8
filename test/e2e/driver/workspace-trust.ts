import type { Locator, Page } from "playwright-core";

/** To be written over the quiet settings: the editor then asks about folders that it does not know. */
export const trustSettings = {
  "security.workspace.trust.enabled": true,
  "security.workspace.trust.startupPrompt": "always",
  "security.workspace.trust.banner": "always",
};

/** The question whether the authors of a folder are trusted, in windows opened with `trustSettings`. */
export class WorkspaceTrust {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  get dialog(): Locator {
    return this.#page.locator(".monaco-dialog-box", { hasText: "Do you trust" });
  }

  /** Shown above the editor while the folder is not trusted. */
  get banner(): Locator {
    return this.#page.locator(".part.banner", { hasText: "Restricted Mode" });
  }

  async grant(): Promise<void> {
    await this.dialog.getByRole("button", { name: /^Yes/ }).click();
    await this.dialog.waitFor({ state: "hidden" });
  }

  /** In the editor that *Manage Workspace Trust* opens; the window is not reloaded. */
  async grantInEditor(): Promise<void> {
    await this.#page
      .locator(".workspace-trust-editor")
      .getByRole("button", { name: "Trust", exact: true })
      .click();
    await this.banner.waitFor({ state: "hidden" });
  }

  async refuse(): Promise<void> {
    await this.dialog.getByRole("button", { name: /^No/ }).click();
    await this.dialog.waitFor({ state: "hidden" });
    await this.banner.waitFor();
  }
}
