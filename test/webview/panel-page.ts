import { existsSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";
import { build } from "esbuild";
import { type Browser, chromium, type Page } from "playwright-core";
import type { FromPanel, PanelState, ToPanel } from "../../src/protocol/panel.ts";
import { type ThemeName, themes } from "./themes.ts";

const root = path.resolve(import.meta.dirname, "../..");
const nonce = "dGVzdA";

export interface Assets {
  readonly script: string;
  readonly style: string;
}

/** A page's two entries, below src/webview. */
export interface PageEntries {
  readonly script: string;
  readonly style: string;
}

const panelEntries: PageEntries = { script: "main.ts", style: "panel.css" };

/** Bundles a page as esbuild.mjs does, in memory. */
export async function buildAssets({ script, style } = panelEntries): Promise<Assets> {
  const { outputFiles } = await build({
    entryPoints: [script, style].map((entry) => path.join(root, "src/webview", entry)),
    outdir: "out",
    bundle: true,
    minify: true,
    format: "esm",
    platform: "browser",
    target: "es2022",
    legalComments: "none",
    write: false,
  });
  const textOf = (end: string) => outputFiles.find((file) => file.path.endsWith(end))?.text ?? "";
  return { script: textOf(".js"), style: textOf(".css") };
}

const usualPlaces = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
];

export async function launchChromium(): Promise<Browser> {
  const candidates = [process.env["CHROMIUM"] ?? "", ...usualPlaces];
  const executablePath = candidates.find((file) => existsSync(file));
  if (!executablePath) {
    throw new Error("The panel's tests need Chromium: install it, or name its executable in CHROMIUM.");
  }
  return chromium.launch({
    executablePath,
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  });
}

/** Serves the page in the way of a webview: the host's CSP, the theme's variables, a fake `acquireVsCodeApi`. */
export async function servePanel(assets: Assets): Promise<{ readonly url: string; close(): Promise<void> }> {
  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? "/", "http://localhost");
    const theme = (searchParams.get("theme") ?? "dark-modern") as ThemeName;
    const files: Record<string, readonly [type: string, body: string]> = {
      "/panel.js": ["text/javascript", assets.script],
      "/panel.css": ["text/css", assets.style],
      "/theme.css": ["text/css", themeCss(theme)],
      "/api.js": ["text/javascript", fakeApi],
      "/": ["text/html", html(theme)],
    };
    const file = files[pathname];
    if (!file) return response.writeHead(204).end();
    return response.writeHead(200, { "content-type": `${file[0]}; charset=utf-8` }).end(file[1]);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

/** A page in a browser, with the messages that it takes and sends. */
export interface WebviewPage<To, From> {
  readonly page: Page;
  /** Console errors, page errors and CSP violations so far. */
  readonly problems: readonly string[];
  post(message: To): Promise<void>;
  sent(): Promise<readonly From[]>;
  overflow(): Promise<number>;
}

export interface PanelPage extends WebviewPage<ToPanel, FromPanel> {
  show(state: PanelState): Promise<void>;
}

export interface PageOptions {
  readonly theme?: ThemeName;
  readonly width?: number;
  readonly height?: number;
  readonly reducedMotion?: "reduce" | "no-preference";
}

/** Posts a message; gives the milliseconds from when the page hears it until what it draws is painted. */
export function timeToPaint(page: Page, message: ToPanel): Promise<number> {
  return page.evaluate(
    (data) =>
      new Promise<number>((resolve) => {
        window.addEventListener(
          "message",
          () => {
            // After the next frame's callbacks comes its layout and paint; a task after that follows the paint.
            requestAnimationFrame(() => {
              const { port1, port2 } = new MessageChannel();
              port1.onmessage = () =>
                resolve(performance.now() - (window as unknown as HarnessWindow).receivedAt);
              port2.postMessage(null);
            });
          },
          { once: true },
        );
        window.postMessage(data, "*");
      }),
    message,
  );
}

interface HarnessWindow {
  readonly receivedAt: number;
  readonly sent: FromPanel[];
  readonly violations: string[];
}

export async function openPanel(browser: Browser, url: string, options?: PageOptions): Promise<PanelPage> {
  const opened = await openPage<ToPanel, FromPanel>(browser, url, options);
  return { ...opened, show: (state) => opened.post({ type: "show", state }) };
}

export async function openPage<To, From>(
  browser: Browser,
  url: string,
  options: PageOptions = {},
): Promise<WebviewPage<To, From>> {
  const page = await browser.newPage({
    viewport: { width: options.width ?? 1000, height: options.height ?? 900 },
    reducedMotion: options.reducedMotion ?? null,
  });
  const problems: string[] = [];
  page.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warning") problems.push(message.text());
  });
  page.on("pageerror", (error) => problems.push(String(error)));
  await page.goto(`${url}/?theme=${options.theme ?? "dark-modern"}`);
  await page.waitForFunction(() => (window as unknown as HarnessWindow).sent.length > 0);
  const post = (message: To) =>
    page.evaluate(
      (data) =>
        new Promise<void>((resolve) => {
          window.postMessage(data, "*");
          setTimeout(() => requestAnimationFrame(() => setTimeout(resolve, 0)), 0);
        }),
      message as unknown,
    );
  return {
    page,
    problems,
    post,
    sent: () => page.evaluate(() => (window as unknown as HarnessWindow).sent) as unknown as Promise<From[]>,
    overflow: () =>
      page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth),
  };
}

const fakeApi = `
  window.sent = [];
  // Here first, before the page's own listener: what the page does with a message comes after.
  addEventListener("message", () => (window.receivedAt = performance.now()));
  let state;
  window.acquireVsCodeApi = () => {
    delete window.acquireVsCodeApi;
    return {
      postMessage: (message) => window.sent.push(structuredClone(message)),
      getState: () => state ?? JSON.parse(sessionStorage.getItem("state") ?? "null") ?? undefined,
      setState: (next) => sessionStorage.setItem("state", JSON.stringify((state = next))),
    };
  };
  addEventListener("securitypolicyviolation", (event) =>
    console.error("CSP " + event.violatedDirective + " " + event.sourceFile + ":" + event.lineNumber),
  );`;

function html(theme: ThemeName): string {
  const { kind } = themes[theme];
  const contrast =
    kind === "vscode-high-contrast-light" ? "vscode-high-contrast vscode-high-contrast-light" : kind;
  const policy = `default-src 'none'; script-src 'nonce-${nonce}'; style-src 'self'; img-src 'self' data:; font-src 'self'`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Lanewise</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/theme.css?theme=${theme}">
<link rel="stylesheet" href="/panel.css">
</head>
<body class="${contrast}" data-vscode-theme-kind="${kind}">
<script nonce="${nonce}" src="/api.js"></script>
<script nonce="${nonce}" type="module" src="/panel.js"></script>
</body>
</html>`;
}

function themeCss(theme: ThemeName): string {
  const colours = Object.entries(themes[theme].colours).map(([name, value]) => `--vscode-${name}: ${value};`);
  return `:root {
  --vscode-font-family: system-ui, "Ubuntu", "Droid Sans", sans-serif;
  --vscode-font-size: 13px;
  --vscode-font-weight: normal;
  --vscode-editor-font-family: "Droid Sans Mono", monospace;
  --vscode-editor-font-size: 14px;
  ${colours.join("\n  ")}
}`;
}
