import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { type Browser, chromium } from "playwright-core";
import { locateNpm } from "../scripts/locate-npm.mjs";
import type { Report } from "../src/core/benchmark/report.ts";
import { WorkbenchWindow } from "../test/e2e/driver/workbench-window.ts";
import { provideChromium } from "../test/e2e/workbench/chromium.mjs";
import { quietSettings, startWorkbench, type Workbench } from "../test/e2e/workbench/server.mjs";
import { setUpWorkbench } from "../test/e2e/workbench/set-up.mjs";
import { type Figure, median } from "./measure.ts";
import { packageFile } from "./sizes.ts";

const ACTIVATIONS = 9;
/** A window that has just opened still loads: activation would be measured against the editor's own start. */
const SETTLING_MS = 3000;
const RUNS = 5;
/** The end of a run is measured, not the run. */
const shortRuns = {
  ...quietSettings,
  "lanewise.benchmark.lanes": [2],
  "lanewise.benchmark.trials.minimum": 3,
  "lanewise.benchmark.trials.maximum": 3,
};

/** What users feel in a real VS Code: the packaged extension in a workbench of its own. */
export async function measureEditor(file: string): Promise<Figure[]> {
  const npm = locateNpm();
  const executablePath = await provideChromium();
  if (npm === undefined || executablePath === undefined || !(await setUpWorkbench(npm))) {
    throw new Error("the workbench could not be set up");
  }
  const workbench = await startWorkbench({ vsix: packageFile(), settings: shortRuns });
  const browser = await chromium.launch({
    executablePath,
    args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"],
  });
  try {
    const workspace = path.dirname(file);
    return [
      await measureActivation(workbench, browser, workspace),
      await measureVerdict(workbench, browser, file),
    ];
  } finally {
    await browser.close();
    await workbench.stop();
  }
}

async function measureActivation(workbench: Workbench, browser: Browser, workspace: string): Promise<Figure> {
  const times: number[] = [];
  for (let activation = 0; activation < ACTIVATIONS; activation++) {
    // So high that the list of running extensions draws all of its rows.
    const context = await browser.newContext({ viewport: { width: 1400, height: 3000 } });
    const window = await WorkbenchWindow.open(context, workbench.url, workspace);
    await sleep(SETTLING_MS);
    await window.command("Lanewise: Show Results");
    await window.webview().locator("h1").waitFor();
    await window.command("Developer: Show Running Extensions");
    const row = window.page.locator(".runtime-extensions-editor .extension", { hasText: "Lanewise" });
    const text = await row.locator(".activation-time").textContent();
    const [, ms] = /Activation: (\d+)ms/.exec(text ?? "") ?? [];
    if (ms === undefined) throw new Error(`no activation time in: ${text}`);
    times.push(Number(ms));
    await context.close();
  }
  return {
    name: "activation in VS Code, loading the bundle included",
    value: median(times),
    unit: "ms",
    bar: 50,
    kind: "at-most",
    how: `median of ${ACTIVATIONS} windows that had settled, as *Show Running Extensions* tells it`,
  };
}

/** From the end of the last trial (the report's own clock) to the frame after the final verdict stands in the page. */
async function measureVerdict(workbench: Workbench, browser: Browser, file: string): Promise<Figure> {
  const times: number[] = [];
  const context = await browser.newContext({ viewport: { width: 1400, height: 900 } });
  const window = await WorkbenchWindow.open(context, workbench.url, path.dirname(file));
  await window.command("Lanewise: Open SQLite Database");
  await window.quickInput.type(file);
  await window.quickInput.accept();
  await window.statusBarItem(path.basename(file)).waitFor();
  for (let run = 0; run < RUNS; run++) {
    await window.editor.select("queries.sql", "SELECT count(*), max(length(filename)) FROM files");
    await window.command("Lanewise: Benchmark Selected SQL");
    const page = window.webview();
    await page.locator("[data-action=cancel-run]").waitFor();
    const shownAt = await page.locator("body").evaluate(
      () =>
        new Promise<number>((resolve) => {
          const look = () => {
            if (!document.querySelector("[data-action=run-again]")) return;
            observer.disconnect();
            requestAnimationFrame(() =>
              setTimeout(() => resolve(performance.timeOrigin + performance.now())),
            );
          };
          const observer = new MutationObserver(look);
          observer.observe(document, { childList: true, subtree: true });
          look();
        }),
    );
    const { startedAt, durationMs } = newestReport(workbench.folder);
    times.push(shownAt - (Date.parse(startedAt) + durationMs));
    await window.command("View: Close All Editors");
  }
  await context.close();
  return {
    name: "from the last trial's end to the verdict on screen",
    value: median(times),
    unit: "ms",
    bar: 300,
    kind: "at-most",
    how: `median of ${RUNS} runs in the panel`,
  };
}

function newestReport(folder: string): Report {
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" });
  const newest = files
    .filter((name) => /reports?\/[^/]*T\d+Z-\d+\.json$/.test(name))
    .sort(byName)
    .at(-1);
  if (!newest) throw new Error("the run stored no report");
  return JSON.parse(readFileSync(path.join(folder, newest), "utf8")) as Report;
}

function byName(a: string, b: string): number {
  return path.basename(a) < path.basename(b) ? -1 : 1;
}
