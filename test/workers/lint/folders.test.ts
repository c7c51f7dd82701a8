import path from "node:path";
import { describe, expect, it } from "vitest";
import { defaultLintConfig } from "../../../src/core/lint/config.ts";
import type { LintFolder, LintProject } from "../../../src/protocol/lint.ts";
import { Folders, projectOf } from "../../../src/workers/lint/folders.ts";

const root = path.resolve("/work/shop");

/** With a time budget by which it is known. */
function project(folder: string, budgetMs: number): LintProject {
  return { folder: path.join(root, folder), config: { ...defaultLintConfig, budgetMs }, excludes: [] };
}

const shop: LintFolder = {
  ...project("", 1),
  projects: [project("packages/till", 3), project("packages", 2)],
  sitePackages: undefined,
};

describe("Folders", () => {
  const folders = new Folders();
  folders.set([shop, { ...project("tools", 4), projects: [], sitePackages: undefined }], {
    ...defaultLintConfig,
    budgetMs: 5,
  });

  it.each([
    ["app.py", 1],
    ["packages/app.py", 2],
    ["packages/deep/app.py", 2],
    ["packages/till/app.py", 3],
    ["packages/tills/app.py", 2],
    ["packages2/app.py", 1],
    ["tools/app.py", 4],
    ["../other/app.py", 5],
  ])("hold for %s what the nearest folder around it says", (file, budgetMs) => {
    expect(folders.configOf(path.join(root, file)).budgetMs).toBe(budgetMs);
  });

  it("know the project that a folder is", () => {
    expect(projectOf(shop, path.join(root, "packages", "till"))).toBe(shop.projects[0]);
    expect(projectOf(shop, path.join(root, "app"))).toBe(shop);
  });
});
