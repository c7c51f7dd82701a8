import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { type BrowserContext, chromium } from "playwright-core";
import { inject, test } from "vitest";
import { quietSettings } from "../workbench/server.mjs";
import { keepEvidence } from "./evidence.ts";
import { WorkbenchWindow } from "./workbench-window.ts";

export interface WindowOptions {
  /** Be a second window of the same user: what this one stored, such as granted trust, holds for both. */
  readonly beside?: WorkbenchWindow;
  readonly width?: number;
  readonly height?: number;
}

/**
 * A test in the editor that all tests share. What it opens is closed at its end; when it fails, pictures of its windows
 * and the editor's logs are kept in test-output/failures.
 */
export const it = test
  .extend("workbench", { scope: "worker" }, inject("workbench"))
  .extend("vsix", { scope: "worker" }, inject("vsix"))
  .extend("browserEndpoint", { scope: "worker" }, inject("browserEndpoint"))
  .extend("browser", { scope: "worker" }, async ({ browserEndpoint }, { onCleanup }) => {
    const browser = await chromium.connect(browserEndpoint);
    onCleanup(() => browser.close());
    return browser;
  })
  /** A folder of the test's own that goes away with it. */
  .extend("temporaryFolder", ({ onTestFinished }) => {
    const folder = mkdtempSync(path.join(os.tmpdir(), "ws-"));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));
    return folder;
  })
  /** Makes a workspace of the given files: path → content. */
  .extend("makeWorkspace", ({ temporaryFolder }) => (files: Readonly<Record<string, string>>) => {
    const folder = mkdtempSync(path.join(temporaryFolder, "files-"));
    for (const [file, content] of Object.entries(files)) {
      mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
      writeFileSync(path.join(folder, file), content);
    }
    return folder;
  })
  /** A copy of samples/workspace, with a database of few enough rows that a benchmark of it takes a moment. */
  .extend("sampleWorkspace", ({ temporaryFolder }) => {
    const folder = path.join(temporaryFolder, "sample");
    const withoutDatabase = (file: string) => !path.basename(file).includes(".db");
    cpSync(path.resolve("samples", "workspace"), folder, { recursive: true, filter: withoutDatabase });
    const generator = path.resolve("samples", "make-database.mjs");
    execFileSync(process.execPath, [generator, "--rows", "50000", path.join(folder, "christmas.db")]);
    return folder;
  })
  /** Sets settings over the quiet ones, for windows that this test opens or reloads afterwards. */
  .extend("useSettings", ({ workbench }) => (settings: Readonly<Record<string, unknown>>) => {
    writeFileSync(workbench.settingsFile, JSON.stringify({ ...quietSettings, ...settings }));
  })
  .extend("openWindow", ({ browser, workbench, task }, { onCleanup }) => {
    const windows: WorkbenchWindow[] = [];
    const contexts: BrowserContext[] = [];
    onCleanup(async () => {
      if (task.result?.state === "fail") await keepEvidence(task.name, windows, workbench.folder);
      for (const context of contexts) await context.close();
      // Windows write settings too, such as a theme that was chosen.
      writeFileSync(workbench.settingsFile, JSON.stringify(quietSettings));
    });
    return async (folder: string, { beside, width = 1400, height = 900 }: WindowOptions = {}) => {
      const context = beside?.page.context() ?? (await browser.newContext({ viewport: { width, height } }));
      if (beside === undefined) contexts.push(context);
      const window = await WorkbenchWindow.open(context, workbench.url, folder);
      windows.push(window);
      return window;
    };
  });
