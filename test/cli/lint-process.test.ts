import { execFileSync, type SpawnSyncReturns, spawn, spawnSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { open } from "node:fs/promises";
import path from "node:path";
import Ajv from "ajv";
import { beforeAll, describe, expect, it } from "vitest";
import { rules } from "../../src/core/lint/rules/index.ts";
import { distFolder } from "../support/benchmark-run.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const cli = path.join(distFolder, "cli.js");
const folder = temporaryFolder();
const cache = path.join(folder, "cache");
const timeout = 60_000;
const validate = new Ajv({ strict: true, allowUnionTypes: true }).compile(
  JSON.parse(readFileSync(new URL("../../resources/lint.schema.json", import.meta.url), "utf8")),
);

const db = `from sqlalchemy import create_engine
from sqlalchemy.orm import Session

engine = create_engine("sqlite:///shop.db")
session = Session(engine)
`;
const worker = `from threading import Thread
from app.db import session


def count():
    session.execute("SELECT 1")


for _ in range(3):
    Thread(target=count).start()
`;
const rollback = `from sqlalchemy.orm import Session


def save(engine, rows):
    session = Session(engine)
    for row in rows:
        try:
            session.add(row)
            session.commit()
        except Exception as error:
            print(error)
`;

beforeAll(() => {
  write("shop/app/__init__.py", "");
  write("shop/app/db.py", db);
  write("shop/app/worker.py", worker);
  write("shop/clean.py", "print('no database')\n");
  write("shop/.venv/lib/a.py", worker);
});

describe("lanewise lint as a process", { timeout }, () => {
  it("finds what runs across files, as the contract says", () => {
    const { status, stdout, stderr } = lint("shop", ["lint", ".", "--format", "json", "--threads", "2"]);
    expect({ status, stderr }).toEqual({ status: 1, stderr: "" });
    const report = JSON.parse(stdout);
    expect(validate(report), JSON.stringify(validate.errors)).toBe(true);
    expect(report).toMatchObject({ schema: "lanewise-lint/1", files: 4, errors: [] });
    expect(report.findings.find(({ file }: { file: string }) => file === "app/worker.py")).toMatchObject({
      line: 6,
      column: 5,
      endLine: 6,
      endColumn: 12,
      rule: "session-shared-across-threads",
      severity: "error",
      related: expect.arrayContaining([expect.objectContaining({ file: "app/db.py", line: 5 })]),
    });
  });

  it("finds the same from its cache", () => {
    const args = ["lint", ".", "--format", "json"];
    const first = lint("shop", args);
    expect(readdirSync(cache).length).toBeGreaterThan(0);
    expect(lint("shop", args).stdout).toBe(first.stdout);
    expect(lint("shop", [...args, "--no-cache"]).stdout).toBe(first.stdout);
    write("shop/app/db.py", db.replace("session =", "other ="));
    expect(JSON.parse(lint("shop", args).stdout).findings).not.toEqual(JSON.parse(first.stdout).findings);
    write("shop/app/db.py", db);
    expect(lint("shop", args).stdout).toBe(first.stdout);
  });

  it("shows people the code, and nothing that is not asked for", () => {
    const { stdout } = lint("shop", ["lint", "app"]);
    expect(stdout).toContain('6 |     session.execute("SELECT 1")\n  |     ^^^^^^^\n');
    expect(stdout).not.toContain("\u001b");
    expect(lint("shop", ["lint", "clean.py"])).toMatchObject({
      status: 0,
      stdout: "1 file checked: nothing found.\n",
      stderr: "",
    });
  });

  it("checks standard input, in the place that its name says", () => {
    const { status, stdout } = lint(
      "shop",
      ["lint", "-", "--stdin-filename", "app/worker.py", "--format", "json"],
      worker,
    );
    expect(status).toBe(1);
    expect(JSON.parse(stdout).findings[0]).toMatchObject({ file: "app/worker.py", line: 6 });
  });

  it("applies a safe fix, after which the finding is gone", () => {
    write("fix/save.py", rollback.replaceAll("\n", "\r\n"));
    const args = ["--select", "commit-without-rollback"];
    expect(lint("fix", ["lint", ".", ...args]).status).toBe(1);
    const shown = lint("fix", ["lint", ".", "--diff", ...args]);
    expect(shown.stdout).toContain("+            session.rollback()");
    const { status, stdout } = lint("fix", ["lint", ".", "--fix", ...args]);
    expect({ status, stdout }).toEqual({
      status: 0,
      stdout: "Fixed save.py: commit-without-rollback\n1 file checked: nothing found.\n",
    });
    const fixed = readFileSync(path.join(folder, "fix/save.py"), "utf8");
    expect(fixed.replaceAll("\r\n", "\n")).toContain(
      "error:\n            session.rollback()\n            print(error)\n",
    );
    expect(fixed.match(/\r\n/g)?.length).toBe(fixed.match(/\n/g)?.length);
  });

  it("obeys pyproject.toml, and says where it is wrong", () => {
    write("set/a.py", db.replace("session = Session(engine)\n", "") + rollback);
    write("set/pyproject.toml", '[tool.lanewise]\nignore = ["nothing"]\n');
    const wrong = lint("set", ["lint", "."]);
    expect(wrong).toMatchObject({
      status: 2,
      stdout: "",
      stderr: "lanewise lint: pyproject.toml:2: ignore: There is no rule “nothing”.\n",
    });
    write("set/pyproject.toml", "[tool.lanewise]\nfail-on = 'never'\n");
    expect(lint("set", ["lint", "."]).status).toBe(0);
  });

  it("names what cannot be read, and checks the rest", () => {
    write("bad/latin.py", Buffer.from("x = '\xe9'\n", "latin1"));
    write(
      "bad/said.py",
      Buffer.from(`# coding: latin-1\nx = '\xe9'\n${worker.replace("app.db", "db")}`, "latin1"),
    );
    const { status, stdout } = lint("bad", ["lint", "gone.py", ".", "--format", "json"]);
    expect(status).toBe(2);
    expect(JSON.parse(stdout).errors).toEqual([
      { file: "gone.py", message: "It cannot be read: it does not exist." },
      { file: "latin.py", message: "The file is not valid UTF-8." },
    ]);
    expect(lint("bad", ["lint", "latin.py"]).status).toBe(0);
  });

  it("says what it knows of the rules", () => {
    const { status, stdout } = lint(".", ["rules", "--format", "json"]);
    expect(status).toBe(0);
    const listed = JSON.parse(stdout).rules;
    expect(listed.map(({ id }: { id: string }) => id)).toEqual(rules.map(({ id }) => id).sort());
    for (const rule of listed) {
      expect(rule).toMatchObject({ languages: ["python"], summary: expect.any(String) });
      expect(URL.canParse(rule.documentation), rule.id).toBe(true);
    }
    expect(lint(".", ["rules", "commit-in-loop"]).stdout).toContain("What to do");
  });

  describe.runIf(process.platform !== "win32")("on Ctrl-C", () => {
    it("ends with 130 while it checks, and writes nothing", async () => {
      write("pipe/a.py", rollback);
      const pipe = path.join(folder, "pipe", "slow.py");
      execFileSync("mkfifo", [pipe]);
      const child = start("pipe", "lint", "a.py", "slow.py", "--fix", "--no-cache", "--threads", "1");
      // Opens when the other end is read, so the check is under way.
      const writer = await open(pipe, "w");
      child.process.kill("SIGINT");
      expect(await child.firstWords).toBe("Cancelled: nothing was written.\n");
      await writer.close();
      expect(await child.ended).toEqual({ code: 130, stdout: "" });
      expect(readFileSync(path.join(folder, "pipe/a.py"), "utf8")).toBe(rollback);
    });

    it("ends with 130 while it waits for standard input", async () => {
      const child = start("shop", "lint", "-", "--format", "json");
      // More than a pipe holds: it is taken in only when somebody reads.
      await new Promise((resolve) => child.process.stdin?.write("#".repeat(1_000_000), resolve));
      child.process.kill("SIGINT");
      expect(await child.ended).toEqual({ code: 130, stdout: "" });
    });
  });
});

function start(where: string, ...args: string[]) {
  const child = spawn(process.execPath, [cli, ...args], { cwd: path.join(folder, where) });
  let stdout = "";
  child.stdout.setEncoding("utf8").on("data", (data: string) => {
    stdout += data;
  });
  return {
    process: child,
    firstWords: new Promise<string>((resolve) => child.stderr.setEncoding("utf8").once("data", resolve)),
    ended: new Promise<{ code: number | null; stdout: string }>((resolve) =>
      child.once("close", (code) => resolve({ code, stdout })),
    ),
  };
}

function write(name: string, content: string | Uint8Array): void {
  const file = path.join(folder, name);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, content);
}

function lint(
  where: string,
  args: readonly string[],
  input = "",
): Pick<SpawnSyncReturns<string>, "status" | "stdout" | "stderr"> {
  const own = args[0] === "lint" && !args.includes("--no-cache") ? ["--cache-dir", cache] : [];
  const { status, stdout, stderr } = spawnSync(process.execPath, [cli, ...args, ...own], {
    cwd: path.join(folder, where),
    encoding: "utf8",
    input,
  });
  return { status, stdout, stderr };
}
