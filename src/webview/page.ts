import { assertNever } from "../core/assert-never.ts";
import type { StrategyName } from "../core/benchmark/strategy.ts";
import type { PanelState } from "../protocol/panel.ts";
import type { Progress } from "../protocol/runner.ts";
import type { Announcer } from "./announcer.ts";
import type { BenchmarkHint } from "./host.ts";
import type { DrawChart, PageContext } from "./page-context.ts";
import { patch } from "./patch.ts";
import { emptyView } from "./views/empty-view.ts";
import { failedView } from "./views/failed-view.ts";
import { progressPanel, progressText } from "./views/progress-panel.ts";
import { reportView } from "./views/report-view.ts";
import { runningView } from "./views/running-view.ts";

export interface Page {
  show(state: PanelState): void;
  /** Ignored unless a run is shown. */
  showProgress(progress: Progress): void;
  chooseStrategy(strategy: StrategyName): void;
  setOpen(details: string, isOpen: boolean): void;
  /** Draws the charts again where their width has changed. */
  fitCharts(): void;
}

/** Shows panel states in `root`. Everything shown is made from the last state and the hint; nothing else is kept. */
export function createPage(deps: {
  readonly root: HTMLElement;
  readonly announcer: Announcer;
  readonly hasHost: boolean;
  readonly hint: BenchmarkHint;
  saveHint(hint: BenchmarkHint): void;
}): Page {
  const { root, announcer } = deps;
  const open = new Set(deps.hint.open);
  let strategy = deps.hint.strategy;
  let state: PanelState | undefined;
  let charts = new Map<string, DrawChart>();
  const widths = new Map<string, number>();

  const render = () => {
    if (!state) return;
    const context: PageContext = { hasHost: deps.hasHost, strategy, open, charts: new Map() };
    const focused = document.activeElement;
    patch(root, build(context, state));
    if (focused && focused !== document.body && !focused.isConnected) {
      // What had the focus is gone (the cancel button of a run that ended): go on from the heading.
      root.querySelector("h1")?.focus({ preventScroll: true });
    }
    charts = context.charts;
    widths.clear();
    fitCharts();
  };
  const fitCharts = () => {
    const places = [...root.querySelectorAll<HTMLElement>("[data-chart]")].map((place) => ({
      place,
      id: place.getAttribute("data-chart") ?? "",
      width: place.clientWidth,
    }));
    for (const { place, id, width } of places) {
      if (width === 0 || widths.get(id) === width) continue;
      const svg = charts.get(id)?.(width);
      if (svg) place.replaceChildren(svg);
      widths.set(id, width);
    }
  };
  const remember = () => deps.saveHint({ strategy, open: [...open] });

  return {
    show(next) {
      const isNewView = state?.view !== next.view;
      state = next;
      render();
      if (isNewView) announcer.say(announcement(next));
    },
    showProgress(progress) {
      if (state?.view !== "running") return;
      state = { ...state, progress };
      const panel = root.querySelector("[data-key=progress]");
      if (panel) patch(panel, [...progressPanel(state.connection, progress).childNodes]);
      announcer.sayProgress(`${progressText(progress)}, ${progress.trialsDone} trials done`);
    },
    chooseStrategy(chosen) {
      if (chosen === strategy) return;
      strategy = chosen;
      remember();
      render();
    },
    setOpen(details, isOpen) {
      if (open.has(details) === isOpen) return;
      if (isOpen) open.add(details);
      else open.delete(details);
      remember();
      render();
    },
    fitCharts,
  };
}

function build(context: PageContext, state: PanelState): Node[] {
  switch (state.view) {
    case "empty":
      return emptyView(state);
    case "running":
      return runningView(context, state);
    case "failed":
      return failedView(state);
    case "report":
      return reportView(context, state);
    default:
      return assertNever(state);
  }
}

function announcement(state: PanelState): string {
  switch (state.view) {
    case "empty":
      return "";
    case "running":
      return `Measuring ${state.connection}`;
    case "failed":
      return state.message;
    case "report":
      return [state.problem, state.report.verdict.text].filter(Boolean).join(" ");
    default:
      return assertNever(state);
  }
}
