import { mkdtempSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import path from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { defaultLintConfig } from "../../../src/core/lint/config.ts";
import { cachedLintFiles } from "../../../src/node/lint-cache.ts";
import { type LintFilesJob, lintFiles } from "../../../src/node/lint-files.ts";
import { distFolder } from "../../support/benchmark-run.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";

const root = temporaryFolder();
const uncached = lintFiles({ file: path.join(distFolder, "lint-worker.js") });

const db =
  "from sqlalchemy.orm import sessionmaker\nSessionLocal = sessionmaker()\nsession = SessionLocal()\n";
const thread = `import threading
from db import session

def work(row):
    session.add(row)

for row in rows:
    threading.Thread(target=work, args=(row,)).start()
`;

/** Text by name; undefined: the file is not there. */
type Files = Readonly<Record<string, string | undefined>>;

function project() {
  const folder = mkdtempSync(path.join(root, "p-"));
  const present = new Set<string>();
  let second = 0;
  const write = (files: Files) => {
    for (const [name, text] of Object.entries(files)) {
      const file = path.join(folder, name);
      if (text === undefined) {
        rmSync(file, { force: true });
        present.delete(name);
        continue;
      }
      writeFileSync(file, text);
      // Long ago, or times would not be trusted.
      utimesSync(file, new Date(), new Date(Date.UTC(2020, 0, 1, 0, 0, second++)));
      present.add(name);
    }
  };
  const job = (): LintFilesJob => ({
    files: [...present].sort().map((name) => ({
      file: path.join(folder, name),
      config: defaultLintConfig,
      text: undefined,
    })),
    threads: 1,
    signal: new AbortController().signal,
    onProgress: () => {},
  });
  const found = async (lint: (job: LintFilesJob) => ReturnType<typeof uncached>) => {
    const outcome = await lint(job());
    if (outcome.status !== "completed") throw new Error(JSON.stringify(outcome));
    return outcome;
  };
  return {
    write,
    anew: async () => [...(await found(uncached)).files],
    /** And the names of the files that a thread had to check. */
    cached: async () => {
      let known = new Set<string>();
      let inputs: Awaited<ReturnType<typeof found>>["inputs"];
      const lint = cachedLintFiles({
        engine: async () => "1",
        now: Date.now,
        lintFiles: async (given) => {
          known = new Set([...(given.memory?.values() ?? [])].map(({ checked }) => checked?.basis ?? ""));
          const outcome = await uncached(given);
          if (outcome.status === "completed") inputs = outcome.inputs;
          return outcome;
        },
      });
      const { files } = await found((given) =>
        lint({ ...given, cacheFolder: path.join(root, `cache-${path.basename(folder)}`) }),
      );
      const checked = [...(inputs?.memory ?? [])].filter(
        ([, file]) => file.checked && !known.has(file.checked.basis),
      );
      return { files: [...files], checked: checked.map(([file]) => path.basename(file)).sort() };
    },
  };
}

describe("The cache of checks", () => {
  it("checks again what changed, and what rests on it", async () => {
    const { write, cached } = project();
    write({ "db.py": db, "user.py": thread, "other.py": "import sqlite3\nc = sqlite3.connect('x')\n" });
    expect((await cached()).checked).toEqual(["db.py", "other.py", "user.py"]);
    expect((await cached()).checked).toEqual([]);
    write({ "other.py": "import sqlite3\n" });
    expect((await cached()).checked).toEqual(["other.py"]);
    write({ "db.py": `\n\n${db}` });
    expect((await cached()).checked).toEqual(["db.py", "user.py"]);
    write({ "user.py": `\n${thread}` });
    // Whoever makes a session is told of its uses elsewhere.
    expect((await cached()).checked).toEqual(["db.py", "user.py"]);
  });

  it("says the same as a check of all after any changes", async () => {
    const text = fc.constantFrom(
      undefined,
      db,
      thread,
      `${thread}\n# more\n`,
      "x = 1\n",
      "from db import *\n",
      "from b import session as s\nfor row in rows:\n    s.add(row)\n    s.commit()\n",
      "from c import save\nfor row in open('x'):\n    save(row)\n",
      "from db import session\n\ndef save(row):\n    session.add(row)\n    session.commit()\n",
      "import c\nfor row in open('x'):\n    c.save(row)\n",
    );
    const change = fc.tuple(fc.constantFrom("db.py", "a.py", "b.py", "c.py"), text);
    await fc.assert(
      fc.asyncProperty(fc.array(change, { minLength: 3, maxLength: 6 }), async (changes) => {
        const { write, anew, cached } = project();
        write({ "db.py": db, "a.py": thread, "b.py": "from db import *\n", "c.py": "x = 1\n" });
        await cached();
        for (const [name, content] of changes) {
          write({ [name]: content });
          const all = await anew();
          expect((await cached()).files).toEqual(all);
        }
      }),
      { numRuns: 12, seed: 3 },
    );
  });
});
