import { describe, expect, it } from "vitest";
import { readToml, tableAt } from "../../src/node/read-toml.ts";

describe("readToml", () => {
  it("reads tables, strings and lists", () => {
    const toml = readToml('[tool.lanewise]\nselect = ["commit-in-loop"]\nbudget = 500\n');
    expect(toml.ok && tableAt(toml.value, "tool", "lanewise")).toEqual({
      select: ["commit-in-loop"],
      budget: 500,
    });
  });

  it("says where a file is wrong", () => {
    expect(readToml("[tool]\nselect = \n")).toMatchObject({ ok: false, line: 2 });
  });

  it("reads what follows a byte order mark", () => {
    expect(readToml('\uFEFFname = "app"\n')).toMatchObject({ ok: true, value: { name: "app" } });
  });

  it("takes no key that changes what an object is", () => {
    const toml = readToml('__proto__ = { polluted = true }\nname = "app"\n');
    expect(toml.ok && Object.keys(toml.value)).toEqual(["name"]);
  });

  it("ends at nesting that is too deep with a result", () => {
    expect(readToml(`a = ${"[".repeat(100_000)}`).ok).toBe(false);
  });
});

describe("tableAt", () => {
  it("finds no table where something else stands", () => {
    const toml = readToml('[project]\nname = "app"\n');
    expect(toml.ok && tableAt(toml.value, "project", "name")).toBeUndefined();
    expect(toml.ok && tableAt(toml.value, "project", "name", "first")).toBeUndefined();
    expect(toml.ok && tableAt(toml.value, "tool", "lanewise")).toBeUndefined();
  });
});
