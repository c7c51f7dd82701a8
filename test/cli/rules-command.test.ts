import { describe, expect, it } from "vitest";
import { runCli } from "../../src/cli/run-cli.ts";
import { fakeLintWorld } from "../support/fake-lint-world.ts";
import { fakeDeps, fakeTerminal } from "./fake-deps.ts";

async function rules(args: string[], width = 100) {
  const deps = fakeDeps({ lint: fakeLintWorld(), stdout: fakeTerminal({ width }) });
  const code = await runCli(["rules", ...args], deps);
  return { code, stdout: deps.stdout.text(), stderr: deps.stderr.text() };
}

describe("lanewise rules", () => {
  it("lists all rules for people, within the terminal's width", async () => {
    const { code, stdout } = await rules([], 70);
    expect(code).toBe(0);
    const lines = stdout.trimEnd().split("\n");
    expect(
      lines.filter((line) => /^ {2}\S/.test(line)).map((line) => line.trim().split(/\s+/).slice(0, 2)),
    ).toEqual([
      ["commit-in-loop", "warning"],
      ["query-in-loop", "off"],
      ["session-shared-across-threads", "error"],
    ]);
    for (const line of lines) expect(line.length).toBeLessThanOrEqual(70);
  });

  it("lists all rules for programs", async () => {
    const { rules: list, schema } = JSON.parse((await rules(["--format", "json"])).stdout);
    expect(schema).toBe("lanewise-rules/1");
    expect(list).toHaveLength(3);
    expect(list[0]).toEqual({
      id: "commit-in-loop",
      languages: ["python"],
      severity: "warning",
      summary: expect.stringContaining("commit-in-loop"),
      measurable: false,
      documentation: "file:///docs/rules/commit-in-loop.md",
    });
    expect(list[1]).toMatchObject({ severity: "off", severityWhenOn: "warning" });
  });

  it("explains a rule", async () => {
    const { code, stdout } = await rules(["commit-in-loop"]);
    expect(code).toBe(0);
    for (const part of [
      "commit-in-loop (warning)",
      "Because it is **slow**.",
      "Do it once.",
      "    for r in rows:\n        s.commit()",
      "- a commit per chunk",
      "https://docs.sqlalchemy.org/session",
    ])
      expect(stdout).toContain(part);
  });

  it.each([
    [["comit-in-loop"], "There is no rule “comit-in-loop”. Did you mean commit-in-loop?"],
    [["--format", "sarif"], "--format is text or json, not “sarif”."],
  ])("takes %j for wrong usage", async (args, sentence) => {
    const { code, stdout, stderr } = await rules(args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toContain(sentence);
  });
});
