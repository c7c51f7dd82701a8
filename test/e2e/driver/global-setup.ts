import { type BrowserServer, chromium } from "playwright-core";
import type { TestProject } from "vitest/node";
import { startWorkbench } from "../workbench/server.mjs";

declare module "vitest" {
  interface ProvidedContext {
    readonly workbench: { readonly url: string; readonly folder: string; readonly settingsFile: string };
    /** The extension's package. */
    readonly vsix: string;
    /** Where playwright connects to the browser that all tests share. */
    readonly browserEndpoint: string;
  }
}

/** Tests pause for minutes at most; a server that outlives its tests must not stay. */
const idleTimeoutSeconds = 900;

/** One server and one browser for all tests of a run. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const { LANEWISE_VSIX: vsix, CHROMIUM: executablePath } = process.env;
  if (vsix === undefined || executablePath === undefined)
    throw new Error("These tests need the package and a browser: run them with `npm test -- e2e`.");
  const workbench = await startWorkbench({ vsix, idleTimeoutSeconds });
  const browser = await startBrowser(executablePath).catch(async (error: unknown) => {
    await workbench.stop();
    throw error;
  });
  project.provide("vsix", vsix);
  project.provide("workbench", {
    url: workbench.url,
    folder: workbench.folder,
    settingsFile: workbench.settingsFile,
  });
  project.provide("browserEndpoint", browser.wsEndpoint());
  return async () => {
    await browser.close();
    await workbench.stop();
  };
}

function startBrowser(executablePath: string): Promise<BrowserServer> {
  return chromium.launchServer({
    executablePath,
    headless: true,
    // As root, and in containers, Chromium's sandbox does not start.
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-background-networking",
      "--disable-sync",
      "--no-first-run",
    ],
  });
}
