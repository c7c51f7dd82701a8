import path from "node:path";
import { build } from "esbuild";
import fc from "fast-check";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { launchChromium } from "./panel-page.ts";

vi.setConfig({ testTimeout: 30_000 });

let browser: Browser;
let page: Page;

beforeAll(async () => {
  const { outputFiles } = await build({
    entryPoints: [path.resolve(import.meta.dirname, "../../src/webview/patch.ts")],
    bundle: true,
    format: "iife",
    globalName: "tested",
    write: false,
  });
  browser = await launchChromium();
  page = await browser.newPage();
  await page.setContent("<main></main>");
  await page.addScriptTag({ content: outputFiles[0]?.text ?? "" });
}, 60_000);

afterAll(() => browser?.close());

declare const tested: typeof import("../../src/webview/patch.ts");

/** Patches `before` into `after`; the marks tell which elements, by their text, were there before. */
function patched(before: string, after: string): Promise<{ html: string; kept: string[] }> {
  return page.evaluate(
    ([first, second]) => {
      const main = document.querySelector("main") as HTMLElement;
      main.innerHTML = first ?? "";
      const old = new Set(main.querySelectorAll("*"));
      const template = document.createElement("template");
      template.innerHTML = second ?? "";
      tested.patch(main, [...template.content.childNodes]);
      const kept = [...main.querySelectorAll("*")].filter((element) => old.has(element));
      return {
        html: main.innerHTML,
        kept: kept.map((element) => element.localName + (element.id && `#${element.id}`)),
      };
    },
    [before, after],
  );
}

const tree = fc.letrec<{ node: string; element: string }>((tie) => ({
  node: fc.oneof({ maxDepth: 3 }, fc.constantFrom("a", "b"), tie("element")),
  element: fc
    .tuple(
      fc.constantFrom("p", "ul", "section"),
      fc.constantFrom("", ' class="x"', ' data-key="1"', ' data-key="2"', ' title="t"'),
      fc.array(tie("node"), { maxLength: 3 }),
    )
    // A paragraph closes itself before a block inside it, so only sections nest.
    .map(([tag, attributes, children]) =>
      tag === "section"
        ? `<section${attributes}>${children.join("")}</section>`
        : `<${tag}${attributes}>${children.filter((child) => !child.startsWith("<")).join("")}</${tag}>`,
    ),
})).element;

describe("patch", () => {
  it("makes any tree equal to any other", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(tree, { maxLength: 4 }),
        fc.array(tree, { maxLength: 4 }),
        async (before, after) => {
          expect((await patched(before.join(""), after.join(""))).html).toBe(after.join(""));
        },
      ),
      { numRuns: 150, seed: 7 },
    );
  });

  it("keeps the elements that stay, and takes out and puts in the others around them", async () => {
    const { kept } = await patched(
      '<p id="a"></p><div data-key="old" id="b"></div><ul id="c"></ul>',
      '<p id="a"></p><div data-key="new" id="d"></div><ul id="c"><li></li></ul>',
    );
    expect(kept).toEqual(["p#a", "ul#c"]);
  });

  it("leaves alone what is inside a foreign element, and whether details are open", async () => {
    const { html } = await patched(
      '<div data-foreign=""><svg></svg></div><details open=""><summary>s</summary></details>',
      '<div data-foreign=""></div><details><summary>t</summary></details>',
    );
    expect(html).toBe(
      '<div data-foreign=""><svg></svg></div><details open=""><summary>t</summary></details>',
    );
  });

  it("leaves a toolkit element the attributes that it gave itself, but not disabled", async () => {
    const { html } = await patched(
      '<vscode-button role="button" tabindex="0" disabled="" data-old="1">a</vscode-button>',
      '<vscode-button appearance="primary">b</vscode-button>',
    );
    expect(html).toBe('<vscode-button role="button" tabindex="0" appearance="primary">b</vscode-button>');
  });
});
