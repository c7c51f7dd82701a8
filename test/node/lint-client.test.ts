import { writeFileSync } from "node:fs";
import path from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { LintClient, type LintClientDeps } from "../../src/node/lint-client.ts";
import type { FromLintWorker, ToLintWorker } from "../../src/protocol/lint.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

/** A worker that does what the names of documents say. */
const script = `
const { parentPort, workerData } = require("node:worker_threads");
const opened = [];
workerData.pulse.on("message", (message) => workerData.pulse.postMessage(message));
parentPort.on("message", (message) => {
  if (message.file === "crash") throw new Error("It broke.");
  if (message.file === "exit") process.exit(3);
  if (message.file === "hang") for (;;);
  if (message.file === "eat") for (let eaten; ; ) eaten = { eaten };
  opened.push(message.file);
  parentPort.postMessage({ type: "check-finished", id: opened.length, outcome: "completed", files: 0, unreadable: opened });
});`;

const folder = temporaryFolder();
const file = path.join(folder, "worker.cjs");
writeFileSync(file, script);
const clients: LintClient[] = [];

afterEach(() => {
  for (const client of clients.splice(0)) client.dispose();
});

describe("LintClient", () => {
  it("hands on messages in both directions", async () => {
    const { client, next } = start();
    client.send(open("a.py"));
    expect(await next()).toMatchObject({ type: "check-finished", id: 1 });
  });

  it("starts another worker after one broke, and says that it knows nothing", async () => {
    const { client, next } = start();
    client.send(open("a.py"));
    await next();
    client.send(open("crash"));
    expect(await next()).toBe("restarted: It broke.");
    client.send(open("b.py"));
    expect(await next()).toMatchObject({ unreadable: ["b.py"] });
  });

  it("starts another worker after one ended", async () => {
    const { client, next } = start();
    client.send(open("exit"));
    expect(await next()).toBe("restarted: It ended with code 3.");
  });

  it("ends a worker that hangs, and starts another", async () => {
    const { client, next } = start({ silentMs: 300 });
    client.send(open("hang"));
    expect(await next()).toBe("restarted: It did not answer for 0.3 s.");
    client.send(open("a.py"));
    expect(await next()).toMatchObject({ unreadable: ["a.py"] });
  });

  it("survives a worker that needs too much memory", async () => {
    const { client, next } = start({ heapLimit: 32 });
    client.send(open("eat"));
    expect(await next()).toMatch(/^restarted: .*memory/);
  });

  it("gives up when the worker dies again and again", async () => {
    const { client, next } = start({ restartsPerMinute: 2 });
    for (const expected of ["restarted", "restarted", "gaveUp"]) {
      client.send(open("crash"));
      expect(await next()).toBe(`${expected}: It broke.`);
    }
    client.send(open("a.py"));
    await expect(Promise.race([next(), silence()])).resolves.toBe("silence");
  });

  it("gives up when there is no worker to start", async () => {
    const { client, next } = start({ file: path.join(folder, "missing.cjs"), restartsPerMinute: 0 });
    client.send(open("a.py"));
    expect(await next()).toMatch(/^gaveUp: Cannot find module/);
  });

  it("says nothing after its end", async () => {
    const { client, next } = start();
    client.send(open("crash"));
    client.dispose();
    client.send(open("a.py"));
    await expect(Promise.race([next(), silence()])).resolves.toBe("silence");
  });
});

/** A client, and what it says, one thing at a time. */
function start(deps: Partial<LintClientDeps> = {}) {
  const said: (FromLintWorker | string)[] = [];
  const waiting: ((message: FromLintWorker | string) => void)[] = [];
  const say = (message: FromLintWorker | string) => {
    const hear = waiting.shift();
    if (hear) hear(message);
    else said.push(message);
  };
  const client = new LintClient(
    { file, ...deps },
    {
      heard: say,
      restarted: (detail) => say(`restarted: ${detail}`),
      gaveUp: (detail) => say(`gaveUp: ${detail}`),
    },
  );
  clients.push(client);
  const next = () =>
    new Promise<FromLintWorker | string>((resolve) => {
      const message = said.shift();
      if (message === undefined) waiting.push(resolve);
      else resolve(message);
    });
  return { client, next };
}

function open(name: string): ToLintWorker {
  return { type: "open-document", file: name, version: 1, text: "" };
}

function silence(): Promise<string> {
  return new Promise((resolve) => setTimeout(resolve, 200, "silence"));
}
