import { readFileSync, statSync, utimesSync, writeFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import type { LintWorld } from "../../../src/cli/lint/lint-world.ts";
import { fakeLintWorld } from "../../support/fake-lint-world.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";
import { lintProject } from "./lint-project.ts";

const root = temporaryFolder();
const project = (files: Parameters<typeof lintProject>[1]) => lintProject(root, files);

describe("lanewise lint --fix", () => {
  it("writes the safe fixes, says so, and judges what is left", async () => {
    const { lint, read } = project({ "a.py": "x = 1\ncommit()\ncommit()\n", "b.py": "share()\n" });
    const { code, stdout } = await lint(". --fix");
    expect(code).toBe(1);
    expect(read("a.py")).toBe("x = 1\n");
    expect(stdout).toContain("Fixed a.py: commit-in-loop (2)\n1 finding (1 error) in 1 of 2 files.\n");
    expect(await lint("a.py --fix")).toMatchObject({ code: 0, stdout: "1 file checked: nothing found.\n" });
  });

  it("keeps line ends, the byte order mark and the encoding", async () => {
    const utf16 = Buffer.from("\uFEFFx = 'é'\r\ncommit()\r\n", "utf16le");
    const files = { "a.py": "\uFEFFx = 1\r\ncommit()\r\ny = 'ü'\r\n", "b.py": utf16 };
    const { lint, folder } = project(files);
    const checkFiles: LintWorld["checkFiles"] = async (job) => {
      const texts = job.files.map((one) => ({
        ...one,
        text: one.text ?? (one.file.endsWith("b.py") ? "x = 'é'\r\ncommit()\r\n" : undefined),
      }));
      return fakeLintWorld().checkFiles({ ...job, files: texts });
    };
    expect(await lint(". --fix", { checkFiles })).toMatchObject({ code: 0 });
    expect(readFileSync(path.join(folder, "a.py"))).toEqual(Buffer.from("\uFEFFx = 1\r\ny = 'ü'\r\n"));
    expect(readFileSync(path.join(folder, "b.py"))).toEqual(Buffer.from("\uFEFFx = 'é'\r\n", "utf16le"));
  });

  it("touches no file that has nothing to fix", async () => {
    const { lint, folder } = project({ "a.py": "share()\n", "b.py": "commit()\n" });
    const long = new Date(Date.UTC(2001, 0));
    utimesSync(path.join(folder, "a.py"), long, long);
    await lint(". --fix");
    expect(statSync(path.join(folder, "a.py")).mtime).toEqual(long);
  });

  it("ends after ten rounds when a fix never helps", async () => {
    const { lint, read } = project({ "a.py": "again()\n" });
    const { code, world, stdout } = await lint("a.py --fix");
    expect(world.jobs).toHaveLength(11);
    expect(read("a.py")).toBe(`${"#".repeat(10)}again()\n`);
    expect(stdout).toContain("Fixed a.py: commit-in-loop (10)");
    expect(code).toBe(1);
  });

  it("leaves a file alone that changed while it was checked", async () => {
    const { lint, read, folder } = project({ "a.py": "commit()\n" });
    const world = fakeLintWorld();
    let round = 0;
    const checkFiles: LintWorld["checkFiles"] = async (job) => {
      if (round++ === 1) writeFileSync(path.join(folder, "a.py"), "mine()\ncommit()\n");
      return world.checkFiles(job);
    };
    const { code, stderr } = await lint("a.py --fix", { checkFiles });
    expect({ code, text: read("a.py") }).toEqual({ code: 2, text: "mine()\ncommit()\n" });
    expect(stderr).toContain("a.py: Its fixes are not written: a.py was changed meanwhile.");
  });

  it("lists what was fixed in the JSON", async () => {
    const { stdout } = await project({ "a.py": "commit()\n" }).lint(". --fix --format json");
    expect(JSON.parse(stdout)).toMatchObject({
      findings: [],
      fixed: [{ file: "a.py", rule: "commit-in-loop", count: 1 }],
    });
  });

  it("shows with --diff what it would do, and does nothing", async () => {
    const { lint, read } = project({ "app/a.py": "x = 1\ncommit()\n", "b.py": "x\n" });
    const { code, stdout, stderr } = await lint(". --diff");
    expect(code).toBe(1);
    expect(stdout).toBe("--- a/app/a.py\n+++ b/app/a.py\n@@ -1,2 +1 @@\n x = 1\n-commit()\n");
    expect(stderr).toContain("1 safe fix in 1 file");
    expect(read("app/a.py")).toBe("x = 1\ncommit()\n");
    expect(await lint("b.py --diff")).toMatchObject({ code: 0, stdout: "" });
  });
});
