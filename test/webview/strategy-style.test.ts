import { describe, expect, it } from "vitest";
import { strategyStyle } from "../../src/webview/strategy-style.ts";

describe("strategyStyle", () => {
  const names = ["serial", ...Array.from({ length: 14 }, (_, at) => `threads(${at + 2})`)];

  it("gives serial a look of its own and no two of fifteen strategies the same", () => {
    const looks = names.map((name) => {
      const { colour, dash } = strategyStyle(names, name);
      return `${colour} ${dash}`;
    });
    expect(new Set(looks).size).toBe(names.length);
    expect(names.filter((name) => strategyStyle(names, name).colour === 0)).toEqual(["serial"]);
  });

  it("takes colours from the stylesheet only", () => {
    for (const name of names) expect(strategyStyle(names, name).stroke).toMatch(/^var\(--strategy-[0-6]\)$/);
  });
});
