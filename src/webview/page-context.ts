import type { StrategyName } from "../core/benchmark/strategy.ts";
import { type Child, h } from "./element.ts";

/** Draws a chart for a width in CSS pixels. */
export type DrawChart = (width: number) => SVGSVGElement;

/** What a section needs to know of the page while it is being built. */
export interface PageContext {
  /** False in report.html, where nobody listens. */
  readonly hasHost: boolean;
  /** The strategy whose timeline the reader chose, if any. */
  readonly strategy: StrategyName | null;
  /** The ids of the open details elements. */
  readonly open: ReadonlySet<string>;
  /** The charts of this drawing, by id; the page draws them once their width is known. */
  readonly charts: Map<string, DrawChart>;
}

/** A place for a chart, with what everybody needs who cannot see it: a title, a summary and the data as a table. */
export function figure(
  context: PageContext,
  chart: {
    readonly id: string;
    readonly title: string;
    /** In words, what the drawing shows. */
    readonly summary: string;
    readonly draw: DrawChart;
    readonly legend?: Child;
    readonly table: () => Node;
  },
): HTMLElement {
  context.charts.set(chart.id, chart.draw);
  return h(
    "figure",
    {
      "data-key": chart.id,
      "aria-labelledby": `${chart.id}-title`,
      "aria-describedby": `${chart.id}-summary`,
    },
    h("figcaption", { id: `${chart.id}-title`, class: "visually-hidden" }, chart.title),
    h("p", { id: `${chart.id}-summary`, class: "visually-hidden" }, chart.summary),
    chart.legend,
    h("div", { class: `chart ${chart.id}`, "data-chart": chart.id, "data-foreign": true }),
    details(context, `${chart.id}-data`, "Show the data as a table", chart.table),
  );
}

/** Closed until somebody opens it; its content is built only then. */
function details(context: PageContext, id: string, summary: string, content: () => Node): HTMLElement {
  const isOpen = context.open.has(id);
  return h(
    "details",
    { "data-key": id, "data-details": id, open: isOpen },
    h("summary", null, summary),
    isOpen ? content() : null,
  );
}

export function section(id: string, title: string, ...children: readonly Child[]): HTMLElement {
  return h(
    "section",
    { class: `section ${id}-section`, "data-key": id, "aria-labelledby": `${id}-heading` },
    h("h2", { id: `${id}-heading` }, title),
    ...children,
  );
}

/** A wide table scrolls in its own region, which the keyboard reaches. */
export function tableRegion(label: string, table: HTMLElement): HTMLElement {
  return h("div", { class: "table-region", role: "region", tabindex: 0, "aria-label": label }, table);
}
