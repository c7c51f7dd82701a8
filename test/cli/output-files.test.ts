import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { outputFiles } from "../../src/cli/output-files.ts";

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "lanewise output "));
});

afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

it("writes a new file and leaves nothing else in the folder", async () => {
  expect(await outputFiles.write(inFolder("größe.json"), "text")).toBeUndefined();
  expect(await readFile(inFolder("größe.json"), "utf8")).toBe("text");
  expect(await readdir(folder)).toEqual(["größe.json"]);
});

it("replaces a file and keeps its permissions", async () => {
  await writeFile(inFolder("old.json"), "old text");
  await chmod(inFolder("old.json"), 0o600);
  expect(await outputFiles.write(inFolder("old.json"), "new")).toBeUndefined();
  expect(await readFile(inFolder("old.json"), "utf8")).toBe("new");
  if (process.platform !== "win32") expect((await stat(inFolder("old.json"))).mode & 0o777).toBe(0o600);
});

it("writes through a symbolic link, which stays one", async () => {
  await writeFile(inFolder("real.json"), "old");
  await symlink(inFolder("real.json"), inFolder("link.json"));
  expect(await outputFiles.write(inFolder("link.json"), "new")).toBeUndefined();
  expect(await readFile(inFolder("real.json"), "utf8")).toBe("new");
  expect(await outputFiles.identity(inFolder("link.json"))).toBe(
    await outputFiles.identity(inFolder("real.json")),
  );
});

it("checks without a trace", async () => {
  const checked = await outputFiles.check(inFolder("new.json"));
  expect(checked).toEqual({ ok: true, identity: await outputFiles.identity(inFolder("new.json")) });
  expect(await readdir(folder)).toEqual([]);
});

it("refuses a folder that does not exist, before anything is run", async () => {
  const file = inFolder("none/a.json");
  expect(await outputFiles.check(file)).toEqual({
    ok: false,
    problem: `The folder of ${file} does not exist.`,
  });
});

it("refuses a folder in the place of a file", async () => {
  await mkdir(inFolder("sub"));
  expect(await outputFiles.check(inFolder("sub"))).toEqual({
    ok: false,
    problem: `${inFolder("sub")} is a folder, not a file.`,
  });
});

it("refuses a path through a file", async () => {
  await writeFile(inFolder("file"), "");
  expect(await outputFiles.check(inFolder("file/a.json"))).toMatchObject({ ok: false });
});

it("refuses a name that is too long", async () => {
  expect(await outputFiles.check(inFolder("x".repeat(300)))).toMatchObject({ ok: false });
});

it("refuses a link that leads nowhere", async () => {
  await symlink(inFolder("gone.json"), inFolder("link.json"));
  expect(await outputFiles.check(inFolder("link.json"))).toMatchObject({ ok: false });
});

it("says so when a file cannot be written after all, and keeps the old one", async () => {
  const file = inFolder("none/a.json");
  expect(await outputFiles.write(file, "text")).toBe(`The folder of ${file} does not exist.`);
});

it.runIf(process.platform !== "win32")("writes to a device in place", async () => {
  expect(await outputFiles.check("/dev/null")).toEqual({ ok: true, identity: null });
  expect(await outputFiles.write("/dev/null", "text")).toBeUndefined();
  expect((await stat("/dev/null")).isCharacterDevice()).toBe(true);
});

it("knows a file by all its names", async () => {
  await mkdir(inFolder("sub"));
  expect(await outputFiles.identity(inFolder("sub/../a.json"))).toBe(
    await outputFiles.identity(inFolder("a.json")),
  );
  expect(await outputFiles.identity(inFolder("none/a.json"))).toBeUndefined();
});

function inFolder(name: string): string {
  return path.join(folder, name);
}
