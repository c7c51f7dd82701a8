import path from "node:path";
import { describe, expect, it } from "vitest";
import type { CliDeps } from "../../../src/cli/cli-deps.ts";
import type { LintWorld } from "../../../src/cli/lint/lint-world.ts";
import { fakeLintWorld } from "../../support/fake-lint-world.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";
import { type FakeDeps, fakeTerminal } from "../fake-deps.ts";
import type { LintRun } from "./lint-project.ts";
import { lintProject } from "./lint-project.ts";

const root = temporaryFolder();
const project = (files: Parameters<typeof lintProject>[1]) => lintProject(root, files);

describe("lanewise lint", () => {
  it("finds what is wrong, in the order of files and lines", async () => {
    const { lint } = project({
      "b.py": "share()\n",
      "a.py": "x\ncommit()\nshare()\n",
      "notes.txt": "commit()\n",
    });
    const { code, stdout, stderr } = await lint(".");
    expect({ code, stderr }).toEqual({ code: 1, stderr: "" });
    expect(stdout.match(/^\S+:\d+:\d+: \w+/gm)).toEqual([
      "a.py:2:1: warning",
      "a.py:3:1: error",
      "b.py:1:1: error",
    ]);
    expect(stdout.trimEnd().split("\n").at(-1)).toBe(
      "3 findings (2 errors, 1 warning) in 2 of 2 files. 1 of them has a safe fix: --fix.",
    );
  });

  it("says in one line that all is well", async () => {
    const { lint } = project({ "a.py": "x = 1\n" });
    expect(await lint("a.py")).toMatchObject({
      code: 0,
      stdout: "1 file checked: nothing found.\n",
      stderr: "",
    });
  });

  it.each([
    ["query()", "", 0],
    ["query()", "--fail-on hint", 1],
    ["query()", "--fail-on information", 0],
    ["commit()", "", 1],
    ["commit()", "--fail-on error", 0],
    ["commit()", "--ignore commit-in-loop", 0],
    ["commit()", "--select query-in-loop", 0],
    ["share()", "--fail-on error", 1],
    ["share()", "--fail-on never", 0],
    ["share()", "--quiet", 1],
    ["share()", "--statistics", 1],
    ["share()", "--format sarif", 1],
  ])("for %s and %j ends with %i", async (source, options, code) => {
    const { lint } = project({ "a.py": `${source}\n` });
    expect(await lint(`a.py ${options}`.trim())).toMatchObject({ code });
  });

  it.each([
    ["", "A path is missing"],
    [". --fromat json", "The option --fromat is unknown. Did you mean --format?"],
    [". --format xml", "--format is text or json or sarif or github, not “xml”."],
    [". --select commit-in-lop", "--select: There is no rule “commit-in-lop”. Did you mean commit-in-loop?"],
    [". --ignore commit-in-loop,nothing", "--ignore: There is no rule “nothing”."],
    [". --fail-on warn", "--fail-on is"],
    [". --threads 0", "--threads is a whole number from 1 to 64"],
    [". --fix --diff", "give one of them"],
    [". --diff --format json", "--format json cannot hold"],
    [". --statistics --format sarif", "--statistics goes with --format text or json"],
    ["- a.py", "- stands alone"],
    ["a.py --stdin-filename b.py", "--stdin-filename goes with - as the path."],
    [". --no-cache --cache-dir x", "--no-cache and --cache-dir are both given."],
    [". --output missing/out.json", "--output: The folder of"],
  ])("takes %j for wrong usage", async (args, sentence) => {
    const { code, stdout, stderr, world } = await project({ "a.py": "" }).lint(args);
    expect({ code, stdout, jobs: world.jobs }).toEqual({ code: 2, stdout: "", jobs: [] });
    expect(stderr).toContain(sentence);
    expect(stderr).toContain("See lanewise lint --help.");
  });

  it("checks the rest when a path cannot be read, and ends with 2", async () => {
    const { lint } = project({ "a.py": "commit()\n" });
    const { code, stdout, stderr } = await lint("gone.py a.py");
    expect(code).toBe(2);
    expect(stdout).toContain("a.py:1:1: warning");
    expect(stderr).toBe("lanewise lint: gone.py: It cannot be read: it does not exist.\n");
  });

  it("names files that were checked in part, and judges by the findings", async () => {
    const { lint } = project({ "a.py": "problem()\n" });
    const { code, stdout, stderr } = await lint(".");
    expect(code).toBe(0);
    expect(stderr).toBe("lanewise lint: a.py: Checked in part.\n");
    expect(stdout).toBe("1 file checked: nothing found. 1 file was not checked, or not wholly.\n");
  });

  it("gives programs JSON and nothing else", async () => {
    const { lint } = project({ "app/a.py": "x = 1\n  commit()\n" });
    const { code, stdout, stderr } = await lint("app --format json");
    expect({ code, stderr }).toEqual({ code: 1, stderr: "" });
    expect(JSON.parse(stdout)).toMatchObject({
      schema: "lanewise-lint/1",
      files: 1,
      findings: [{ file: "app/a.py", line: 2, column: 3, endLine: 2, endColumn: 11, rule: "commit-in-loop" }],
      errors: [],
    });
  });

  it("keeps errors in the JSON too", async () => {
    const { stdout, code } = await project({}).lint("gone.py --format json");
    expect(code).toBe(2);
    expect(JSON.parse(stdout)).toMatchObject({
      files: 0,
      errors: [{ file: "gone.py", message: "It cannot be read: it does not exist." }],
    });
  });

  it("writes SARIF to a file and the summary to the terminal", async () => {
    const { lint, read } = project({ "a.py": "commit()\n" });
    const { stdout } = await lint("a.py --format sarif --output out.sarif");
    expect(JSON.parse(read("out.sarif")).runs[0].results).toHaveLength(1);
    expect(stdout).toBe("1 finding (1 warning) in 1 of 1 file. 1 of them has a safe fix: --fix.\n");
    expect((await lint("a.py --output out.txt --quiet")).stdout).toBe("");
    expect(read("out.txt")).toContain("a.py:1:1: warning");
  });

  it("writes annotations for a workflow, the summary beside them", async () => {
    const { stdout, stderr } = await project({ "a.py": "share()\n" }).lint(". --format github");
    expect(stdout).toMatch(/^::error file=a\.py,line=1,.*\n$/);
    expect(stderr).toContain("1 finding (1 error)");
  });

  it("counts by rule", async () => {
    const { stdout } = await project({ "a.py": "share()\nshare()\ncommit()\n" }).lint(
      ". --statistics --quiet",
    );
    expect(stdout).toBe(
      "2  error    session-shared-across-threads\n1  warning  commit-in-loop                 1 with a safe fix\n",
    );
  });

  it("leaves out what options and .gitignore say", async () => {
    const { lint } = project({ "a.py": "", "gen/b.py": "", "old/c.py": "", ".gitignore": "gen/\n" });
    const files = ({ world }: LintRun) => world.jobs[0]?.files.map(({ file }) => path.basename(file));
    expect(files(await lint("."))).toEqual(["a.py", "c.py"]);
    expect(files(await lint(". --exclude old/ --exclude a*"))).toEqual([]);
    expect(files(await lint(". --no-gitignore"))).toEqual(["a.py", "b.py", "c.py"]);
  });

  it("passes on threads and the cache", async () => {
    const { lint, folder } = project({ "a.py": "" });
    const job = async (args: string) => (await lint(args)).world.jobs[0];
    expect(await job("a.py")).toMatchObject({ threads: 2, cacheFolder: expect.stringContaining("lanewise") });
    expect(await job("a.py --threads 7 --no-cache")).toMatchObject({ threads: 7, cacheFolder: undefined });
    expect(await job("a.py --cache-dir c")).toMatchObject({ cacheFolder: path.join(folder, "c") });
  });

  it("says what kept it from checking", async () => {
    const checkFiles: LintWorld["checkFiles"] = async () => ({
      status: "failed",
      detail: "The worker died.",
    });
    const { code, stderr } = await project({ "a.py": "" }).lint(".", { checkFiles });
    expect({ code, stderr }).toEqual({ code: 2, stderr: "lanewise lint: The worker died.\n" });
  });
});

