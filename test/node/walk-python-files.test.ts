import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { ignorePatterns } from "../../src/node/gitignore.ts";
import { walkPythonFiles } from "../../src/node/walk-python-files.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const root = temporaryFolder();

/** A folder with these files; a name that ends in `/` is an empty folder. */
function tree(files: Record<string, string>): string {
  const folder = mkdtempSync(path.join(root, "tree-"));
  for (const [name, text] of Object.entries(files)) {
    const file = path.join(folder, name);
    mkdirSync(name.endsWith("/") ? file : path.dirname(file), { recursive: true });
    if (!name.endsWith("/")) writeFileSync(file, text);
  }
  return folder;
}

async function walk(
  base: string,
  paths = ["."],
  changes: { respectsGitignore?: boolean; excludes?: string[] } = {},
) {
  const { respectsGitignore = true, excludes = [] } = changes;
  const { files, problems } = await walkPythonFiles({
    paths,
    base,
    respectsGitignore,
    excludesIn: async () => [ignorePatterns(base, excludes)],
  });
  for (const { name, absolute } of files) expect(absolute).toBe(path.resolve(base, name));
  return { names: files.map(({ name }) => name), problems };
}

const names = async (...args: Parameters<typeof walk>) => (await walk(...args)).names;

describe("walkPythonFiles", () => {
  it("finds Python files in the order of their names", async () => {
    const base = tree({
      "b.py": "",
      "a/z.py": "",
      "a/b/c.pyw": "",
      "a.py": "",
      "Z.py": "",
      "a/x.txt": "",
      "s.pyi": "",
    });
    expect(await names(base)).toEqual(["Z.py", "a.py", "a/b/c.pyw", "a/z.py", "b.py"]);
  });

  it("names files as their paths were given", async () => {
    const base = tree({ "app/a.py": "", "app/deep/b.py": "" });
    expect(await names(base, ["app"])).toEqual(["app/a.py", "app/deep/b.py"]);
    expect(await names(base, ["app/"])).toEqual(["app/a.py", "app/deep/b.py"]);
    expect(await names(base, ["./app"])).toEqual(["./app/a.py", "./app/deep/b.py"]);
    expect(await names(path.join(base, "app"), ["../app/deep"])).toEqual(["../app/deep/b.py"]);
    expect(await names(base, [base])).toEqual([`${base}/app/a.py`, `${base}/app/deep/b.py`]);
  });

  it("takes named files whatever they are called, and each file once", async () => {
    const base = tree({
      run: "#!/usr/bin/env python3\n",
      "build/gen.py": "",
      "s.pyi": "",
      ".gitignore": "build\n",
    });
    expect(await names(base, ["run", "s.pyi", "build/gen.py"])).toEqual(["build/gen.py", "run", "s.pyi"]);
    expect(await names(base, ["build/gen.py", "build", "./build/gen.py"])).toEqual(["build/gen.py"]);
  });

  it("leaves out environments, caches and build output, but not a named one", async () => {
    const base = tree({
      "a.py": "",
      ".venv/a.py": "",
      "env/pyvenv.cfg": "",
      "env/lib/a.py": "",
      "__pycache__/a.py": "",
      "lib/site-packages/a.py": "",
      "node_modules/x/a.py": "",
      ".tox/a.py": "",
      "build/a.py": "",
      ".hidden/a.py": "",
    });
    expect(await names(base)).toEqual([".hidden/a.py", "a.py"]);
    expect(await names(base, ["env", ".venv"])).toEqual([".venv/a.py", "env/lib/a.py"]);
  });

  it.each<[string, Record<string, string>, string[]]>([
    ["file names at any depth", { ".gitignore": "gen.py\n" }, ["a.py", "app/a.py", "app/sub/a.py"]],
    ["an anchored name", { ".gitignore": "/gen.py\n" }, ["a.py", "app/a.py", "app/gen.py", "app/sub/a.py"]],
    ["folders", { ".gitignore": "# comment\n\nsub/\n" }, ["a.py", "app/a.py", "app/gen.py", "gen.py"]],
    ["negations", { ".gitignore": "*.py\n!app/\n!a.py\n" }, ["a.py", "app/a.py", "app/sub/a.py"]],
    [
      "a deeper file that takes back what a higher one says",
      { ".gitignore": "gen.py\n", "app/.gitignore": "!gen.py\n" },
      ["a.py", "app/a.py", "app/gen.py", "app/sub/a.py"],
    ],
    [
      "a deeper file that opens a folder again",
      { ".gitignore": "sub/\n", "app/.gitignore": "!sub/\n" },
      ["a.py", "app/a.py", "app/gen.py", "app/sub/a.py", "gen.py"],
    ],
    [
      "no opening inside of an ignored folder",
      { ".gitignore": "app/\n", "app/.gitignore": "!gen.py\n" },
      ["a.py", "gen.py"],
    ],
    ["double stars", { ".gitignore": "app/**/a.py\n" }, ["a.py", "app/gen.py", "gen.py"]],
    ["the line ends of Windows", { ".gitignore": "gen.py\r\nsub\r\n" }, ["a.py", "app/a.py"]],
  ])("reads %s of a .gitignore, as git does", async (_, ignores, expected) => {
    const base = tree({
      "a.py": "",
      "gen.py": "",
      "app/a.py": "",
      "app/gen.py": "",
      "app/sub/a.py": "",
      ...ignores,
    });
    expect(await names(base)).toEqual(expected);
    execFileSync("git", ["init", "-q"], { cwd: base });
    const listed = execFileSync("git", ["ls-files", "-co", "--exclude-standard", "*.py"], {
      cwd: base,
      encoding: "utf8",
    });
    expect(listed.trim().split("\n").sort()).toEqual(expected);
    expect(await names(base, ["."], { respectsGitignore: false })).toHaveLength(5);
  });

  it("reads the .gitignore files above it up to the repository's root, and its own excludes", async () => {
    const base = tree({
      ".gitignore": "a.py\n",
      "repo/.git/info/exclude": "secret.py\n",
      "repo/.gitignore": "gen.py\n",
      "repo/app/a.py": "",
      "repo/app/gen.py": "",
      "repo/app/secret.py": "",
    });
    expect(await names(base, ["repo/app"])).toEqual(["repo/app/a.py"]);
  });

  it("leaves out what the configuration excludes", async () => {
    const base = tree({ "a.py": "", "legacy/a.py": "", "app/x_pb2.py": "", "app/a.py": "" });
    const excludes = ["legacy/", "*_pb2.py"];
    expect(await names(base, ["."], { excludes })).toEqual(["a.py", "app/a.py"]);
    expect(await names(base, ["legacy", "app/x_pb2.py"], { excludes })).toEqual([
      "app/x_pb2.py",
      "legacy/a.py",
    ]);
  });

  it("follows no link on its way, but one that is named", async () => {
    const base = tree({ "app/a.py": "", "other/b.py": "" });
    symlinkSync(base, path.join(base, "app", "loop"), "junction");
    symlinkSync(path.join(base, "other"), path.join(base, "link"), "junction");
    expect(await names(base)).toEqual(["app/a.py", "other/b.py"]);
    expect(await names(base, ["link"])).toEqual(["link/b.py"]);
  });

  it("says what is missing and goes on", async () => {
    const base = tree({ "a.py": "" });
    expect(await walk(base, ["gone.py", "."])).toEqual({
      names: ["a.py"],
      problems: [{ name: "gone.py", message: "It cannot be read: it does not exist." }],
    });
  });

  it("names a folder that it cannot read on its way and goes on", async () => {
    const base = tree({ "a.py": "", "app/lost/b.py": "", "app/c.py": "" });
    const { files, problems } = await walkPythonFiles({
      paths: ["."],
      base,
      respectsGitignore: true,
      // Asked for when a folder's entries are known: those that are gone then cannot be read.
      excludesIn: async (folder) => {
        if (folder.endsWith("app")) rmSync(path.join(folder, "lost"), { recursive: true });
        return [];
      },
    });
    expect(files.map(({ name }) => name)).toEqual(["a.py", "app/c.py"]);
    expect(problems).toEqual([{ name: "app/lost", message: "It cannot be read: it does not exist." }]);
  });

  it("ends early when it is cancelled", async () => {
    const base = tree({ "a.py": "" });
    const request = { paths: ["."], base, respectsGitignore: true, excludesIn: async () => [] };
    const { files } = await walkPythonFiles({ ...request, signal: AbortSignal.abort() });
    expect(files).toEqual([]);
  });
});
