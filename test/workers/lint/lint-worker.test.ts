import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { defaultLintConfig } from "../../../src/core/lint/config.ts";
import type { LintDocument } from "../../../src/extension/lint/lint-document.ts";
import { LintResults } from "../../../src/extension/lint/lint-results.ts";
import { Linter } from "../../../src/extension/lint/linter.ts";
import { LintClient } from "../../../src/node/lint-client.ts";
import { fakeLog } from "../../extension/fakes.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";

/** The worker that is shipped, which also ends itself when it is told of a certain file. */
const folder = temporaryFolder();
const mortal = path.join(folder, "mortal-worker.cjs");
const deadly = "/deadly.py";
writeFileSync(
  mortal,
  `const { parentPort } = require("node:worker_threads");
const { on } = parentPort;
parentPort.on = (event, listener) => on.call(parentPort, event, (message) => {
  if (message.deleted?.includes(${JSON.stringify(deadly)})) process.exit(7);
  listener(message);
});
require(${JSON.stringify(path.resolve("dist", "lint-worker.js"))});`,
);
const patience = { timeout: 20_000, interval: 20 };
const linters: Linter[] = [];

afterEach(() => {
  for (const linter of linters.splice(0)) linter.dispose();
});

describe("the linter with the worker that is shipped", () => {
  it("has all findings again after the worker died, of what is open and of what was checked", async () => {
    const project = projectOf({ "app.py": "", "jobs/load.py": perRow });
    const { linter, results, log, open, rulesIn } = startLinter(project);
    await open("app.py", perRow);
    await linter.check([path.join(project, "jobs", "load.py")], new AbortController().signal);
    await expect.poll(() => rulesIn("app.py"), patience).toEqual(["commit-in-loop"]);
    expect(rulesIn("jobs/load.py")).toEqual(["commit-in-loop"]);

    linter.filesChanged([], [deadly]);
    await expect.poll(() => log.lines.join(), patience).toContain("It ended with code 7.");
    expect(results.state).not.toBe("failed");
    await open("app.py", "print(1)\n", 2);
    await expect.poll(() => rulesIn("app.py"), patience).toEqual([]);
    writeFileSync(path.join(project, "jobs", "load.py"), "print(2)\n");
    linter.filesChanged([path.join(project, "jobs", "load.py")], []);
    await expect.poll(() => rulesIn("jobs/load.py"), patience).toEqual([]);
  });

  it("checks a file again when an unsaved one starts to use what it makes", async () => {
    const project = projectOf({ "db.py": "", "server.py": "" });
    const { open, severitiesIn } = startLinter(project);
    const sample = (name: string) =>
      readFileSync(path.join("samples/workspace/session_server", name), "utf8");
    await open("server.py", "");
    await open("server.py", sample("server.py"), 2);
    await open("db.py", "");
    await open("db.py", sample("db.py"), 2);
    await expect.poll(() => severitiesIn("db.py"), patience).toEqual(["module-level-session warning"]);
    await open("server.py", "", 3);
    await expect.poll(() => severitiesIn("db.py"), patience).toEqual(["module-level-session information"]);
  });
});

const perRow = `from sqlalchemy.orm import Session


def load(session: Session, names):
    for name in names:
        print(name)
        session.commit()
`;

function projectOf(files: Readonly<Record<string, string>>): string {
  const project = mkdtempSync(path.join(folder, "project-"));
  for (const [name, text] of Object.entries(files)) {
    const file = path.join(project, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
  return project;
}

function startLinter(project: string) {
  const documents = new Map<string, LintDocument>();
  const log = fakeLog();
  const onError = (error: unknown) => {
    throw error;
  };
  const results = new LintResults(onError);
  const config = { ...defaultLintConfig, budgetMs: 20_000 };
  const linter = new Linter({
    startLink: (events) => new LintClient({ file: mortal }, events),
    readConfiguration: async () => ({
      enabled: true,
      folders: [{ folder: project, config, excludes: [], projects: [], sitePackages: undefined }],
      fallback: config,
    }),
    documents: () => documents.values(),
    timing: () => ({ run: "onType", delayMs: 1 }),
    onFailure: () => log.error("given up"),
    ...{ results, log, onError },
  });
  linters.push(linter);
  const findingsIn = (name: string) => results.files.get(path.join(project, name))?.findings ?? [];
  return {
    linter,
    results,
    log,
    /** Also in place of what was open before, as an edit of all of it. */
    open: async (name: string, content: string, version = 1) => {
      const file = path.join(project, name);
      const before = documents.get(file);
      documents.set(file, { kind: "text", name: file, version, text: () => content });
      const length = before?.kind === "text" ? before.text().length : 0;
      if (before) linter.edit(file, version, [{ start: 0, end: length, text: content }]);
      else linter.open({ kind: "text", name: file, version, text: () => content });
      await expect.poll(() => linter.whenCurrent(file, 10_000), patience).toBe(true);
    },
    rulesIn: (name: string) => findingsIn(name).map(({ rule }) => rule),
    severitiesIn: (name: string) => findingsIn(name).map(({ rule, severity }) => `${rule} ${severity}`),
  };
}
