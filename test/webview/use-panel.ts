import type { Browser } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect, vi } from "vitest";
import { buildAssets, launchChromium, openPanel, type PanelPage, servePanel } from "./panel-page.ts";

/**
 * One browser for the tests of a file, each with a page of its own. No test passes whose page had a console error or
 * a violation of the CSP.
 */
export function usePanel(): {
  open(options?: Parameters<typeof openPanel>[2]): Promise<PanelPage>;
} {
  // Each test opens a page of its own, on a machine that may be busy.
  vi.setConfig({ testTimeout: 30_000 });
  let browser: Browser;
  let server: Awaited<ReturnType<typeof servePanel>>;
  const opened: PanelPage[] = [];

  beforeAll(async () => {
    server = await servePanel(await buildAssets());
    browser = await launchChromium();
  }, 60_000);

  afterAll(async () => {
    await browser?.close();
    await server?.close();
  });

  afterEach(async () => {
    const pages = opened.splice(0);
    const problems = pages.flatMap((panel) => panel.problems);
    await Promise.all(pages.map(({ page }) => page.close()));
    expect(problems).toEqual([]);
  });

  return {
    async open(options) {
      const panel = await openPanel(browser, server.url, options);
      opened.push(panel);
      return panel;
    },
  };
}
