import { writeFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import type { Severity } from "../../../src/core/lint/finding.ts";
import { english } from "../../../src/core/text/text.ts";
import { changeRuleSeverity } from "../../../src/extension/lint/change-rule-severity.ts";
import { explainRule } from "../../../src/extension/lint/explain-rule.ts";
import { type RuleEntry, ruleBook } from "../../../src/extension/lint/rule-book.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";
import { fakeDialogs, fakeLog } from "../fakes.ts";

const folder = temporaryFolder();
const commit: RuleEntry = {
  id: "commit-in-loop",
  severity: "warning",
  docs: { summary: "A commit per row.", why: "It is slow.", remedy: "Commit once.", sources: [] },
};
const rules = async () => new Map([[commit.id, commit]]);

describe("ruleBook", () => {
  it("reads the rules that the build wrote, once", async () => {
    const file = path.join(folder, "rules.json");
    writeFileSync(file, JSON.stringify([commit]));
    const book = ruleBook(file, fakeLog());
    expect((await book()).get("commit-in-loop")).toEqual(commit);
    writeFileSync(file, "[]");
    expect((await book()).size).toBe(1);
  });

  it("is empty when the file is missing, and the log says why", async () => {
    const log = fakeLog();
    expect(await ruleBook(path.join(folder, "missing.json"), log)()).toEqual(new Map());
    expect(log.lines.join()).toContain("missing.json");
  });
});

describe("Explain Rule…", () => {
  const opened: string[] = [];
  const openPage = async (rule: string) => {
    opened.push(rule);
  };

  it("opens the page of the rule that a link names", async () => {
    await explainRule({ rules, dialogs: fakeDialogs(), openPage }, { rule: "commit-in-loop" });
    expect(opened.splice(0)).toEqual(["commit-in-loop"]);
  });

  it("asks which rule when it is run from the palette", async () => {
    const dialogs = fakeDialogs({ pick: "commit" });
    await explainRule({ rules, dialogs, openPage }, undefined);
    expect(dialogs.lists[0]).toMatchObject([{ label: "commit-in-loop", detail: "A commit per row." }]);
    expect(opened.splice(0)).toEqual(["commit-in-loop"]);
  });

  it("opens nothing for what is no rule", async () => {
    const dialogs = fakeDialogs();
    await explainRule({ rules, dialogs, openPage }, { rule: "../../package" });
    expect(opened).toEqual([]);
    expect(dialogs.said).toMatchObject([{ kind: "warning" }]);
  });
});

describe("Change Severity of a Rule…", () => {
  function fake(pick: string | undefined, set?: Severity | "off", problem?: string) {
    const written: unknown[][] = [];
    const dialogs = fakeDialogs(pick === undefined ? {} : { pick });
    const deps = {
      rules,
      dialogs,
      t: english,
      severityOf: () => set,
      setSeverity: async (...call: unknown[]) => {
        written.push(call);
        return problem;
      },
    };
    return {
      dialogs,
      written,
      change: () => changeRuleSeverity(deps, { rule: commit.id, uri: "file:///a.py" }),
    };
  }

  it("writes the severity that is picked, where the document is", async () => {
    const { change, written, dialogs } = fake("Hint");
    await change();
    expect(written).toEqual([["commit-in-loop", "hint", "file:///a.py"]]);
    expect(dialogs.lists[0]?.map(({ label, description }) => [label, description])).toEqual([
      ["Error", ""],
      ["Warning", "now · the rule's own"],
      ["Information", ""],
      ["Hint", ""],
      ["Off", ""],
    ]);
  });

  it("takes the setting away when the rule's own severity is picked", async () => {
    const { change, written } = fake("Warning", "off");
    await change();
    expect(written).toEqual([["commit-in-loop", undefined, "file:///a.py"]]);
  });

  it("writes nothing when the user gives up or picks what is set", async () => {
    const abandoned = fake(undefined);
    await abandoned.change();
    const same = fake("Off", "off");
    await same.change();
    expect([...abandoned.written, ...same.written]).toEqual([]);
  });

  it("says why the setting cannot be written", async () => {
    const { change, dialogs } = fake("Off", undefined, "settings.json is read-only");
    await change();
    expect(dialogs.said).toMatchObject([{ kind: "error", text: expect.stringContaining("read-only") }]);
  });
});
