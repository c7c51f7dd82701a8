import { describe, expect, it } from "vitest";
import { runCli } from "../../src/cli/run-cli.ts";
import { fakeDeps, fakeTerminal } from "./fake-deps.ts";

describe("lanewise", () => {
  it.each([["--version"], ["-V"]])("prints its version for %s", async (arg) => {
    const deps = fakeDeps();
    expect(await runCli([arg], deps)).toBe(0);
    expect(deps.stdout.text()).toBe("1.2.3\n");
  });

  it.each([[["--help"]], [["-h"]], [["help"]]])("prints the overview for %j", async (args) => {
    const deps = fakeDeps();
    expect(await runCli(args, deps)).toBe(0);
    expect(deps.stdout.text()).toMatch(/^Usage: lanewise COMMAND/);
  });

  it.each([
    [["help", "bench"], "lanewise bench"],
    [["bench", "--help"], "lanewise bench"],
    [["bench", "-h"], "lanewise bench"],
    [["bench", "--wrong", "--help"], "lanewise bench"],
    [["--help", "compare"], "lanewise compare"],
    [["compare", "--help"], "lanewise compare"],
  ])("prints a command's help for %j", async (args, usage) => {
    const deps = fakeDeps();
    expect(await runCli(args, deps)).toBe(0);
    expect(deps.stdout.text()).toMatch(new RegExp(`^Usage: ${usage} `));
    expect(deps.stderr.text()).toBe("");
  });

  it("prints the overview as an error when nothing is asked", async () => {
    const deps = fakeDeps();
    expect(await runCli([], deps)).toBe(2);
    expect(deps.stdout.text()).toBe("");
    expect(deps.stderr.text()).toMatch(/^Usage: /);
  });

  it("fits its help to a narrow terminal", async () => {
    const deps = fakeDeps({ stdout: fakeTerminal({ width: 60 }) });
    await runCli(["--help"], deps);
    expect(deps.stdout.text()).toContain("\n  compare  ".trimEnd());
  });

  it.each([
    [["bnech"], "“bnech” is no command. Did you mean bench?"],
    [["help", "comapre"], "“comapre” is no command. Did you mean compare?"],
    [["--verison"], "The option --verison is unknown. Did you mean --version?"],
    [["--sqlite", "a.db", "bench"], "--sqlite comes after a command"],
  ])("answers %j with a sentence and the hint to the help", async (args, sentence) => {
    const deps = fakeDeps();
    expect(await runCli(args, deps)).toBe(2);
    expect(deps.stderr.text()).toContain(sentence);
    expect(deps.stderr.text()).toMatch(/See lanewise --help\.\n$/);
    expect(deps.stdout.text()).toBe("");
  });
});
