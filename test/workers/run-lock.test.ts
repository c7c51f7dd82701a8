import { chmodSync, existsSync, mkdirSync, readdirSync, statSync, symlinkSync } from "node:fs";
import path from "node:path";
import { expect, it } from "vitest";
import { ENDLESS, makeDatabase, runOn, until, useOwnRunLock } from "../support/benchmark-run.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const folder = temporaryFolder();
useOwnRunLock(folder);
const file = makeDatabase(path.join(folder, "run-lock.db"), 1000);

/** A run that holds the lock until it is cancelled. */
async function holdTheLock() {
  const cancel = new AbortController();
  const began = Promise.withResolvers<void>();
  const outcome = runOn({
    file,
    sql: ENDLESS,
    signal: cancel.signal,
    listener: { onProgress: ({ phase }) => phase === "warming-up" && began.resolve() },
  });
  await began.promise;
  return { outcome, cancel: () => cancel.abort() };
}

it("refuses a second run while one goes on, and names the first", async () => {
  const first = await holdTheLock();
  const second = await runOn({ file, whenBusy: "refuse" });
  expect(second).toMatchObject({
    status: "failed",
    failure: { reason: "another-run", data: { holder: `process ${process.pid}` } },
  });
  first.cancel();
  expect((await first.outcome).status).toBe("cancelled");
});

it("waits for another run, and starts when that one is killed", async () => {
  const first = await holdTheLock();
  const waiting = Promise.withResolvers<void>();
  const second = runOn({
    file,
    listener: { onProgress: ({ phase }) => phase === "waiting" && waiting.resolve() },
  });
  await waiting.promise;
  first.cancel();
  expect((await first.outcome).status).toBe("cancelled");
  expect((await second).status).toBe("completed");
});

it("stops waiting for another run when it is cancelled", async () => {
  const first = await holdTheLock();
  expect(await runOn({ file, signal: AbortSignal.timeout(200) })).toEqual({
    status: "cancelled",
    report: null,
  });
  first.cancel();
  await first.outcome;
});

it("leaves no side file when the run that it waited for made them first", async () => {
  const wal = makeDatabase(path.join(folder, "twice.db"), 20_000, "wal");
  const cancel = new AbortController();
  const began = Promise.withResolvers<void>();
  const waiting = Promise.withResolvers<void>();
  const first = runOn({
    file: wal,
    operations: 200,
    trials: { minimum: 50, maximum: 50 },
    signal: cancel.signal,
    listener: { onProgress: ({ operationsDone }) => operationsDone > 0 && began.resolve() },
  });
  await began.promise;
  expect(existsSync(`${wal}-shm`)).toBe(true);
  const second = runOn({
    file: wal,
    listener: { onProgress: ({ phase }) => phase === "waiting" && waiting.resolve() },
  });
  await waiting.promise;
  cancel.abort();
  await Promise.all([first, second]);
  await until(() => !existsSync(`${wal}-shm`) && !existsSync(`${wal}-wal`), "side files are gone", 2500);
});

it.skipIf(process.platform === "win32")("puts its lock into no folder that a link leads to", async () => {
  const [planted, precious] = [path.join(folder, "planted"), path.join(folder, "precious")];
  mkdirSync(planted);
  mkdirSync(precious);
  chmodSync(precious, 0o755);
  symlinkSync(precious, path.join(planted, `lanewise-${process.getuid?.()}`));
  const own = process.env["TMPDIR"];
  process.env["TMPDIR"] = planted;
  const outcome = await runOn({ file });
  process.env["TMPDIR"] = own;
  expect(outcome).toMatchObject({ status: "failed", failure: { reason: "lock-unusable" } });
  expect(statSync(precious).mode & 0o777).toBe(0o755);
  expect(readdirSync(precious)).toEqual([]);
});
