import { describe, expect, it } from "vitest";
import type { LintLanes } from "../../src/node/lint-lanes.ts";
import { type LintMemory, RememberingLanes } from "../../src/node/lint-memory.ts";

/** Checks files again and again, with what others did of it, by what they were asked for. */
async function check(known: LintMemory, basis: Readonly<Record<string, string>> = {}) {
  const done: string[] = [];
  const each =
    <Result>(name: string, make: (file: string) => Result) =>
    async (files: readonly string[], take: (found: readonly Result[]) => void) => {
      for (const file of files) done.push(`${name} ${file}`);
      take(files.map(make));
    };
  const lanes: LintLanes = {
    search: each("search", (file) => ({ file, scan, stamp: { size: 1, mtimeMs: 1, hash: file } })),
    summarise: each("summarise", (file) => ({ file, summary })),
    check: each("check", (file) => ({ file, findings: [], note: undefined, rests: ["db.py"] })),
  };
  const remembering = new RememberingLanes({
    lanes,
    known,
    basisOf: (file, rests, hashOf) => `${hashOf(file)} ${rests} ${rests.map(hashOf)} ${basis[file] ?? ""}`,
  });
  const taken: string[] = [];
  await remembering.search(["a.py", "db.py"], (found) => taken.push(...found.map(({ file }) => file)));
  await remembering.summarise(["db.py"], (found) => taken.push(...found.map(({ file }) => file)));
  await remembering.check(["a.py", "db.py"], (found) => taken.push(...found.map(({ file }) => file)));
  return { done, taken, memory: new Map(remembering.memory) };
}

const scan = { hasEvidence: true, importsDatabase: true, mayMatter: false, imports: [] };
const summary = { imports: [], exports: {}, uses: [], relationships: {}, databases: [], operates: true };

describe("RememberingLanes", () => {
  it("has nothing done twice", async () => {
    const first = await check(new Map());
    expect(first.done).toEqual([
      "search a.py",
      "search db.py",
      "summarise db.py",
      "check a.py",
      "check db.py",
    ]);
    const second = await check(first.memory);
    expect(second.done).toEqual([]);
    expect(second.taken).toEqual(["a.py", "db.py", "db.py", "a.py", "db.py"]);
    expect(second.memory).toEqual(first.memory);
  });

  it("keeps what it knows when it is written down and read again", async () => {
    const first = await check(new Map());
    expect((await check(new Map(JSON.parse(JSON.stringify([...first.memory]))))).done).toEqual([]);
  });

  it("has a file that is not known done, and no other", async () => {
    const { memory } = await check(new Map());
    memory.delete("a.py");
    expect((await check(memory)).done).toEqual(["search a.py", "check a.py"]);
  });

  it("has files checked again that rest on one that changed", async () => {
    const { memory } = await check(new Map());
    const before = memory.get("db.py");
    if (!before) throw new Error("It was forgotten.");
    memory.set("db.py", { ...before, stamp: { ...before.stamp, hash: "another" } });
    expect((await check(memory)).done).toEqual(["check a.py", "check db.py"]);
  });

  it("has a file checked again when anything else changed that it rests on", async () => {
    const { memory } = await check(new Map());
    expect((await check(memory, { "a.py": "other versions" })).done).toEqual(["check a.py"]);
  });
});
