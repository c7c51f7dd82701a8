import { describe, expect, it } from "vitest";
import { temporaryFolder } from "../../support/temporary-folder.ts";
import { lintProject, standardInput } from "./lint-project.ts";

const root = temporaryFolder();
const project = (files: Parameters<typeof lintProject>[1]) => lintProject(root, files);

describe("lanewise lint -", () => {
  it("reads standard input under the name that is given, with the settings of that place", async () => {
    const { lint } = project({
      "app/pyproject.toml": '[tool.lanewise]\nignore = ["commit-in-loop"]\n',
    });
    const input = standardInput("\uFEFFshare()\ncommit()\n");
    const { code, stdout } = await lint("- --stdin-filename app/etl.py --format json", input);
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({
      files: 1,
      findings: [{ file: "app/etl.py", line: 1, column: 1 }],
    });
    const text = await lint("-", input);
    expect(text.stdout).toContain("<stdin>:1:1: error: Found share.");
    expect(text.stdout).toContain("1 | share()\n  | ^^^^^^^\n");
  });

  it("gives the fixed text back with --fix, and says the rest beside it", async () => {
    const { lint } = project({});
    const { code, stdout, stderr } = await lint(
      "- --fix",
      standardInput("\uFEFFx = 'ü'\r\ncommit()\r\nshare()\r\n"),
    );
    expect({ code, stdout }).toEqual({ code: 1, stdout: "\uFEFFx = 'ü'\r\nshare()\r\n" });
    expect(stderr).toContain("<stdin>:2:1: error");
    const clean = await lint("- --fix --quiet", standardInput("x = 1\n"));
    expect(clean).toMatchObject({ code: 0, stdout: "x = 1\n", stderr: "" });
  });

  it("shows a difference of it", async () => {
    const { stdout } = await project({}).lint(
      "- --diff --stdin-filename a.py",
      standardInput("commit()\nx\n"),
    );
    expect(stdout).toBe("--- a/a.py\n+++ b/a.py\n@@ -1,2 +1 @@\n-commit()\n x\n");
  });

  it("refuses what is not text", async () => {
    const input = standardInput(Uint8Array.of(0x78, 0xff, 0xfe));
    const { code, stderr } = await project({}).lint("- --stdin-filename a.py", input);
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: "lanewise lint: a.py: Standard input is not valid UTF-8.\n",
    });
  });
});
