import { describe, expect, it } from "vitest";
import { panelHtml } from "../../../src/extension/panel/panel-html.ts";

const page = panelHtml({
  nonce: "abc123",
  cspSource: "https://*.vscode-cdn.net",
  scriptUri: "https://x/panel.js",
  styleUri: "https://x/panel.css",
  title: 'Lanewise "Results" <1>',
  language: "en",
});

describe("panelHtml", () => {
  it("allows one script by its nonce, and nothing inline or remote", () => {
    const policy = /Content-Security-Policy" content="([^"]+)"/.exec(page)?.[1] ?? "";
    expect(policy).toContain("default-src &#39;none&#39;");
    expect(policy).toContain("script-src &#39;nonce-abc123&#39;;");
    expect(policy).not.toContain("unsafe");
    expect(page.match(/<script/g)).toHaveLength(1);
    expect(page).toContain('<script type="module" nonce="abc123" src="https://x/panel.js">');
    expect(page).not.toMatch(/<style|\sstyle=|\son\w+=/);
  });

  it("escapes what it is given", () => {
    expect(page).toContain("<title>Lanewise &quot;Results&quot; &lt;1&gt;</title>");
  });
});
