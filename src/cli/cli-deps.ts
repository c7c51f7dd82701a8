import type { Environment, Report } from "../core/benchmark/report.ts";
import type { Milliseconds } from "../core/benchmark/units.ts";
import type { RunBenchmark } from "../node/run-benchmark.ts";
import type { LintWorld } from "./lint/lint-world.ts";
import type { OutputFiles } from "./output-files.ts";

/** 0 done, 1 failed (compare: a proved regression; lint: something found), 2 wrong usage, 130 cancelled. */
export type ExitCode = 0 | 1 | 2 | 130;

/** A stream for people or programs to read. */
export interface Terminal {
  readonly isTerminal: boolean;
  /** Whether escape sequences for colours are welcome. */
  readonly hasColors: boolean;
  /** In characters, at this moment. */
  columns(): number;
  write(text: string): void;
}

/** The contents, or a sentence on why there are none. */
export type FileText =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly problem: string };

/** All that the command line touches outside of itself. */
export interface CliDeps {
  readonly version: string;
  readonly stdout: Terminal;
  readonly stderr: Terminal;
  /** Of the machine's monotonic clock. */
  readonly now: () => Milliseconds;
  readonly wallClock: () => Date;
  /** A new id and this machine, for the report of a run that started then and reached no database. */
  readonly describeRun: (startedAt: Date) => { readonly id: string; readonly environment: Environment };
  readonly runBenchmark: RunBenchmark;
  readonly lint: LintWorld;
  readonly files: OutputFiles;
  /** A variable of the environment. */
  readonly environment: (name: string) => string | undefined;
  /** Asks for a line that is not shown; undefined where standard input is no terminal. It gives undefined for Ctrl-C. */
  readonly askSecret: ((question: string) => Promise<string | undefined>) | undefined;
  /** `-` reads standard input. */
  readonly readText: (path: string) => Promise<FileText>;
  readonly absolutePath: (path: string) => string;
  /** The report as a page that needs nothing beside it. */
  readonly htmlPage: (report: Report) => Promise<FileText>;
  /** Ctrl-C, SIGTERM, SIGHUP. Returns what stops listening. */
  readonly onInterrupt: (listener: () => void) => () => void;
  /** Ends the process within this call. */
  readonly endNow: (code: ExitCode) => void;
}
