import type { BrowserServer } from "playwright-core";
import { chromium } from "playwright-core";
import type { TestProject } from "vitest/node";
import { provideChromium } from "../workbench/chromium.mjs";
import { startWorkbench, type Workbench } from "../workbench/server.mjs";

declare module "vitest" {
  interface ProvidedContext {
    readonly workbench: { readonly url: string; readonly folder: string; readonly settingsFile: string };
    /** Where playwright connects to the browser that all tests share. */
    readonly browserEndpoint: string;
  }
}

/** Tests pause for minutes at most; a server that outlives its tests must not stay. */
const idleTimeoutSeconds = 900;

/** One server and one browser for all tests of a run. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const { LANEWISE_VSIX: vsix } = process.env;
  if (vsix === undefined) throw new Error("These tests need the package: run them with `npm test -- e2e`.");
  const [workbench, browser] = await startBoth(vsix);
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

async function startBoth(vsix: string): Promise<[Workbench, BrowserServer]> {
  const workbench = startWorkbench({ vsix, idleTimeoutSeconds });
  try {
    return [await workbench, await startBrowser()];
  } catch (error) {
    await workbench.then((started) => started.stop()).catch(() => undefined);
    throw error;
  }
}

async function startBrowser(): Promise<BrowserServer> {
  const executablePath = await provideChromium();
  if (executablePath === undefined) throw new Error("There is no browser to test with.");
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
