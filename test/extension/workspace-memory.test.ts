import { describe, expect, it } from "vitest";
import { christmas, fakeMemory } from "./fakes.ts";

describe("WorkspaceMemory", () => {
  it("knows nothing of a new workspace", () => {
    const memory = fakeMemory();
    expect(memory.profile).toBeUndefined();
    expect(memory.shownReport).toBeUndefined();
    expect(memory.baseline).toBeUndefined();
    expect(memory.choices).toEqual({});
  });

  it("puts the database used last first, and names each once", async () => {
    const memory = fakeMemory();
    const other = { ...christmas, name: "other.db", path: "/data/other.db" };
    await memory.useProfile(christmas);
    await memory.useProfile(other);
    await memory.useProfile(christmas);
    expect(memory.recentProfiles).toEqual([christmas, other]);
  });

  it("remembers no more than ten databases", async () => {
    const memory = fakeMemory();
    for (let i = 0; i < 12; i++) await memory.useProfile({ ...christmas, path: `/data/${i}.db` });
    expect(memory.recentProfiles).toHaveLength(10);
    expect(memory.profile).toMatchObject({ path: "/data/11.db" });
  });

  it("gives back the choices of the last run", async () => {
    const memory = fakeMemory();
    const choices = {
      fetch: "all",
      sql: "SELECT ?",
      parameterTexts: { "?1": "1..9" },
      operations: 100,
      lanes: [2],
      kinds: ["processes"],
    } as const;
    await memory.keepChoices(choices);
    expect(memory.choices).toEqual(choices);
  });

  it("forgets what it cannot understand", () => {
    const memory = fakeMemory({
      profiles: [christmas, { engine: "oracle" }, null],
      shownReport: 7,
      choices: { fetch: "some", sql: 1, lanes: ["2"], kinds: ["fibers", "threads"], parameterTexts: [1] },
    });
    expect(memory.recentProfiles).toEqual([christmas]);
    expect(memory.shownReport).toBeUndefined();
    expect(memory.choices).toEqual({ kinds: ["threads"] });
  });
});
