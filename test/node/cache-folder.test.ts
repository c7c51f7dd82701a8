import path from "node:path";
import { describe, expect, it } from "vitest";
import { cacheFolder } from "../../src/node/cache-folder.ts";

const folder = (platform: NodeJS.Platform, env: NodeJS.ProcessEnv = {}) =>
  cacheFolder({ platform, env }, "/home/me").split(path.sep).join("/");

describe("cacheFolder", () => {
  it("is where each system keeps what can be made again", () => {
    expect(folder("linux")).toBe("/home/me/.cache/lanewise");
    expect(folder("linux", { XDG_CACHE_HOME: "/scratch" })).toBe("/scratch/lanewise");
    expect(folder("linux", { XDG_CACHE_HOME: "relative" })).toBe("/home/me/.cache/lanewise");
    expect(folder("darwin")).toBe("/home/me/Library/Caches/lanewise");
    expect(folder("win32", { LOCALAPPDATA: "/local" })).toBe("/local/lanewise/cache");
    expect(folder("win32")).toBe("/home/me/AppData/Local/lanewise/cache");
  });
});
