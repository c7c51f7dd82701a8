import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import type { Report } from "../../src/core/benchmark/report.ts";
import { htmlReport, type PageAssets, readPageAssets } from "../../src/node/html-report.ts";
import { sampleReport } from "../support/sample-report.ts";
import { buildAssets, launchChromium } from "../webview/panel-page.ts";

vi.setConfig({ testTimeout: 30_000 });

let assets: PageAssets;
let browser: Browser;
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "lanewise-html-"));
  assets = await buildAssets();
  browser = await launchChromium();
}, 60_000);

afterAll(async () => {
  await browser?.close();
  await rm(folder, { recursive: true, force: true });
});

/** Opens the report from the disk, as a reader does, and collects what the browser complains about. */
async function openFile(
  report: Report,
  colorScheme: "light" | "dark" = "light",
): Promise<{ page: Page; problems: string[]; requests: string[] }> {
  const file = path.join(folder, "report.html");
  await writeFile(file, htmlReport(report, assets));
  const page = await browser.newPage({ colorScheme, viewport: { width: 1200, height: 900 } });
  const problems: string[] = [];
  const requests: string[] = [];
  page.on("console", (message) => problems.push(message.text()));
  page.on("pageerror", (error) => problems.push(String(error)));
  page.on("request", (request) => requests.push(request.url()));
  await page.goto(pathToFileURL(file).href);
  await page.locator("h1").waitFor();
  return { page, problems, requests };
}

describe("report.html", () => {
  it("opens from the disk with verdict, charts and figures, without a complaint or another request", async () => {
    const { page, problems, requests } = await openFile(sampleReport());
    expect(await page.title()).toBe("christmas.db, 2026-07-12 – Lanewise");
    expect(await page.locator("h1").textContent()).toContain("Parallel helps");
    expect(await page.locator(".times .trial circle").count()).toBe(35);
    await page.getByRole("radio", { name: "serial" }).click();
    expect(await page.locator(".timeline .segment.run rect").count()).toBe(6);
    await page.locator("[data-details=times-data] > summary").click();
    await page.getByRole("region", { name: "Wall time of every trial" }).waitFor();
    expect(problems).toEqual([]);
    expect(requests.filter((url) => !url.startsWith("file:") && !url.startsWith("data:"))).toEqual([]);
    expect(requests.filter((url) => url.startsWith("file:"))).toHaveLength(1);
    await page.close();
  });

  it("has no button that needs a host", async () => {
    const { page } = await openFile(sampleReport());
    expect(await page.locator("vscode-button, [data-action]").count()).toBe(0);
    await page.close();
  });

  it("has colours of its own for light and dark, and follows a change", async () => {
    const { page, problems } = await openFile(sampleReport(), "dark");
    const colours = () =>
      page.evaluate(() => {
        const radio = document.querySelector("vscode-radio[aria-checked=true]")?.shadowRoot;
        const indicator = radio?.querySelector(".checked-indicator");
        return [document.body, indicator].map((element) =>
          element ? getComputedStyle(element).backgroundColor : "none",
        );
      });
    expect(await colours()).toEqual(["rgb(31, 31, 31)", "rgb(204, 204, 204)"]);
    await page.emulateMedia({ colorScheme: "light" });
    await vi.waitFor(async () => expect(await colours()).toEqual(["rgb(255, 255, 255)", "rgb(59, 59, 59)"]));
    expect(problems).toEqual([]);
    await page.close();
  });

  it("prints in light colours, without controls", async () => {
    const { page } = await openFile(sampleReport(), "dark");
    await page.emulateMedia({ media: "print", colorScheme: "dark" });
    expect(await page.evaluate(() => getComputedStyle(document.body).backgroundColor)).toBe(
      "rgb(255, 255, 255)",
    );
    expect(await page.locator("vscode-radio-group").isHidden()).toBe(true);
    expect(await page.locator("h1").isVisible()).toBe(true);
    expect((await page.pdf()).length).toBeGreaterThan(10_000);
    await page.close();
  });

  it("lets nothing in a name or a statement out of its data", async () => {
    const sql =
      "SELECT '</script><script>document.title = 1</script>', '<!--<script>', '\u2028\u2029' -- & \"";
    const report = sampleReport();
    const hostile: Report = {
      ...report,
      connection: { ...report.connection, name: '</title><img src=x onerror="document.title=2">' },
      plan: { ...report.plan, workload: { ...report.plan.workload, sql } },
    };
    const { page, problems } = await openFile(hostile);
    expect(await page.locator(".subject .sql").textContent()).toBe(sql);
    expect(await page.title()).toBe('</title><img src=x onerror="document.title=2">, 2026-07-12 – Lanewise');
    expect(await page.locator("img").count()).toBe(0);
    expect(await page.locator("script").count()).toBe(2);
    const data = await page.locator("#lanewise-report").textContent();
    expect(JSON.parse(data ?? "")).toEqual(JSON.parse(JSON.stringify(hostile)));
    expect(problems).toEqual([]);
    await page.close();
  });

  it("runs no other script and applies no other style than its own", async () => {
    const file = path.join(folder, "changed.html");
    const html = htmlReport(sampleReport(), assets).replace(
      "</body>",
      "<script>document.title = 'run'</script><style>body { color: red }</style></body>",
    );
    await writeFile(file, html);
    const page = await browser.newPage();
    const problems: string[] = [];
    page.on("console", (message) => problems.push(message.text()));
    await page.goto(pathToFileURL(file).href);
    await page.locator("h1").waitFor();
    expect(await page.title()).toBe("christmas.db, 2026-07-12 – Lanewise");
    expect(problems.filter((problem) => problem.includes("Content Security Policy"))).toHaveLength(2);
    await page.close();
  });

  it.each([
    ["cancelled", null, "The run was cancelled. This is what was measured until then."],
    ["failed", { reason: "lane-crashed", detail: "", data: {} }, "This is what was measured until then."],
  ] as const)("says that a run was %s", async (outcome, failure, sentence) => {
    const { page } = await openFile(sampleReport({ outcome, failure }));
    expect(await page.locator(".banner").textContent()).toContain(sentence);
    await page.close();
  });
});

describe("the assets of report.html", () => {
  it("are read from the folder of the build", async () => {
    await writeFile(path.join(folder, "panel.js"), "script");
    await writeFile(path.join(folder, "panel.css"), "style");
    expect(await readPageAssets(folder)).toEqual({ script: "script", style: "style" });
  });

  it("are missed with an error that names the file", async () => {
    await expect(readPageAssets(path.join(folder, "nowhere"))).rejects.toThrow("panel.js");
  });
});
