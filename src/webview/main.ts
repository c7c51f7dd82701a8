import { assertNever } from "../core/assert-never.ts";
import { type Announcer, createAnnouncer } from "./announcer.ts";
import { h } from "./element.ts";
import { embeddedState } from "./embedded-report.ts";
import { FindingsPage } from "./findings/findings-page.ts";
import { listenToFindings } from "./findings/listen.ts";
import { type Hint, type Host, readHint, vsCodeHost } from "./host.ts";
import { readMessage } from "./message.ts";
import { createPage, type Page } from "./page.ts";
import type { Action } from "./sections/action-button.ts";
import { createTabs, type Tabs } from "./tabs.ts";
import { registerToolkit } from "./toolkit.ts";
import { createTooltip } from "./tooltip.ts";

/** The page serves twice: in VS Code it shows what the host sends; in report.html the report inside the file. */
function start(): void {
  registerToolkit();
  const embedded = document.getElementById("lanewise-report");
  const root = h("main", { id: "page" });
  const region = h("div", { class: "visually-hidden", role: "status" });
  const tooltip = h("div", { class: "tooltip", "aria-hidden": "true", hidden: true });
  document.body.append(root, region, tooltip);
  createTooltip(document.body, tooltip);
  const announcer = createAnnouncer(region, () => performance.now());
  if (embedded) startReport(root, announcer, embedded.textContent);
  else startPanel(root, announcer, vsCodeHost());
}

function startReport(root: HTMLElement, announcer: Announcer, json: string): void {
  const page = createPage({ root, announcer, hasHost: false, hint: readHint(undefined), saveHint: () => {} });
  listen(root, page, undefined);
  showEmbedded(page, json);
}

function startPanel(root: HTMLElement, announcer: Announcer, host: Host): void {
  let hint = readHint(host.readHint());
  const remember = (change: Partial<Hint>) => {
    hint = { ...hint, ...change };
    host.writeHint(hint);
  };
  const tabs = createTabs(hint.page, (page) => {
    remember({ page });
    host.post({ type: "page-turned", page });
    // What was drawn while nobody could see it had no width.
    if (page === "benchmark") benchmark.fitCharts();
    else findings.render();
  });
  const { list, panels } = tabs;
  root.append(list, panels.benchmark, panels.findings);
  const benchmark = createPage({
    ...{ root: panels.benchmark, announcer, hasHost: true, hint, saveHint: remember },
  });
  const findings = new FindingsPage({
    ...{ root: panels.findings, announcer, hint: hint.findings },
    isShown: () => tabs.shown === "findings",
    saveHint: (chosen) => remember({ findings: chosen }),
    order: (order) => host.post(order),
    onCount: (count) => tabs.setFindings(count),
  });
  listen(root, benchmark, host);
  listenToFindings(panels.findings, findings);
  window.addEventListener("message", ({ data }) => receive({ host, tabs, benchmark, findings }, data));
  host.post({ type: "ready" });
  if (tabs.shown !== "benchmark") host.post({ type: "page-turned", page: tabs.shown });
}

interface Panel {
  readonly host: Host;
  readonly tabs: Tabs;
  readonly benchmark: Page;
  readonly findings: FindingsPage;
}

function receive({ host, tabs, benchmark, findings }: Panel, data: unknown): void {
  const message = readMessage(data);
  switch (message?.type) {
    case undefined:
      return;
    case "show":
      benchmark.show(message.state);
      return;
    case "progress":
      benchmark.showProgress(message.progress);
      return;
    case "turn-to":
      if (tabs.shown === message.page) host.post({ type: "page-turned", page: message.page });
      else tabs.turnTo(message.page);
      return;
    case "show-findings":
    case "change-findings":
    case "count-findings":
      findings.receive(message);
      return;
    default:
      assertNever(message);
  }
}

function showEmbedded(page: Page, json: string): void {
  const state = embeddedState(json);
  if (state) page.show(state);
  // The toolkit reads the theme's colours again when the body's class changes.
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const follow = () => document.body.classList.toggle("dark", dark.matches);
  dark.addEventListener("change", follow);
  follow();
}

function listen(root: HTMLElement, page: Page, host: Host | undefined): void {
  root.addEventListener("click", ({ target }) => {
    const button = target instanceof Element ? target.closest("[data-action]") : null;
    if (!button || button.hasAttribute("disabled")) return;
    host?.post({ type: button.getAttribute("data-action") as Action });
  });
  root.addEventListener("change", ({ target }) => {
    const radios = target instanceof Element ? target.closest("[data-strategy-switch]") : null;
    const { value } = (radios ?? {}) as { value?: unknown };
    if (typeof value === "string") page.chooseStrategy(value);
  });
  root.addEventListener(
    "toggle",
    ({ target }) => {
      if (!(target instanceof HTMLDetailsElement)) return;
      page.setOpen(target.getAttribute("data-details") ?? "", target.open);
    },
    { capture: true },
  );
  new ResizeObserver(() => page.fitCharts()).observe(root);
}

start();
