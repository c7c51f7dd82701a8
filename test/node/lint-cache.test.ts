import { mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { defaultLintConfig } from "../../src/core/lint/config.ts";
import { text } from "../../src/core/text/text.ts";
import { cachedLintFiles } from "../../src/node/lint-cache.ts";
import type { LintFilesJob } from "../../src/node/lint-files.ts";
import { sampleFinding } from "../support/sample-findings.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const root = temporaryFolder();

/** A folder of files from long ago, and a linter that finds something in every file that holds `bad`. */
function project(files: Record<string, string>) {
  const folder = mkdtempSync(path.join(root, "p-"));
  const at = (name: string) => path.join(folder, name);
  const long = new Date(Date.UTC(2020, 0));
  const write = (name: string, content: string, time: Date | undefined = long) => {
    mkdirSync(path.dirname(at(name)), { recursive: true });
    writeFileSync(at(name), content);
    if (time) utimesSync(at(name), time, time);
    utimesSync(folder, long, long);
  };
  for (const [name, content] of Object.entries(files)) write(name, content);
  let runs = 0;
  const check = async (changes: Partial<LintFilesJob> = {}, engine = "1", whileChecking = () => {}) => {
    const job = {
      files: [at("a.py")].map((file) => ({ file, config: defaultLintConfig, text: undefined })),
      threads: 1,
      signal: new AbortController().signal,
      onProgress: () => {},
      cacheFolder: path.join(folder, ".cache"),
      ...changes,
    };
    const lint = cachedLintFiles({
      engine: async () => engine,
      now: Date.now,
      lintFiles: async ({ files }) => {
        runs++;
        whileChecking();
        return {
          status: "completed",
          files: new Map(
            files.map(({ file }) => [file, { findings: [sampleFinding()], problem: text(`Run ${runs}.`) }]),
          ),
          inputs: { files: [at("imported.py"), at("missing.py")], folders: [folder], memory: new Map() },
        };
      },
    });
    const outcome = await lint(job);
    utimesSync(folder, long, long);
    if (outcome.status !== "completed") return outcome.status;
    return outcome.files.get(at("a.py"))?.problem?.message;
  };
  return { folder, at, write, check };
}

const files = { "a.py": "bad\n", "imported.py": "x = 1\n", "other.py": "" };

describe("cachedLintFiles", () => {
  it("remembers findings and problems while nothing has changed", async () => {
    const { check } = project(files);
    expect([await check(), await check(), await check()]).toEqual(["Run 1.", "Run 1.", "Run 1."]);
  });

  it("does not mind files that were only touched", async () => {
    const { check, write } = project(files);
    await check();
    write("a.py", "bad\n", new Date(Date.UTC(2021, 0)));
    write("other.py", "something else", new Date(Date.UTC(2021, 0)));
    expect(await check()).toBe("Run 1.");
  });

  it.each<[string, (one: ReturnType<typeof project>) => void]>([
    ["a file", ({ write }) => write("a.py", "bad again\n", new Date(Date.UTC(2021, 0)))],
    [
      "a file that another one imports",
      ({ write }) => write("imported.py", "y = 1\n", new Date(Date.UTC(2021, 0))),
    ],
    ["what was missing", ({ write }) => write("missing.py", "z = 1\n")],
    ["what is missing now", ({ at }) => rmSync(at("imported.py"))],
    [
      "the names in a folder where imports are looked for",
      ({ write, folder }) => {
        write("new.py", "");
        utimesSync(folder, new Date(), new Date());
      },
    ],
  ])("checks again when %s changed", async (_, change) => {
    const one = project(files);
    await one.check();
    change(one);
    expect(await one.check()).toBe("Run 2.");
  });

  it("checks again for other settings, other files and another linter", async () => {
    const { check, at } = project(files);
    await check();
    const config = { ...defaultLintConfig, ignore: ["commit-in-loop"] };
    expect(await check({ files: [{ file: at("a.py"), config, text: undefined }] })).toBe("Run 2.");
    const both = ["a.py", "other.py"].map((name) => ({
      file: at(name),
      config: defaultLintConfig,
      text: undefined,
    }));
    expect(await check({ files: both })).toBe("Run 3.");
    expect(await check({}, "2")).toBe("Run 4.");
    expect(await check()).toBe("Run 1.");
  });

  it("does not trust the time of a file that was written just before", async () => {
    const { check, write } = project(files);
    const now = new Date(Date.now() - 500);
    write("a.py", "bad\n", now);
    await check();
    write("a.py", "BAD\n", now);
    expect(await check()).toBe("Run 2.");
  });

  it("keeps nothing of files that change while they are checked", async () => {
    const { check, write } = project(files);
    await check({}, "1", () => write("imported.py", "changed\n", new Date(Date.now() + 10)));
    expect(await check()).toBe("Run 2.");
  });

  it("keeps nothing of texts that are not on disk, and nothing when it is told so", async () => {
    const { check, at, folder } = project(files);
    await check({ files: [{ file: at("a.py"), config: defaultLintConfig, text: "bad" }] });
    await check({ cacheFolder: undefined } as Partial<LintFilesJob>);
    expect(readdirSync(folder)).not.toContain(".cache");
  });

  it("does without a cache that it cannot read or write", async () => {
    const { check, folder } = project(files);
    await check();
    const cache = path.join(folder, ".cache");
    for (const name of readdirSync(cache)) writeFileSync(path.join(cache, name), '{"traces":');
    expect(await check()).toBe("Run 2.");
    rmSync(cache, { recursive: true });
    writeFileSync(cache, "a file");
    expect(await check()).toBe("Run 3.");
  });

  it("drops what was not used for long", async () => {
    const { check, folder } = project(files);
    for (let i = 0; i < 35; i++) await check({}, String(i));
    expect(readdirSync(path.join(folder, ".cache"))).toHaveLength(30);
  });
});
