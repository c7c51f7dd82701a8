import { describe, expect, it } from "vitest";
import { PanelPages } from "../../../src/extension/panel/panel-pages.ts";
import type { ToPanel } from "../../../src/protocol/panel.ts";

function somePages() {
  const posted: ToPanel[] = [];
  const heard: unknown[] = [];
  const ended: string[] = [];
  const page = (name: string) => ({
    receive: async (message: unknown) => {
      heard.push([name, message]);
    },
    dispose: () => {
      ended.push(name);
    },
  });
  const pages = new PanelPages((message) => posted.push(message), [page("benchmark"), page("findings")]);
  return { pages, posted, heard, ended };
}

const turned = (page: string) => ({ type: "page-turned", page });

describe("PanelPages", () => {
  it("lets every page hear what the panel sends, until the end", async () => {
    const { pages, heard, ended } = somePages();
    await pages.receive({ type: "ready" });
    expect(heard).toEqual([
      ["benchmark", { type: "ready" }],
      ["findings", { type: "ready" }],
    ]);
    pages.dispose();
    expect(ended.sort()).toEqual(["benchmark", "findings"]);
  });

  it("asks a panel again that was hidden or still loading when a page was wanted", async () => {
    const { pages, posted } = somePages();
    pages.turnTo("findings");
    await pages.receive({ type: "ready" });
    expect(posted).toEqual([
      { type: "turn-to", page: "findings" },
      { type: "turn-to", page: "findings" },
    ]);
  });

  it("asks no more once the page was shown: the reader may turn where he likes", async () => {
    const { pages, posted } = somePages();
    pages.turnTo("findings");
    await pages.receive(turned("findings"));
    await pages.receive(turned("benchmark"));
    await pages.receive({ type: "ready" });
    expect(posted).toHaveLength(1);
  });

  it("knows which page is in front", async () => {
    const { pages } = somePages();
    expect(pages.shown).toBe("benchmark");
    await pages.receive(turned("findings"));
    expect(pages.shown).toBe("findings");
    await pages.receive(turned("settings"));
    expect(pages.shown).toBe("findings");
    await pages.receive({ type: "ready" });
    expect(pages.shown).toBe("benchmark");
  });
});
