import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import path from "node:path";
import type { Report } from "../core/benchmark/report.ts";

/** The panel's own page, as the build made it. */
export interface PageAssets {
  readonly script: string;
  readonly style: string;
}

/** Reads `panel.js` and `panel.css` from the folder that the build writes. Rejects when they are not there. */
export async function readPageAssets(dist: string): Promise<PageAssets> {
  const read = (file: string) => readFile(path.join(dist, file), "utf8");
  return { script: await read("panel.js"), style: await read("panel.css") };
}

/**
 * One HTML file with the report, the panel's page and its colours inside. It needs no host, no network and no other
 * file; its policy allows the one script and the one style by their hashes, and nothing else.
 */
export function htmlReport(report: Report, assets: PageAssets): string {
  const script = closedScript(assets.script);
  const style = `${themeStyle}\n${assets.style}`.replaceAll("</style", "<\\/style");
  const title = `${report.connection.name}, ${report.startedAt.slice(0, 10)} – Lanewise`;
  const policy = [
    "default-src 'none'",
    `script-src '${sha256(script)}'`,
    `style-src '${sha256(style)}'`,
    "img-src data:",
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="generator" content="Lanewise ${escapeText(report.lanewise)}">
<title>${escapeText(title)}</title>
<link rel="icon" href="data:,">
<style>${style}</style>
</head>
<body>
<noscript>This report draws itself with a script that is inside this file. Allow it to see the report.</noscript>
<script type="application/json" id="lanewise-report">${escapeJson(report)}</script>
<script type="module">${script}</script>
</body>
</html>
`;
}

/** JSON that no HTML parser can leave: no tag, no comment and no line separator is left in it. */
function escapeJson(value: unknown): string {
  return JSON.stringify(value).replace(
    /[<>&\u2028\u2029]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

/** In our own bundle these can only be in strings, regular expressions or templates, where the escape means the same. */
function closedScript(script: string): string {
  return script.replaceAll("</script", "<\\/script").replaceAll("<!--", "<\\!--");
}

function escapeText(text: string): string {
  return text.replace(/[<>&"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

function sha256(text: string): string {
  return `sha256-${createHash("sha256").update(text, "utf8").digest("base64")}`;
}

/** What a webview would get from VS Code: the values of its Light Modern and Dark Modern. */
const themeStyle = `:root {
  color-scheme: light dark;
  --vscode-font-family: system-ui, -apple-system, "Segoe UI", Roboto, Ubuntu, sans-serif;
  --vscode-font-size: 13px;
  --vscode-editor-font-family: ui-monospace, Menlo, Consolas, "DejaVu Sans Mono", monospace;
  --vscode-editor-font-size: 12px;
  ${variables({
    foreground: "#3b3b3b",
    descriptionForeground: "#616161",
    errorForeground: "#c4270c",
    focusBorder: "#005fb8",
    "editor-background": "#ffffff",
    "panel-border": "#e5e5e5",
    "badge-background": "#cccccc",
    "badge-foreground": "#3b3b3b",
    "checkbox-background": "#f8f8f8",
    "checkbox-border": "#919191",
    "textLink-foreground": "#005fb8",
    "textLink-activeForeground": "#005fb8",
    "editorHoverWidget-background": "#f8f8f8",
    "editorHoverWidget-foreground": "#3b3b3b",
    "editorHoverWidget-border": "#c8c8c8",
    "widget-shadow": "rgba(0, 0, 0, 0.16)",
    "list-hoverBackground": "#f2f2f2",
    "charts-red": "#e51400",
    "charts-blue": "#0063d3",
    "charts-yellow": "#bf8803",
    "charts-green": "#388a34",
    "charts-purple": "#652d90",
  })}
}
@media screen and (prefers-color-scheme: dark) {
  :root {
    ${variables({
      foreground: "#cccccc",
      descriptionForeground: "#9d9d9d",
      errorForeground: "#f85149",
      focusBorder: "#0078d4",
      "editor-background": "#1f1f1f",
      "panel-border": "#2b2b2b",
      "badge-background": "#616161",
      "badge-foreground": "#f8f8f8",
      "checkbox-background": "#313131",
      "checkbox-border": "#6b6b6b",
      "textLink-foreground": "#4daafc",
      "textLink-activeForeground": "#4daafc",
      "editorHoverWidget-background": "#202020",
      "editorHoverWidget-foreground": "#cccccc",
      "editorHoverWidget-border": "#454545",
      "widget-shadow": "rgba(0, 0, 0, 0.36)",
      "list-hoverBackground": "#2a2d2e",
      "charts-red": "#f14c4c",
      "charts-blue": "#59a4f9",
      "charts-yellow": "#cca700",
      "charts-green": "#89d185",
      "charts-purple": "#b180d7",
    })}
  }
}`;

function variables(values: Readonly<Record<string, string>>): string {
  return Object.entries(values)
    .map(([name, value]) => `--vscode-${name}: ${value};`)
    .join("\n  ");
}
