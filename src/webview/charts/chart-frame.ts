import { type PlotOptions, plot } from "@observablehq/plot";

/** Draws an SVG without the style element that Plot adds: the page's CSP forbids it, its rules are in panel.css. */
export function drawPlot(options: PlotOptions & { readonly width: number }): SVGSVGElement {
  const svg = plot({ className: "plot", figure: false, ...options });
  for (const style of svg.querySelectorAll("style")) style.remove();
  // The figure around it has the title, the summary and the data: to a screen reader the drawing is one image.
  svg.setAttribute("aria-hidden", "true");
  return svg as SVGSVGElement;
}

/** About one tick per 90 pixels, so that labels never touch. */
export function tickCount(width: number): number {
  return Math.max(2, Math.min(10, Math.floor(width / 90)));
}

const longestName = 34;

/** A name that fits the drawing; tables and titles have it whole. */
export function shortName(name: string): string {
  const characters = [...name];
  return characters.length <= longestName ? name : `${characters.slice(0, longestName - 1).join("")}…`;
}
