import { describe, expect, it } from "vitest";
import { temporaryFolder } from "../../support/temporary-folder.ts";
import { lintProject } from "./lint-project.ts";

const root = temporaryFolder();
const project = (files: Parameters<typeof lintProject>[1]) => lintProject(root, files);

describe("lanewise lint with [tool.lanewise]", () => {
  it("uses the nearest file of each folder", async () => {
    const { lint } = project({
      "pyproject.toml": '[tool.lanewise]\nfail-on = "never"\nseverity = { query-in-loop = "error" }\n',
      "a.py": "share()\n",
      "strict/pyproject.toml": '[tool.lanewise]\nfail-on = "hint"\nbudget-ms = 7\nexclude = ["gen/"]\n',
      "strict/b.py": "x = 1\n",
      "strict/gen/c.py": "share()\n",
    });
    const { code, world } = await lint(".");
    expect(code).toBe(0);
    expect(world.jobs[0]?.files.map(({ config }) => config)).toEqual([
      { rules: { "query-in-loop": "error" }, select: [], ignore: [], budgetMs: 2000 },
      { rules: {}, select: [], ignore: [], budgetMs: 7 },
    ]);
    expect((await lint(". --fail-on error")).code).toBe(1);
    expect((await lint("a.py --config strict/pyproject.toml")).code).toBe(1);
  });

  it("lets the command line decide", async () => {
    const { lint } = project({
      "pyproject.toml":
        '[tool.lanewise]\nselect = ["query-in-loop"]\nignore = ["commit-in-loop"]\nseverity = { commit-in-loop = "off" }\n',
      "a.py": "",
    });
    const config = async (args: string) => (await lint(args)).world.jobs[0]?.files[0]?.config;
    expect(await config("a.py --select commit-in-loop")).toMatchObject({
      select: ["commit-in-loop"],
      ignore: [],
      rules: {},
    });
    expect(await config("a.py --ignore query-in-loop")).toMatchObject({
      select: ["query-in-loop"],
      ignore: ["commit-in-loop", "query-in-loop"],
    });
  });

  it("names file and line of what is wrong, and checks nothing", async () => {
    const { lint } = project({
      "app/pyproject.toml": '[tool.lanewise]\n\nselect = ["commit-in-lop"]\ncolour = true\n',
      "app/a.py": "commit()\n",
    });
    const { code, stdout, stderr, world } = await lint(".");
    expect({ code, stdout, jobs: world.jobs }).toEqual({ code: 2, stdout: "", jobs: [] });
    expect(stderr).toBe(
      "lanewise lint: app/pyproject.toml:3: select: There is no rule “commit-in-lop”. Did you mean commit-in-loop?\n" +
        "lanewise lint: app/pyproject.toml:4: [tool.lanewise] has no key “colour”.\n",
    );
  });

  it("says that a named file does not exist", async () => {
    const { code, stderr } = await project({ "a.py": "" }).lint("a.py --config gone.toml");
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: "lanewise lint: gone.toml: It cannot be read: it does not exist.\n",
    });
  });
});
