import type { StrategyName } from "../../core/benchmark/strategy.ts";
import { h, s } from "../element.ts";
import { strategyStyle } from "../strategy-style.ts";

/** A strategy's name with the line by which the charts know it. */
export function strategyMark(strategies: readonly StrategyName[], name: StrategyName): HTMLElement {
  return h("span", { class: "strategy" }, strategyLine(strategies, name), h("bdi", null, name));
}

function strategyLine(strategies: readonly StrategyName[], name: StrategyName): SVGElement {
  const { stroke, dash } = strategyStyle(strategies, name);
  return s(
    "svg",
    { class: "strategy-line", width: 16, height: 10, viewBox: "0 0 16 10", "aria-hidden": "true" },
    s("line", { x1: 0, x2: 16, y1: 5, y2: 5, stroke, "stroke-width": 3, "stroke-dasharray": dash }),
  );
}
