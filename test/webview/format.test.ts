import { describe, expect, it } from "vitest";
import { count, factor, interval, milliseconds, rate } from "../../src/webview/format.ts";

describe("the page's figures", () => {
  it("keep a number and its unit on one line", () => {
    expect(milliseconds(1472)).toBe("1.47\u00a0s");
  });

  it("are a dash where nothing was measured", () => {
    expect([milliseconds(null), factor(null), count(null), rate(null)]).toEqual(["–", "–", "–", "–"]);
  });

  it("show factors as such", () => {
    expect(factor(1.8249)).toBe("1.82×");
    expect(interval([1.781, 1.859])).toBe("1.78–1.86");
  });
});
