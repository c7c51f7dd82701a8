import path from "node:path";
import { describe, expect, it } from "vitest";
import { ProjectExcludes } from "../../../src/extension/lint/project-excludes.ts";

const folder = path.resolve("/work/shop");

describe("what a project leaves out", () => {
  it.each<[string, readonly string[], readonly string[]]>([
    ["legacy", ["legacy/a.py", "app/legacy/deep/a.py"], ["legacy.py", "app/a.py"]],
    ["/legacy", ["legacy/a.py"], ["app/legacy/a.py"]],
    ["app/migrations/", ["app/migrations/0001.py"], ["migrations/0001.py"]],
    ["*_pb2.py", ["a_pb2.py", "app/b_pb2.py"], ["pb2.py"]],
    ["**/{a,b}.py", [], ["a.py", "b.py"]],
  ])("by the pattern %s is as in a .gitignore", (pattern, left, kept) => {
    const excludes = new ProjectExcludes();
    excludes.put(folder, [{ folder, patterns: [pattern] }]);
    const holds = (file: string) => excludes.holds(folder, path.join(folder, file));
    expect([...left, ...kept].filter(holds)).toEqual(left);
  });

  it("is taken back by a pattern with a !", () => {
    const excludes = new ProjectExcludes();
    excludes.put(folder, [{ folder, patterns: ["*_pb2.py", "!keep_pb2.py"] }]);
    expect(excludes.holds(folder, path.join(folder, "keep_pb2.py"))).toBe(false);
  });

  it("is what was read last, and of its own folder", () => {
    const excludes = new ProjectExcludes();
    const other = path.resolve("/work/other");
    excludes.put(folder, [{ folder, patterns: ["legacy"] }]);
    expect(excludes.holds(other, path.join(other, "legacy", "a.py"))).toBe(false);
    excludes.put(folder, []);
    expect(excludes.holds(folder, path.join(folder, "legacy", "a.py"))).toBe(false);
  });

  it("is, inside a folder with a section of its own, what that says alone", () => {
    const excludes = new ProjectExcludes();
    const inner = path.join(folder, "packages", "till");
    excludes.put(folder, [
      { folder, patterns: ["legacy", "generated"] },
      { folder: inner, patterns: ["old.py"] },
    ]);
    const holds = (file: string) => excludes.holds(folder, path.join(folder, file));
    const files = ["legacy/a.py", "old.py", "packages/legacy/a.py", "packages/till/old.py"];
    expect(files.filter(holds)).toEqual(["legacy/a.py", "packages/legacy/a.py", "packages/till/old.py"]);
    expect(["packages/till/legacy/a.py", "packages/till/app.py"].filter(holds)).toEqual([]);
  });
});
