import { randomBytes } from "node:crypto";
import { readFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { text as textOf } from "node:stream/consumers";
import { version } from "../../package.json";
import type { Environment } from "../core/benchmark/report.ts";
import { forkRunner } from "../node/fork-runner.ts";
import { htmlReport, readPageAssets } from "../node/html-report.ts";
import { codeOf, reasonOf } from "../node/system-error.ts";
import { askSecret } from "./ask-secret.ts";
import type { CliDeps, FileText, Terminal } from "./cli-deps.ts";
import { lintOnNode } from "./lint-on-node.ts";
import { outputFiles } from "./output-files.ts";
import { runCli } from "./run-cli.ts";

const DEFAULT_COLUMNS = 100;

/** Runs the command with the real world around it and sets the exit code. `folder`: of dist/cli.js and its siblings. */
export async function runOnNode(folder: string): Promise<void> {
  let writeError: unknown;
  for (const stream of [process.stdout, process.stderr])
    stream.on("error", (error) => {
      // Whoever read our output has gone, as `head` does: nothing is wrong.
      if (codeOf(error) !== "EPIPE") writeError ??= error;
    });
  const code = await runCli(process.argv.slice(2), depsFor(folder));
  await flush(process.stdout);
  if (writeError !== undefined)
    process.stderr.write(`lanewise: Standard output failed: ${reasonOf(writeError)}.\n`);
  process.exitCode = writeError !== undefined && code === 0 ? 1 : code;
}

function depsFor(folder: string): CliDeps {
  return {
    version,
    stdout: terminalOf(process.stdout),
    stderr: terminalOf(process.stderr),
    now: () => performance.now(),
    wallClock: () => new Date(),
    describeRun: (startedAt) => ({ id: newId(startedAt), environment: environmentOutside() }),
    runBenchmark: forkRunner({ file: path.join(folder, "bench-runner.js") }),
    lint: lintOnNode(folder),
    files: outputFiles,
    environment: (name) => process.env[name],
    askSecret: process.stdin.isTTY
      ? (question) => askSecret(process.stdin, (text) => process.stderr.write(text), question)
      : undefined,
    readText,
    absolutePath: (file) => path.resolve(file),
    htmlPage: async (report) => {
      try {
        return { ok: true, text: htmlReport(report, await readPageAssets(folder)) };
      } catch (error) {
        return {
          ok: false,
          problem: `the page's script and style, beside the command, cannot be read: ${reasonOf(error)}.`,
        };
      }
    },
    onInterrupt,
    endNow: (code) => process.exit(code),
  };
}

function terminalOf(stream: NodeJS.WriteStream): Terminal {
  const { NO_COLOR, TERM } = process.env;
  const isTerminal = stream.isTTY === true && TERM !== "dumb";
  return {
    isTerminal,
    hasColors: isTerminal && !NO_COLOR,
    // Asked of the terminal each time: a process that is run again on another Node hears of no resize.
    columns: () => (stream.isTTY ? stream.getWindowSize()[0] || DEFAULT_COLUMNS : DEFAULT_COLUMNS),
    write: (text) => {
      stream.write(text);
    },
  };
}

async function readText(file: string): Promise<FileText> {
  try {
    const text = file === "-" ? await textOf(process.stdin) : await readFile(file, "utf8");
    return { ok: true, text: text.replace(/^\uFEFF/, "") };
  } catch (error) {
    return { ok: false, problem: `${file} cannot be read: ${reasonOf(error)}.` };
  }
}

function onInterrupt(listener: () => void): () => void {
  const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
  for (const signal of signals) process.on(signal, listener);
  return () => {
    for (const signal of signals) process.off(signal, listener);
  };
}

function newId(startedAt: Date): string {
  const time = startedAt.toISOString().replace(/[-:]|\.\d+/g, "");
  return `${time}-${randomBytes(3).toString("hex")}`;
}

/** What can be told of this machine without a runner. */
function environmentOutside(): Environment {
  const cpus = os.cpus();
  return {
    cpus: os.availableParallelism(),
    cpuModel: cpus[0]?.model.trim() ?? "",
    memoryMb: Math.round(os.totalmem() / 1024 / 1024),
    os: `${os.type()} ${os.release()} ${os.arch()}`,
    node: process.versions.node,
    engineVersion: "",
    driver: "",
    loadBefore: null,
    threadCpu: false,
  };
}

function flush(stream: NodeJS.WriteStream): Promise<void> {
  return new Promise((resolve) => {
    stream.write("", () => resolve());
  });
}
