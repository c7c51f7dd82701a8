import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { projectRoot } from "../../src/node/project-root.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const root = temporaryFolder();

function rootOf(files: readonly string[], ...folders: string[]): string {
  const base = mkdtempSync(path.join(root, "p-"));
  for (const name of files) {
    mkdirSync(path.dirname(path.join(base, name)), { recursive: true });
    writeFileSync(path.join(base, name), "");
  }
  const found = projectRoot(folders.map((folder) => path.join(base, folder)));
  return path.relative(base, found).split(path.sep).join("/");
}

describe("projectRoot", () => {
  it("is the nearest folder above that looks like a project", () => {
    expect(rootOf(["a/pyproject.toml", "a/app/x/m.py"], "a/app/x")).toBe("a");
    expect(rootOf(["pyproject.toml", "a/setup.py", "a/m.py", "b/m.py"], "a", "b")).toBe("");
  });

  it("is what the folders share where nothing looks like a project", () => {
    expect(rootOf(["s/a/m.py", "s/ab/m.py"], "s/a", "s/ab")).toBe("s");
  });

  it("is no package: what it imports of itself is found from the folder that holds it", () => {
    const files = ["s/app/__init__.py", "s/app/core/__init__.py", "s/app/core/m.py"];
    expect(rootOf(files, "s/app/core")).toBe("s");
    expect(rootOf(files, "s/app", "s/app/core")).toBe("s");
  });
});
