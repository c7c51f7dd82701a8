import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect, vi } from "vitest";
import { buildAssets, launchChromium, type PageEntries, type PageOptions, servePanel } from "./panel-page.ts";

interface Opened {
  readonly page: Page;
  readonly problems: readonly string[];
}

/**
 * One browser for the tests of a file, each with a page of its own. No test passes whose page had a console error or
 * a violation of the CSP. Without `entries`, the panel's.
 */
export function usePages<P extends Opened>(
  openPage: (browser: Browser, url: string, options?: PageOptions) => Promise<P>,
  entries?: PageEntries,
): { open(options?: PageOptions): Promise<P> } {
  // Each test opens a page of its own, on a machine that may be busy.
  vi.setConfig({ testTimeout: 30_000 });
  let browser: Browser;
  let server: Awaited<ReturnType<typeof servePanel>>;
  const opened: P[] = [];

  beforeAll(async () => {
    server = await servePanel(await buildAssets(entries));
    browser = await launchChromium();
  }, 60_000);

  afterAll(async () => {
    await browser?.close();
    await server?.close();
  });

  afterEach(async () => {
    const pages = opened.splice(0);
    const problems = pages.flatMap(({ problems }) => problems);
    await Promise.all(pages.map(({ page }) => page.close()));
    expect(problems).toEqual([]);
  });

  return {
    async open(options) {
      const page = await openPage(browser, server.url, options);
      opened.push(page);
      return page;
    },
  };
}
