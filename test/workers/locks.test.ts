import { type ChildProcess, fork, spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import Database from "better-sqlite3";
import { expect, it } from "vitest";
import {
  hashOf,
  makeDatabase,
  makeJob,
  reportOf,
  runnerFile,
  runOn,
  strategies,
  strategyOf,
  until,
  useOwnRunLock,
} from "../support/benchmark-run.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const folder = temporaryFolder();
useOwnRunLock(folder);
const file = makeDatabase(path.join(folder, "locks.db"), 1000);

/** Holds an exclusive lock on the file, in a process of its own, until it is told `free` or dies. */
async function lockFile(name: string): Promise<ChildProcess> {
  const script = path.join(folder, "locker.cjs");
  writeFileSync(
    script,
    `const Database = require(${JSON.stringify(require.resolve("better-sqlite3"))});
     const db = new Database(process.argv[2]);
     db.exec("BEGIN EXCLUSIVE");
     process.send("locked");
     process.on("message", () => process.exit(0));`,
  );
  const child = fork(script, [name], { execArgv: [] });
  await new Promise((resolve) => child.once("message", resolve));
  return child;
}

it("names the process that locks the file, after the busy time-out", async () => {
  const locker = await lockFile(file);
  try {
    const outcome = await runOn({ file, session: { sqlite: { busyTimeoutMs: 200 } } });
    expect(outcome).toMatchObject({ status: "failed", failure: { reason: "locked" } });
    const holder = outcome.status === "failed" ? outcome.failure.data["holder"] : "";
    if (process.platform === "linux") expect(holder).toMatch(new RegExp(`^.+ \\(process ${locker.pid}\\)$`));
  } finally {
    locker.kill("SIGKILL");
  }
});

it.runIf(process.platform === "linux")(
  "names a waiting writer, not the reader that it waits for",
  async () => {
    const contended = makeDatabase(path.join(folder, "contended.db"), 10);
    const reader = new Database(contended);
    reader.exec("BEGIN");
    reader.prepare("SELECT * FROM files").all();
    const script = path.join(folder, "writer.cjs");
    writeFileSync(
      script,
      `const Database = require(${JSON.stringify(require.resolve("better-sqlite3"))});
     const db = new Database(process.argv[2], { timeout: 60_000 });
     db.exec("BEGIN IMMEDIATE; DELETE FROM files");
     process.send("writes", () => db.exec("COMMIT"));`,
    );
    const writer = fork(script, [contended], { execArgv: [] });
    try {
      await new Promise((resolve) => writer.once("message", resolve));
      await new Promise((resolve) => setTimeout(resolve, 200));
      const outcome = await runOn({ file: contended, session: { sqlite: { busyTimeoutMs: 200 } } });
      expect(outcome).toMatchObject({ status: "failed", failure: { reason: "locked" } });
      const holder = outcome.status === "failed" ? outcome.failure.data["holder"] : "";
      expect(holder).toMatch(new RegExp(`\\(process ${writer.pid}\\)$`));
    } finally {
      writer.kill("SIGKILL");
      reader.close();
    }
  },
);

it("cancels while it waits for a locked file", async () => {
  const locker = await lockFile(file);
  try {
    const began = performance.now();
    const outcome = await runOn({
      file,
      session: { sqlite: { busyTimeoutMs: 60_000 } },
      signal: AbortSignal.timeout(300),
    });
    expect(outcome).toEqual({ status: "cancelled", report: null });
    expect(performance.now() - began).toBeLessThan(2500);
  } finally {
    locker.kill("SIGKILL");
  }
});

it("waits for a short lock, and counts the waiting", async () => {
  const busy = makeDatabase(path.join(folder, "busy.db"), 200_000);
  let db: Database.Database | undefined;
  const outcome = await runOn({
    file: busy,
    sql: "SELECT count(*) FROM files WHERE id = ?",
    parameters: [{ name: null, source: { kind: "integer", from: 1, to: 200_000 } }],
    operations: 40_000,
    listener: {
      onProgress: ({ phase, strategy }) => {
        if (db || phase !== "measuring" || strategy === null) return;
        db = new Database(busy);
        db.exec("BEGIN EXCLUSIVE");
        setTimeout(() => db?.close(), 100);
      },
    },
  });
  expect(db).toBeDefined();
  const report = outcome.status === "completed" ? outcome.report : undefined;
  const noiseOnly = report?.strategies.every((one) => one.phases?.lockWaits === 0);
  const waited = report?.strategies.reduce((total, one) => total + (one.phases?.lockWaitMs ?? 0), 0);
  // The lock may fall into the A/A pair's second serial, which is judged apart.
  expect(noiseOnly || (waited ?? 0) > 10).toBe(true);
});

it("waits for a lock with settings of a session, too", async () => {
  const locker = await lockFile(file);
  setTimeout(() => locker.kill("SIGKILL"), 1000);
  const outcome = await runOn({ file, session: { sqlite: { cacheSize: -2000, busyTimeoutMs: 20_000 } } });
  expect(outcome.status).toBe("completed");
});

it("reads a WAL database while somebody writes, and leaves that one's side files alone", async () => {
  const wal = makeDatabase(path.join(folder, "wal.db"), 100, "wal");
  const writer = new Database(wal);
  writer.exec("INSERT INTO files(name) VALUES ('newest')");
  const report = await reportOf({ file: wal, sql: "SELECT * FROM files", operations: 2 });
  expect(strategyOf(report, "serial").rows).toBe(202);
  expect(existsSync(`${wal}-wal`)).toBe(true);
  writer.close();
});

it("leaves no side file and no changed byte beside a WAL database", async () => {
  const wal = makeDatabase(path.join(folder, "quiet.db"), 100, "wal");
  const before = hashOf(wal);
  await reportOf({ file: wal, strategies: strategies("threads(2)", "processes(2)") });
  expect(existsSync(`${wal}-wal`)).toBe(false);
  expect(existsSync(`${wal}-shm`)).toBe(false);
  expect(hashOf(wal)).toBe(before);
});

it("leaves no side file beside a WAL database that a link leads to", async () => {
  const inner = path.join(folder, "inner");
  mkdirSync(inner);
  const wal = makeDatabase(path.join(inner, "linked.db"), 100, "wal");
  const link = path.join(folder, "link.db");
  symlinkSync(wal, link);
  await reportOf({ file: link });
  await until(() => !existsSync(`${wal}-shm`) && !existsSync(`${wal}-wal`), "side files are gone", 2500);
});

it("says in its own words why a WAL database cannot be read in a folder that may not be written", () => {
  const closed = path.join(folder, "closed");
  mkdirSync(closed);
  const wal = makeDatabase(path.join(closed, "wal.db"), 10, "wal");
  chmodSync(closed, 0o555);
  const outcome = runWithoutOverride(wal);
  chmodSync(closed, 0o755);
  expect(outcome).toMatchObject({ status: "failed", failure: { reason: "wal-folder-read-only" } });
  expect(existsSync(`${wal}-shm`)).toBe(false);
});

it("tells a file that may not be read", () => {
  const secret = makeDatabase(path.join(folder, "secret.db"), 10);
  chmodSync(secret, 0o000);
  const outcome = runWithoutOverride(secret);
  chmodSync(secret, 0o644);
  expect(outcome).toMatchObject({ status: "failed", failure: { reason: "no-permission" } });
});

it("tells a file in a folder that may not be entered", () => {
  const sealed = path.join(folder, "sealed");
  mkdirSync(sealed);
  const hidden = makeDatabase(path.join(sealed, "hidden.db"), 10);
  chmodSync(sealed, 0o000);
  const outcome = runWithoutOverride(hidden);
  chmodSync(sealed, 0o755);
  expect(outcome).toMatchObject({ status: "failed", failure: { reason: "no-permission" } });
});

/** Runs one job in a process that permissions bind even when this one is root's (Linux: without CAP_DAC_OVERRIDE). */
function runWithoutOverride(name: string): unknown {
  const script = path.join(folder, "client.cjs");
  const order = {
    type: "start-run",
    job: makeJob({ file: name }),
    sideFiles: { file: name, hadWal: false, hadShm: false },
  };
  writeFileSync(
    script,
    `const { fork } = require("node:child_process");
     const runner = fork(${JSON.stringify(runnerFile)}, [], { serialization: "advanced" });
     runner.send(${JSON.stringify(order)});
     runner.on("message", (message) => {
       if (message.type === "run-finished") console.log(JSON.stringify(message.outcome));
     });`,
  );
  const isRoot = process.getuid?.() === 0;
  const drop = ["--bounding-set=-dac_override,-dac_read_search", "--inh-caps=-dac_override,-dac_read_search"];
  const [command, args] = isRoot
    ? (["setpriv", [...drop, process.execPath, script]] as const)
    : ([process.execPath, [script]] as const);
  const { stdout, stderr } = spawnSync(command, args, { encoding: "utf8" });
  if (!stdout) throw new Error(stderr);
  return JSON.parse(stdout);
}
