import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { defaultLintConfig } from "../../../src/core/lint/config.ts";
import { type FileToLint, type LintFilesJob, lintFiles } from "../../../src/node/lint-files.ts";
import { distFolder } from "../../support/benchmark-run.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";

const folder = path.join(temporaryFolder(), "project");
const worker = path.join(distFolder, "lint-worker.js");
const db = "from sqlalchemy.orm import Session\nsession = Session()\n";
const user = `import threading
from db import session

def work(row):
    session.add(row)

def main(rows):
    for row in rows:
        threading.Thread(target=work, args=(row,)).start()
`;
const perRow =
  "def load(cursor, rows):\n    for row in rows:\n        cursor.execute('INSERT INTO t VALUES (?)', row)\n";

beforeAll(() => {
  mkdirSync(folder);
  for (const [name, text] of Object.entries({
    "db.py": db,
    "user.py": user,
    "load.py": perRow,
    "fine.py": "x = 1\n",
  })) {
    writeFileSync(path.join(folder, name), text);
  }
  writeFileSync(path.join(folder, "odd.py"), "# coding: koi8-r\n");
});

describe("lintFiles", () => {
  it.each([1, 3])("finds what is wrong in files, across files, with %i threads", async (threads) => {
    const found = await rulesByFile(["db.py", "user.py", "load.py", "fine.py"], { threads });
    expect(found["user.py"]).toContain("session-shared-across-threads");
    expect(found["load.py"]).toContain("per-row-write");
    expect(found["fine.py"]).toEqual([]);
  });

  it("follows imports to files that it was not asked for", async () => {
    expect((await rulesByFile(["user.py"]))["user.py"]).toContain("session-shared-across-threads");
  });

  it("takes a text that is given for the file's", async () => {
    const files = [{ ...fileOf("fine.py"), text: perRow }, fileOf("load.py")];
    const outcome = await lint({ files });
    expect(outcome.files.get(path.join(folder, "fine.py"))?.findings).toEqual(
      outcome.files.get(path.join(folder, "load.py"))?.findings,
    );
  });

  it("checks each file with its own settings", async () => {
    const off = { ...defaultLintConfig, ignore: ["per-row-write"] };
    const files = [{ ...fileOf("load.py"), config: off }, fileOf("fine.py")];
    expect((await lint({ files })).files.get(path.join(folder, "load.py"))?.findings).toEqual([]);
  });

  it("says why a file was not checked", async () => {
    const { files } = await lint({ files: [fileOf("odd.py"), fileOf("missing.py")] });
    expect(files.get(path.join(folder, "odd.py"))?.problem?.args["detail"]).toMatch(/koi8-r/);
    expect(files.get(path.join(folder, "missing.py"))?.problem?.args["detail"]).toMatch(/does not exist/);
  });

  it("says how far it is", async () => {
    const told: [number, number][] = [];
    await lint({
      files: ["db.py", "user.py"].map(fileOf),
      onProgress: (done, total) => told.push([done, total]),
    });
    expect(told.at(-1)).toEqual([2, 2]);
  });

  it("ends when it is cancelled", async () => {
    const cancel = new AbortController();
    const outcome = lintFiles({ file: worker })(job({ files: [fileOf("load.py")], signal: cancel.signal }));
    cancel.abort();
    expect(await outcome).toEqual({ status: "cancelled" });
  });

  it("fails when a thread dies", async () => {
    const broken = path.join(folder, "broken.cjs");
    writeFileSync(broken, 'throw new Error("It broke.");');
    expect(await lintFiles({ file: broken })(job({ files: [fileOf("load.py")] }))).toEqual({
      status: "failed",
      detail: "It broke.",
    });
  });
});

function fileOf(name: string): FileToLint {
  return { file: path.join(folder, name), config: defaultLintConfig, text: undefined };
}

function job(given: Partial<LintFilesJob>): LintFilesJob {
  return { files: [], threads: 2, signal: new AbortController().signal, onProgress: () => {}, ...given };
}

async function lint(given: Partial<LintFilesJob>) {
  const outcome = await lintFiles({ file: worker })(job(given));
  if (outcome.status !== "completed") throw new Error(JSON.stringify(outcome));
  return outcome;
}

async function rulesByFile(names: readonly string[], given: Partial<LintFilesJob> = {}) {
  const { files } = await lint({ ...given, files: names.map(fileOf) });
  return Object.fromEntries(
    [...files].map(([file, { findings }]) => [path.basename(file), findings.map(({ rule }) => rule)]),
  );
}
