import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { lintConfigFinder } from "../../src/node/find-lint-config.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const root = temporaryFolder();
const file = (name: string, text: string) => {
  const absolute = path.join(root, name);
  mkdirSync(path.dirname(absolute), { recursive: true });
  writeFileSync(absolute, text);
  return absolute;
};
const pyproject = file("repo/pyproject.toml", '[tool.lanewise]\nfail-on = "error"\nexclude = ["old/"]\n');
file("repo/service/pyproject.toml", '[project]\nname = "service"\n');
file("repo/broken/pyproject.toml", "[tool.lanewise]\n\nbudget-ms = 0\ncolour = 1\n");
mkdirSync(path.join(root, "repo/service/app/deep"), { recursive: true });
const finder = () => lintConfigFinder(["commit-in-loop"]);

describe("lintConfigFinder", () => {
  it("finds the nearest pyproject.toml that has a section, past those without one", async () => {
    const found = await finder().inFolder(path.join(root, "repo/service/app/deep"));
    expect(found).toMatchObject({
      file: pyproject,
      settings: { failOn: "error" },
      excludes: { folder: path.join(root, "repo") },
    });
  });

  it("finds none where there is none", async () => {
    const found = finder();
    expect(await found.inFolder(root)).toBeUndefined();
    expect(found.problems()).toEqual([]);
  });

  it("tells the problems of a file once, however often it is asked", async () => {
    const found = finder();
    const folder = path.join(root, "repo/broken");
    await Promise.all([found.inFolder(folder), found.inFolder(folder), found.inFolder(folder)]);
    expect(found.problems()).toMatchObject([
      { file: path.join(folder, "pyproject.toml"), line: 3 },
      { file: path.join(folder, "pyproject.toml"), line: 4, message: expect.stringContaining("colour") },
    ]);
  });

  it("reads a named file, and says when it cannot", async () => {
    const found = finder();
    expect(await found.inFile(pyproject)).toMatchObject({ file: pyproject });
    expect(await found.inFile(path.join(root, "gone.toml"))).toBeUndefined();
    expect(found.problems()).toEqual([
      {
        file: path.join(root, "gone.toml"),
        line: undefined,
        message: "It cannot be read: it does not exist.",
      },
    ]);
  });
});
