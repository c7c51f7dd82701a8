import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import type { PanelState } from "../../src/protocol/panel.ts";
import { axeViolations } from "./axe-violations.ts";
import type { PanelPage } from "./panel-page.ts";
import { comparisonState, emptyState, failedState, reportState, runningState } from "./panel-states.ts";
import { type ThemeName, themes } from "./themes.ts";
import { usePanel } from "./use-panel.ts";

const themeNames = Object.keys(themes) as ThemeName[];
const states: Readonly<Record<string, PanelState>> = {
  empty: emptyState,
  running: runningState(),
  failed: failedState,
  report: reportState({ problem: "The run was cancelled.", isBaseline: true }),
  comparison: comparisonState,
};

const panels = usePanel();

describe.each(themeNames)("in %s", (theme) => {
  it("no page has anything that axe objects to, all tables open", async () => {
    const panel = await panels.open({ theme });
    for (const [name, state] of Object.entries(states)) {
      await showWithTables(panel, state);
      expect({ name, violations: await axeViolations(panel.page) }).toEqual({ name, violations: [] });
    }
  });

  it("every strategy stands out from the background by 3 to 1", async () => {
    const panel = await panels.open({ theme });
    await panel.show(reportState());
    const ratios = await panel.page.evaluate(() => {
      const context = document
        .createElement("canvas")
        .getContext("2d", { willReadFrequently: true }) as CanvasRenderingContext2D;
      const luminance = (colour: string, below: string) => {
        context.fillStyle = below;
        context.fillRect(0, 0, 1, 1);
        context.fillStyle = colour;
        context.fillRect(0, 0, 1, 1);
        const [r = 0, g = 0, b = 0] = [...context.getImageData(0, 0, 1, 1).data].map((byte) => {
          const share = byte / 255;
          return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
        });
        return 0.2126 * r + 0.7152 * g + 0.0722 * b;
      };
      const background = getComputedStyle(document.body).backgroundColor;
      const probe = document.body.appendChild(document.createElement("span"));
      return [0, 1, 2, 3, 4, 5, 6].map((at) => {
        probe.style.color = `var(--strategy-${at})`;
        const [light = 0, dark = 0] = [
          luminance(getComputedStyle(probe).color, background),
          luminance(background, background),
        ].sort((a, b) => b - a);
        return (light + 0.05) / (dark + 0.05);
      });
    });
    for (const ratio of ratios) expect(ratio).toBeGreaterThanOrEqual(3);
  });
});

describe.each([400, 800, 1600])("at %d pixels", (width) => {
  it("no page scrolls sideways or cuts off a label of a chart", async () => {
    const panel = await panels.open({ width });
    for (const [name, state] of Object.entries(states)) {
      await showWithTables(panel, state);
      expect({ name, overflow: await panel.overflow(), cut: await labelsCutOff(panel.page) }).toEqual({
        name,
        overflow: 0,
        cut: [],
      });
    }
  });
});

/** Opens the data tables of all charts, so that they are looked at too. */
async function showWithTables(panel: PanelPage, state: PanelState): Promise<void> {
  await panel.show(state);
  await panel.page.evaluate(() => {
    for (const details of document.querySelectorAll("details")) details.open = true;
  });
  await panel.page.waitForFunction(() =>
    [...document.querySelectorAll("details")].every((details) => details.querySelector("table")),
  );
}

function labelsCutOff(page: Page): Promise<(string | null)[]> {
  return page.evaluate(() =>
    [...document.querySelectorAll(".plot text")]
      .filter((text) => {
        const own = text.getBoundingClientRect();
        return own.width > 0 && (own.left < 0 || own.right > document.documentElement.clientWidth);
      })
      .map((text) => text.textContent),
  );
}

describe("with the keyboard", () => {
  it("everything is reached in the order of the page, and the focus is seen", async () => {
    const panel = await panels.open();
    await panel.show(comparisonState);
    const { page } = panel;
    const stops: string[] = [];
    for (let presses = 0; presses < 100; presses++) {
      await page.keyboard.press("Tab");
      const stop = await page.evaluate(() => {
        const host = document.activeElement;
        if (!host || host === document.body) return null;
        const inner = host.shadowRoot?.activeElement ?? host;
        const marked = host.localName === "vscode-radio" ? host.shadowRoot?.querySelector(".control") : inner;
        const { outlineStyle, borderColor } = getComputedStyle(marked ?? inner);
        const accent = "rgb(0, 120, 212)";
        const name = host.getAttribute("aria-label") ?? host.textContent ?? "";
        return `${name}${outlineStyle === "none" && borderColor !== accent ? " (unseen)" : ""}`;
      });
      if (stop === null) break;
      stops.push(stop);
    }
    expect(stops.filter((stop) => stop.endsWith("(unseen)"))).toEqual([]);
    const wanted = [
      "Benchmark",
      "Run again",
      "Save as baseline",
      "Compare with…",
      "Export…",
      "History",
      "Factor",
      "Clear comparison",
      "trial",
      "threads(2)",
      "Latency percentiles",
      "p50",
      "Figures of all strategies",
      "Fairness",
    ];
    const at = wanted.map((name) => stops.indexOf(name));
    expect(at.filter((index) => index === -1)).toEqual([]);
    expect([...at].sort((a, b) => a - b)).toEqual(at);
    expect(stops.filter((stop) => stop === "Show the data as a table")).toHaveLength(4);
  });

  it("presses a button with Enter and with Space", async () => {
    const panel = await panels.open();
    await panel.show(reportState());
    // The tabs come first.
    await panel.page.keyboard.press("Tab");
    await panel.page.keyboard.press("Tab");
    await panel.page.keyboard.press("Enter");
    await panel.page.keyboard.press("Tab");
    await panel.page.keyboard.press("Space");
    expect((await panel.sent()).map(({ type }) => type)).toEqual(["ready", "run-again", "save-as-baseline"]);
  });
});

describe("the page of a run", () => {
  it.each(["reduce", "no-preference"] as const)(
    "moves nothing where the reader's wish is %s",
    async (reducedMotion) => {
      const panel = await panels.open({ reducedMotion });
      for (const phase of ["waiting", "connecting", "warming-up", "measuring"] as const) {
        await panel.show(runningState({ report: null, progress: { ...runningState().progress, phase } }));
        expect(await panel.page.evaluate(() => document.getAnimations().length)).toBe(0);
      }
    },
  );
});
