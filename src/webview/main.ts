import { createAnnouncer } from "./announcer.ts";
import { h } from "./element.ts";
import { embeddedState } from "./embedded-report.ts";
import { type Host, readHint, vsCodeHost } from "./host.ts";
import { readMessage } from "./message.ts";
import { createPage, type Page } from "./page.ts";
import type { Action } from "./sections/action-button.ts";
import { registerToolkit } from "./toolkit.ts";
import { createTooltip } from "./tooltip.ts";

/** The page serves twice: in VS Code it shows what the host sends; in report.html the report inside the file. */
function start(): void {
  registerToolkit();
  const embedded = document.getElementById("lanewise-report");
  const host = embedded ? undefined : vsCodeHost();
  const root = h("main", { id: "page" });
  const region = h("div", { class: "visually-hidden", role: "status" });
  const tooltip = h("div", { class: "tooltip", "aria-hidden": "true", hidden: true });
  document.body.append(root, region, tooltip);
  createTooltip(document.body, tooltip);
  const page = createPage({
    root,
    announcer: createAnnouncer(region, () => performance.now()),
    hasHost: host !== undefined,
    hint: readHint(host?.readHint()),
    saveHint: (hint) => host?.writeHint(hint),
  });
  listen(root, page, host);
  if (embedded) showEmbedded(page, embedded.textContent);
  if (host) {
    window.addEventListener("message", ({ data }) => receive(page, data));
    host.post({ type: "ready" });
  }
}

function receive(page: Page, data: unknown): void {
  const message = readMessage(data);
  if (message?.type === "show") page.show(message.state);
  else if (message?.type === "progress") page.showProgress(message.progress);
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
