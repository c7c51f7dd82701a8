import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { english } from "../../../src/core/text/text.ts";
import { openDatabase } from "../../../src/extension/commands/open-database.ts";
import { type FakeAnswers, fakeDialogs, fakeMemory, fakeOffers } from "../fakes.ts";

const folder = mkdtempSync(path.join(tmpdir(), "lanewise-open-"));
const file = path.join(folder, "it's a größe.db");
writeFileSync(file, "not even a database");
afterAll(() => rmSync(folder, { recursive: true }));

async function open(target: unknown, answers: FakeAnswers = {}, stored: Record<string, unknown> = {}) {
  const memory = fakeMemory(stored);
  const dialogs = fakeDialogs(answers);
  let changes = 0;
  const deps = { memory, dialogs, offers: fakeOffers().offers, t: english, onChange: () => changes++ };
  const profile = await openDatabase(deps, target);
  return { profile, memory, dialogs, changes };
}

const profile = { engine: "sqlite", name: "it's a größe.db", path: file };

describe("openDatabase", () => {
  it("asks for a file and makes it the active connection", async () => {
    const opened = await open(undefined, { openFile: file });
    expect(opened.profile).toEqual(profile);
    expect(opened.memory.profile).toEqual(profile);
    expect(opened.changes).toBe(1);
  });

  it("takes the file it is given", async () => {
    expect((await open({ scheme: "file", fsPath: file })).profile).toEqual(profile);
  });

  it("changes nothing when the user gives up", async () => {
    const { dialogs, changes, memory } = await open(undefined);
    expect([dialogs.said, changes, memory.profile]).toEqual([[], 0, undefined]);
  });

  it("says when the file is missing or a folder, and offers another", async () => {
    const missing = await open({ scheme: "file", fsPath: path.join(folder, "none.db") });
    expect(missing.dialogs.said[0]?.text).toContain("There is no file");
    expect(missing.dialogs.said[0]?.choices).toEqual(["Open SQLite Database…"]);
    const directory = await open({ scheme: "file", fsPath: folder });
    expect(directory.dialogs.said[0]?.text).toContain("is a folder");
    expect(directory.memory.profile).toBeUndefined();
  });

  it("says why a file of a virtual workspace cannot be opened", async () => {
    const { dialogs } = await open({ scheme: "vscode-vfs", fsPath: "/a.db" });
    expect(dialogs.said[0]?.text).toContain("vscode-vfs");
  });

  it("offers the databases used before to switch between", async () => {
    const other = { engine: "sqlite", name: "other.db", path: path.join(folder, "other.db") };
    const { profile: opened, dialogs } = await open(
      "switch",
      { pick: "größe" },
      { profiles: [other, profile] },
    );
    expect(opened).toEqual(profile);
    expect(dialogs.lists[0]?.map(({ label }) => label)).toEqual([
      "$(check) other.db",
      "$(database) it's a größe.db",
      "$(folder-opened) Open another file…",
    ]);
  });

  it("asks for a file to switch to when none was used or another is wanted", async () => {
    expect((await open("switch", { openFile: file })).profile).toEqual(profile);
    const another = await open("switch", { pick: "another", openFile: file }, { profiles: [profile] });
    expect(another.profile).toEqual(profile);
  });
});
