import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import type { SqliteProfile } from "../../../src/core/connection/profile.ts";
import { openDatabase } from "../../../src/extension/commands/open-database.ts";
import { type FakeAnswers, fakeDialogs, fakeOffers } from "../fakes.ts";

const folder = mkdtempSync(path.join(tmpdir(), "lanewise-open-"));
const file = path.join(folder, "it's a größe.db");
writeFileSync(file, "");
const text = path.join(folder, "notes.db");
writeFileSync(text, "not even a database");
afterAll(() => rmSync(folder, { recursive: true }));

async function open(target: unknown, answers: FakeAnswers = {}) {
  const dialogs = fakeDialogs(answers);
  const adopted: SqliteProfile[] = [];
  const adopt = async (profile: SqliteProfile) => {
    adopted.push(profile);
  };
  const opened = await openDatabase({ dialogs, offers: fakeOffers().offers, adopt }, target);
  return { profile: opened, dialogs, adopted };
}

const profile = { engine: "sqlite", name: "it's a größe.db", path: file };

describe("openDatabase", () => {
  it("asks for a file and makes it the active connection", async () => {
    const opened = await open(undefined, { openFile: file });
    expect(opened.profile).toEqual(profile);
    expect(opened.adopted).toEqual([profile]);
  });

  it("takes the file it is given", async () => {
    expect((await open({ scheme: "file", fsPath: file })).profile).toEqual(profile);
  });

  it("changes nothing when the user gives up", async () => {
    const { dialogs, adopted } = await open(undefined);
    expect([dialogs.said, adopted]).toEqual([[], []]);
  });

  it("says when the file is missing or a folder, and offers another", async () => {
    const missing = await open({ scheme: "file", fsPath: path.join(folder, "none.db") });
    expect(missing.dialogs.said[0]?.text).toContain("There is no file");
    expect(missing.dialogs.said[0]?.choices).toEqual(["Open SQLite Database…"]);
    const directory = await open({ scheme: "file", fsPath: folder });
    expect(directory.dialogs.said[0]?.text).toContain("is a folder");
    expect(directory.adopted).toEqual([]);
  });

  it("refuses a file that does not begin as a database does, and takes an empty one", async () => {
    const { dialogs, adopted } = await open({ scheme: "file", fsPath: text });
    expect(dialogs.said[0]?.text).toContain("is not an SQLite database");
    expect(adopted).toEqual([]);
  });

  it("says why a file of a virtual workspace cannot be opened", async () => {
    const { dialogs } = await open({ scheme: "vscode-vfs", fsPath: "/a.db" });
    expect(dialogs.said[0]?.text).toContain("vscode-vfs");
  });
});