describe("lanewise lint, while it runs", () => {
  it("is cancelled by an interrupt, and writes nothing", async () => {
    const { lint, read } = project({ "a.py": "commit()\n" });
    let deps: FakeDeps | undefined;
    const checkFiles: LintWorld["checkFiles"] = async ({ signal }) => {
      deps?.interrupt();
      return signal.aborted ? { status: "cancelled" } : { status: "failed", detail: "" };
    };
    const onInterrupt: CliDeps["onInterrupt"] = (listener) => {
      deps = { interrupt: listener } as FakeDeps;
      return () => undefined;
    };
    const { code, stdout, stderr } = await lint(". --fix --format json", { checkFiles }, { onInterrupt });
    expect({ code, stdout, text: read("a.py") }).toEqual({ code: 130, stdout: "", text: "commit()\n" });
    expect(stderr).toBe("Cancelled: nothing was written.\n");
  });

  it("shows progress on a terminal, but not in the first second", async () => {
    const { lint } = project({ "a.py": "", "b.py": "" });
    const stderr = fakeTerminal({ isTerminal: true });
    const run = async (seconds: number, quiet = "") => {
      let now = 0;
      const world = fakeLintWorld();
      const checkFiles: LintWorld["checkFiles"] = async (job) => {
        now = seconds * 1000;
        return world.checkFiles(job);
      };
      const before = stderr.text().length;
      await lint(`.${quiet}`, { checkFiles }, { stderr, now: () => now });
      return stderr.text().slice(before);
    };
    expect(await run(0.9)).toBe("");
    expect(await run(2)).toBe("\r\u001b[KChecking files: 1 of 2\r\u001b[K");
    expect(await run(2, " --quiet")).toBe("");
  });
});
