import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { cpSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import { transformSync } from "esbuild";
import { beforeAll, describe, expect, it } from "vitest";
import { version } from "../../package.json";
import { pinnedNode } from "../../src/cli/rerun.ts";
import {
  commandLine,
  descendants,
  distFolder,
  ENDLESS,
  hashOf,
  makeDatabase,
  until,
} from "../support/benchmark-run.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const cli = path.join(distFolder, "cli.js");
const folder = temporaryFolder();
const environment = { ...process.env, TMPDIR: folder };
const timeout = 60_000;
const isWindows = process.platform === "win32";
const quick = ["--strategies", "threads", "--operations", "2", "--trials", "5"];
let database: string;

beforeAll(() => {
  database = makeDatabase(path.join(folder, isWindows ? "größe.db" : `Anna's "größe" base.db`), 2000);
});

describe("dist/cli.js", { timeout }, () => {
  it("prints its version and its help", () => {
    expect(run("--version")).toEqual({ code: 0, stdout: `${version}\n`, stderr: "" });
    expect(run("bench", "--help").stdout).toMatch(/^Usage: lanewise bench /);
  });

  it("takes wrong usage for exit code 2, on standard error", () => {
    const { code, stdout, stderr } = run("bench", "--sqlite", database);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toContain("A statement is missing");
  });

  it("can be read by every Node since 18, which runs it only to be told its age", () => {
    const bundle = readFileSync(cli, "utf8");
    const asIs = transformSync(bundle, { target: "node22", format: "cjs" }).code;
    expect(transformSync(bundle, { target: "node18", format: "cjs" }).code === asIs).toBe(true);
  });
});

describe("lanewise bench as a process", { timeout }, () => {
  it("measures, prints on standard output alone and writes what the contract says", () => {
    const json = path.join(folder, "report.json");
    const { code, stdout, stderr } = bench("SELECT * FROM files", ...quick, "--json", json);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toContain("threads(2)");
    expect(JSON.parse(readFileSync(json, "utf8"))).toMatchObject({
      schema: "lanewise-report/1",
      lanewise: version,
      outcome: "completed",
      connection: { engine: "sqlite", name: path.basename(database), settings: { journal_mode: "delete" } },
      plan: { workload: { kind: "query", sql: "SELECT * FROM files", fetch: "stream" }, seed: 1 },
      strategies: [
        { strategy: "serial", lanes: 1, outcome: "completed", operations: 2, rows: 4000 },
        { strategy: "threads(2)", lanes: 2, outcome: "completed", operations: 2, rows: 4000 },
      ],
    });
  });

  it("leaves standard output to the JSON, which compare can read from its standard input", () => {
    const measured = bench("SELECT * FROM files", ...quick, "--json", "-");
    expect(measured.code).toBe(0);
    const report = JSON.parse(measured.stdout);
    expect(report.strategies.map((one: { trialsMs: number[] }) => one.trialsMs.length)).toEqual([5, 5]);
    expect(measured.stderr).toContain("threads(2)");
    expect(measured.stderr).not.toContain("\r");

    const baseline = path.join(folder, "baseline.json");
    writeFileSync(baseline, measured.stdout);
    const compared = spawnSync(process.execPath, [cli, "compare", baseline, "-", "--json", "-"], {
      input: measured.stdout,
      encoding: "utf8",
    });
    expect(compared.status).toBe(0);
    expect(JSON.parse(compared.stdout)).toMatchObject({
      schema: "lanewise-comparison/1",
      conclusion: "no-difference",
    });
  });

  it("makes a page of the report", () => {
    const html = path.join(folder, "report.html");
    expect(bench("SELECT 1", "--strategies", "serial", "--trials", "1", "--quiet", "--html", html)).toEqual({
      code: 0,
      stdout: "",
      stderr: "",
    });
    expect(readFileSync(html, "utf8")).toContain("lanewise-report/1");
  });

  it.each([
    ["DELETE FROM files", "does not only read"],
    ["SELECT * FORM files", "could not be compiled"],
    ["SELECT 1; SELECT 2", "more than one statement"],
  ])("refuses %j with one line, no stack trace and an untouched database", (sql, part) => {
    const json = path.join(folder, "refused.json");
    const before = hashOf(database);
    const { code, stdout, stderr } = bench(sql, ...quick, "--json", json, "--quiet");
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr).toMatch(/^lanewise bench: [^\n]+\n$/);
    expect(stderr).toContain(part);
    expect(JSON.parse(readFileSync(json, "utf8"))).toMatchObject({
      outcome: "failed",
      strategies: [{ strategy: "serial", outcome: "failed" }, { strategy: "threads(2)" }],
    });
    expect(hashOf(database)).toBe(before);
  });

  it("says in one line that there is no such file", () => {
    const gone = path.join(folder, "gone.db");
    const { code, stderr } = run("bench", "--sqlite", gone, "--query", "SELECT 1");
    expect(code).toBe(1);
    expect(stderr).toMatch(/^lanewise bench: [^\n]*gone\.db[^\n]*\n$/);
  });

  it("ends well when nobody reads its output any more", async () => {
    const child = start([cli, "bench", "--sqlite", database, "--query", "SELECT 1", ...quick]);
    child.stdout?.destroy();
    const { code, stderr } = await ending(child);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  });
});

