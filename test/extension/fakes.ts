import type { RunOutcome } from "../../src/core/benchmark/outcome.ts";
import { makePlan } from "../../src/core/benchmark/plan.ts";
import { english, type Text } from "../../src/core/text/text.ts";
import type { Choice, Dialogs, PickItem, Sentences } from "../../src/extension/dialogs.ts";
import type { Log } from "../../src/extension/log.ts";
import { makeOffers, type Offers } from "../../src/extension/offers.ts";
import { RunService } from "../../src/extension/run-service.ts";
import { type Memento, WorkspaceMemory } from "../../src/extension/workspace-memory.ts";
import type { RunBenchmark, RunListener } from "../../src/node/run-benchmark.ts";
import type { Job, Progress } from "../../src/protocol/runner.ts";

export const christmas = { engine: "sqlite", name: "christmas.db", path: "/data/christmas.db" } as const;

export function aJob(changes: Partial<Job> = {}): Job {
  const plan = makePlan({ sql: "SELECT * FROM files", strategies: [{ kind: "threads", lanes: 2 }] });
  return { plan, profile: christmas, whenBusy: "wait", lanewise: "0.1.0", ...changes };
}

export function aProgress(changes: Partial<Progress> = {}): Progress {
  return {
    phase: "measuring",
    holder: null,
    strategy: "threads(2)",
    round: 2,
    rounds: 15,
    operations: 6,
    operationsDone: 2,
    rows: 1000,
    trials: 30,
    trialsDone: 3,
    elapsedMs: 1500,
    ...changes,
  };
}

export interface FakeLog extends Log {
  readonly lines: string[];
}

export function fakeLog(): FakeLog {
  const lines: string[] = [];
  const write = (line: unknown) => {
    lines.push(String(line));
  };
  return { lines, info: write, warn: write, error: write };
}

/** A runner that does what the test tells it, one job at a time. */
export interface FakeRunner {
  readonly runBenchmark: RunBenchmark;
  readonly jobs: Job[];
  readonly listener: () => RunListener;
  readonly signal: () => AbortSignal;
  finish(outcome: RunOutcome): void;
  crash(error: Error): void;
}

export function fakeRunner(): FakeRunner {
  const jobs: Job[] = [];
  let last:
    | {
        listener: RunListener;
        signal: AbortSignal;
        resolve: (outcome: RunOutcome) => void;
        reject: (error: Error) => void;
      }
    | undefined;
  const current = () => {
    if (!last) throw new Error("No run was started.");
    return last;
  };
  return {
    jobs,
    runBenchmark: (job, listener, signal) => {
      jobs.push(job);
      return new Promise((resolve, reject) => {
        last = { listener, signal, resolve, reject };
      });
    },
    listener: () => current().listener,
    signal: () => current().signal,
    finish: (outcome) => current().resolve(outcome),
    crash: (error) => current().reject(error),
  };
}

export function fakeRuns(runner: FakeRunner, graceMs = 50): RunService {
  return new RunService({ runBenchmark: runner.runBenchmark, log: fakeLog(), graceMs });
}

export function fakeMemory(stored: Readonly<Record<string, unknown>> = {}): WorkspaceMemory {
  return new WorkspaceMemory(fakeMemento(stored));
}

export function fakeMemento(stored: Readonly<Record<string, unknown>> = {}): Memento {
  const values = new Map(Object.entries(stored));
  return {
    get: <T>(key: string) => values.get(key) as T | undefined,
    update: async (key, value) => {
      // VS Code stores JSON.
      values.set(key, value === undefined ? undefined : JSON.parse(JSON.stringify(value)));
    },
  };
}

export interface Said {
  readonly kind: string;
  readonly text: string;
  readonly choices: readonly string[];
  press(label: string): Promise<unknown>;
}

export interface FakeDialogs extends Dialogs {
  readonly said: Said[];
  readonly lists: (readonly PickItem<unknown>[])[];
}

export interface FakeAnswers {
  readonly openFile?: string;
  /** The label of the item to pick; a list that lacks it is left. */
  readonly pick?: string;
  /** Presses this button of the picked item instead. */
  readonly button?: string;
  readonly save?: { readonly path: string; readonly problem?: string; readonly written: string[] };
}

export function fakeDialogs(answers: FakeAnswers = {}): FakeDialogs {
  const said: Said[] = [];
  const lists: (readonly PickItem<unknown>[])[] = [];
  return {
    said,
    lists,
    say(kind, sentences, choices = []) {
      said.push({ kind, text: allEnglish(sentences), choices: labels(choices), press: press(choices) });
    },
    openFile: async () => answers.openFile,
    saveFile: async () =>
      answers.save && {
        path: answers.save.path,
        open: () => undefined,
        write: async (content) => {
          answers.save?.written.push(content);
          return answers.save?.problem;
        },
      },
    pickFromList: async (list) => {
      lists.push(list.items);
      const item = list.items.find(({ label }) => answers.pick !== undefined && label.includes(answers.pick));
      if (!item || answers.button === undefined) return item?.value;
      const items = await list.onButton?.(item.value, answers.button);
      if (items) lists.push(items);
      return undefined;
    },
  };
}

function labels(choices: readonly Choice[]): string[] {
  return choices.map(({ label }) => english(label));
}

function press(choices: readonly Choice[]): (label: string) => Promise<unknown> {
  return async (label) => {
    const choice = choices.find((one) => english(one.label) === label);
    if (!choice) throw new Error(`There is no button ${label}.`);
    return choice.run();
  };
}

function allEnglish(sentences: Sentences): string {
  const all: readonly Text[] = "message" in sentences ? [sentences] : sentences;
  return all.map(english).join(" ");
}

/** Buttons that record which command they ran. */
export function fakeOffers(): { readonly offers: Offers; readonly ran: string[] } {
  const ran: string[] = [];
  return { ran, offers: makeOffers((...command) => ran.push(command.join(" "))) };
}
