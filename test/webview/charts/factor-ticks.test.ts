import { describe, expect, it } from "vitest";
import { factorTicks } from "../../../src/webview/charts/comparison-chart.ts";

describe("the ticks of factors", () => {
  it("are 1 and pairs around it, reaching as far as the factors do", () => {
    expect(factorTicks(1.1, 12)).toEqual([1 / 1.1, 1 / 1.05, 1 / 1.02, 1, 1.02, 1.05, 1.1]);
  });

  it.each([1.1, 1.5, 3.4, 20, 120])("leave every label its room, up to %d", (reach) => {
    for (const most of [2, 4, 6, 10]) {
      const ticks = factorTicks(reach, most);
      const gaps = ticks.slice(1).map((tick, at) => Math.log(tick / (ticks[at] ?? 1)));
      for (const gap of gaps) expect(gap).toBeGreaterThanOrEqual((2 * Math.log(reach)) / most - 1e-9);
    }
  });
});