describe.runIf(!isWindows)("signals", { timeout }, () => {
  it.each(["SIGINT", "SIGTERM"] as const)("ends all lanes on %s and still writes", async (signal) => {
    const json = path.join(folder, `${signal}.json`);
    const child = start([cli, ...endless(json)]);
    const processes = await untilRunning(child);
    const signalled = performance.now();
    child.kill(signal);
    const { code, stderr } = await ending(child);
    expect(performance.now() - signalled).toBeLessThan(2000);
    expect(code).toBe(130);
    expect(stderr).toContain("Cancelled before a trial was finished.");
    expect(JSON.parse(readFileSync(json, "utf8"))).toMatchObject({ outcome: "cancelled" });
    await until(() => processes.every((pid) => commandLine(pid) === ""), "no process of the run is left");
  });
});

describe.runIf(!isWindows)("a second Ctrl-C", { timeout }, () => {
  it("ends the command at once, even if the runner is deaf", async () => {
    const child = start([cli, ...endless(path.join(folder, "deaf.json"))]);
    const processes = await untilRunning(child);
    for (const pid of processes) process.kill(pid, "SIGSTOP");
    child.kill("SIGINT");
    await new Promise((resolve) => setTimeout(resolve, 500));
    const again = performance.now();
    child.kill("SIGINT");
    expect(await ending(child)).toMatchObject({ code: 130, stderr: expect.stringContaining("Cancelling;") });
    expect(performance.now() - again).toBeLessThan(500);
    for (const pid of processes) process.kill(pid, "SIGCONT");
    await until(() => processes.every((pid) => commandLine(pid) === ""), "no process of the run is left");
  });
});

describe("on a Node that is too old", { timeout }, () => {
  const alone = path.join(folder, "alone");
  const withNode = path.join(folder, "with node");
  const copyIn = (root: string) => path.join(root, "dist", "cli.js");
  const pretend = path.join(folder, "pretend.cjs");

  beforeAll(() => {
    for (const root of [alone, withNode]) cpSync(distFolder, path.join(root, "dist"), { recursive: true });
    const pinned = pinnedNode(withNode, process.platform, process.arch);
    mkdirSync(path.dirname(pinned), { recursive: true });
    if (!isWindows) symlinkSync(process.execPath, pinned);
    // Only the first process loads it: the one that takes over is as new as it is.
    const versions = "{ ...process.versions, node: '20.20.2' }";
    writeFileSync(pretend, `Object.defineProperty(process, "versions", { value: ${versions} });\n`);
  });

  it("says so in one sentence where no other Node is installed", () => {
    const { code, stderr } = runAsOld(copyIn(alone), "--version");
    expect(code).toBe(1);
    expect(stderr).toMatch(
      /^lanewise: Lanewise needs Node 22\.15 or newer, and this is Node 20\.20\.2[^\n]*\n$/,
    );
  });

  it.runIf(!isWindows)("runs itself on the pinned one: arguments, output and exit code", () => {
    const copy = copyIn(withNode);
    expect(runAsOld(copy, "--version").stdout).toBe(`${version}\n`);
    expect(runAsOld(copy, "bench", "--sqlite", database).code).toBe(2);
    const args = ["bench", "--sqlite", database, "--query", "SELECT 1", ...quick, "--json", "-"];
    const measured = runAsOld(copy, ...args);
    expect(measured.code).toBe(0);
    expect(JSON.parse(measured.stdout)).toMatchObject({ schema: "lanewise-report/1" });
  });

  it.runIf(!isWindows)("passes Ctrl-C on, and the exit code of a cancelled run back", async () => {
    const json = path.join(folder, "rerun.json");
    const child = start(["-r", pretend, copyIn(withNode), ...endless(json)]);
    await untilRunning(child);
    child.kill("SIGINT");
    expect((await ending(child)).code).toBe(130);
    expect(JSON.parse(readFileSync(json, "utf8"))).toMatchObject({ outcome: "cancelled" });
  });

  function runAsOld(copy: string, ...args: string[]) {
    return runNode("-r", pretend, copy, ...args);
  }
});

function run(...args: string[]) {
  return runNode(cli, ...args);
}

function runNode(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, args, {
    encoding: "utf8",
    env: environment,
  });
  return { code: status, stdout, stderr };
}

function bench(sql: string, ...args: string[]) {
  return run("bench", "--sqlite", database, "--query", sql, ...args);
}

function endless(json: string): string[] {
  return ["bench", "--sqlite", database, "--query", ENDLESS, "--strategies", "threads", "--json", json];
}

function start(args: readonly string[]): ChildProcess {
  return spawn(process.execPath, args, { stdio: ["ignore", "pipe", "pipe"], env: environment });
}

/** Waits for the runner and gives all processes of the run. */
async function untilRunning({ pid }: ChildProcess): Promise<number[]> {
  const isRunner = (one: number) => commandLine(one).includes("bench-runner.js");
  await until(() => descendants(pid).some(isRunner), "the runner has started");
  return descendants(pid);
}

function ending(child: ChildProcess): Promise<{ code: number | null; stderr: string }> {
  let stderr = "";
  child.stderr?.setEncoding("utf8").on("data", (data: string) => {
    stderr += data;
  });
  return new Promise((resolve) => child.once("close", (code) => resolve({ code, stderr })));
}
