import { gzipSync } from "node:zlib";
import { expect, it } from "vitest";
import { sampleReport } from "../support/sample-report.ts";
import { largeReport } from "./large-report.ts";
import { buildAssets, launchChromium, openPanel, servePanel, timeToPaint } from "./panel-page.ts";
import { reportState, runningState } from "./panel-states.ts";

/** Of the issue: from the last sample to the verdict on screen, in milliseconds. The page gets a part of it. */
const barMs = 300;
const barBytes = 450_000;

it("paints the largest report well within 300 ms of its message", { timeout: 60_000 }, async () => {
  const assets = await buildAssets();
  const server = await servePanel(assets);
  const browser = await launchChromium();
  try {
    const times: number[] = [];
    for (let run = 0; run < 5; run++) {
      const panel = await openPanel(browser, server.url);
      await panel.show(runningState({ report: sampleReport() }));
      const state = reportState({ report: largeReport() });
      const ms = await timeToPaint(panel.page, { type: "show", state });
      times.push(ms);
      expect(await panel.page.locator(".timeline .segment rect").count()).toBe(10_000);
      await panel.page.close();
    }
    const median = times.sort((a, b) => a - b)[2] ?? Number.POSITIVE_INFINITY;
    const { script, style } = assets;
    console.log(
      `panel: message to painted ${median.toFixed(0)} ms (bar ${barMs}); ` +
        `panel.js ${script.length} bytes (${gzipSync(script).length} compressed), panel.css ${style.length}`,
    );
    expect(median).toBeLessThan(barMs);
    expect(script.length).toBeLessThan(barBytes);
  } finally {
    await browser.close();
    await server.close();
  }
});
