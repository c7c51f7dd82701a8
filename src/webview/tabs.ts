import { type PageName, pageNames } from "../protocol/panel.ts";
import { h } from "./element.ts";
import { count } from "./format.ts";

export interface Tabs {
  readonly list: HTMLElement;
  /** In this order below the list; the one that is not shown is hidden. */
  readonly panels: Readonly<Record<PageName, HTMLElement>>;
  readonly shown: PageName;
  /** Does not move the focus. */
  turnTo(page: PageName): void;
  setFindings(number: number): void;
}

const labels: Readonly<Record<PageName, string>> = { benchmark: "Benchmark", findings: "Findings" };

/** The panel's pages, as WAI-ARIA describes tabs: arrows, Home and End turn at once. */
export function createTabs(first: PageName, onTurn: (page: PageName) => void): Tabs {
  let shown = first;
  const badge = h("span", { class: "tab-count", hidden: true });
  const tabs = pageNames.map((page) =>
    h(
      "button",
      {
        type: "button",
        role: "tab",
        class: "tab",
        id: `${page}-tab`,
        "aria-controls": `${page}-page`,
        "data-page": page,
      },
      labels[page],
      page === "findings" ? " " : null,
      page === "findings" ? badge : null,
    ),
  );
  const list = h("div", { class: "tabs", role: "tablist", "aria-label": "Pages" }, ...tabs);
  const panel = (page: PageName) =>
    h("div", { id: `${page}-page`, role: "tabpanel", "aria-labelledby": `${page}-tab` });
  const panels = { benchmark: panel("benchmark"), findings: panel("findings") };

  const mark = () => {
    for (const [at, page] of pageNames.entries()) {
      const isShown = page === shown;
      tabs[at]?.setAttribute("aria-selected", String(isShown));
      tabs[at]?.setAttribute("tabindex", isShown ? "0" : "-1");
      panels[page].hidden = !isShown;
    }
  };
  const turnTo = (page: PageName) => {
    if (page === shown) return;
    shown = page;
    mark();
    onTurn(page);
  };
  const turnAt = (at: number) => {
    const page = pageNames[(at + pageNames.length) % pageNames.length] ?? shown;
    turnTo(page);
    tabs[pageNames.indexOf(page)]?.focus();
  };
  list.addEventListener("click", ({ target }) => {
    const pressed = target instanceof Element ? target.closest("[data-page]") : null;
    const page = pageNames.find((name) => name === pressed?.getAttribute("data-page"));
    if (page) turnTo(page);
  });
  list.addEventListener("keydown", (event) => {
    const at = pageNames.indexOf(shown);
    const to = { ArrowLeft: at - 1, ArrowRight: at + 1, Home: 0, End: pageNames.length - 1 }[event.key];
    if (to === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    turnAt(to);
  });
  mark();
  return {
    list,
    panels,
    get shown() {
      return shown;
    },
    turnTo,
    setFindings(number) {
      badge.textContent = number === 0 ? "" : count(number);
      badge.hidden = number === 0;
    },
  };
}
