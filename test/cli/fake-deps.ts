import type { CliDeps, ExitCode, Terminal } from "../../src/cli/cli-deps.ts";
import type { LintWorld } from "../../src/cli/lint/lint-world.ts";
import type { OutputFiles } from "../../src/cli/output-files.ts";
import type { RunBenchmark } from "../../src/node/run-benchmark.ts";

export interface FakeTerminal extends Terminal {
  text(): string;
  writes(): number;
}

export function fakeTerminal({ isTerminal = false, hasColors = false, width = 100 } = {}): FakeTerminal {
  const written: string[] = [];
  return {
    isTerminal,
    hasColors,
    columns: () => width,
    write: (text) => {
      written.push(text);
    },
    text: () => written.join(""),
    writes: () => written.length,
  };
}

export interface FakeDeps extends CliDeps {
  readonly stdout: FakeTerminal;
  readonly stderr: FakeTerminal;
  /** What is "on disk", by path as given. */
  readonly disk: Map<string, string>;
  /** What Ctrl-C does. */
  interrupt(): void;
  /** Moves the clock. */
  wait(ms: number): void;
  /** The code with which the process was ended at once. */
  ended(): ExitCode | undefined;
}

/** A command line without a process: streams, clock, files and runner are in memory. */
export function fakeDeps(changes: Partial<CliDeps> & { disk?: Record<string, string> } = {}): FakeDeps {
  const disk = new Map(Object.entries(changes.disk ?? {}));
  const listeners = new Set<() => void>();
  let time = 0;
  let ended: ExitCode | undefined;
  const runBenchmark: RunBenchmark = () => Promise.reject(new Error("No run was expected."));
  return {
    version: "1.2.3",
    now: () => time,
    wallClock: () => new Date(Date.UTC(2026, 6, 12, 8, 15)),
    describeRun: () => ({
      id: "20260712T081500Z-ffffff",
      environment: {
        cpus: 2,
        cpuModel: "",
        memoryMb: 1024,
        os: "Linux",
        node: "24.0.0",
        engineVersion: "",
        driver: "",
        loadBefore: null,
        threadCpu: false,
      },
    }),
    runBenchmark,
    lint: noLint,
    files: fakeFiles(disk),
    environment: () => undefined,
    askSecret: undefined,
    readText: async (path) => {
      const text = disk.get(path);
      return text === undefined ? { ok: false, problem: `${path} cannot be read.` } : { ok: true, text };
    },
    absolutePath: (path) => `/home/me/${path}`,
    htmlPage: async (report) => ({ ok: true, text: `<html>${report.id}</html>` }),
    onInterrupt: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    endNow: (code) => {
      ended = code;
    },
    ...changes,
    stdout: (changes.stdout as FakeTerminal | undefined) ?? fakeTerminal(),
    stderr: (changes.stderr as FakeTerminal | undefined) ?? fakeTerminal(),
    disk,
    interrupt: () => {
      for (const listener of listeners) listener();
    },
    wait: (ms) => {
      time += ms;
    },
    ended: () => ended,
  };
}

const noLint: LintWorld = {
  rules: [],
  documentationOf: () => undefined,
  checkFiles: () => Promise.reject(new Error("No check was expected.")),
  threads: 1,
  readStandardInput: () => Promise.reject(new Error("No standard input was expected.")),
};

/** Every folder exists but `missing/`; nothing can be written in `locked/`. */
function fakeFiles(disk: Map<string, string>): OutputFiles {
  const problemOf = (file: string) => {
    if (file.startsWith("missing/")) return `The folder of ${file} does not exist.`;
    return file.startsWith("locked/") ? `${file} cannot be written: permission denied.` : undefined;
  };
  return {
    check: async (file) => {
      const problem = problemOf(file);
      return problem === undefined ? { ok: true, identity: file } : { ok: false, problem };
    },
    identity: async (file) => file,
    write: async (file, content) => {
      if (file.startsWith("full/")) return `${file} cannot be written: the disk is full.`;
      disk.set(file, typeof content === "string" ? content : Buffer.from(content).toString());
      return undefined;
    },
  };
}
