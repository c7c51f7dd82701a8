import { defaultLintConfig } from "../../../src/core/lint/config.ts";
import { text } from "../../../src/core/text/text.ts";
import type { LintDocument } from "../../../src/extension/lint/lint-document.ts";
import type { LintLinkEvents, StartLintLink } from "../../../src/extension/lint/lint-link.ts";
import { LintResults } from "../../../src/extension/lint/lint-results.ts";
import type { LintTiming } from "../../../src/extension/lint/lint-settings.ts";
import { Linter } from "../../../src/extension/lint/linter.ts";
import type {
  FromLintWorker,
  LintFolder,
  PlacedFinding,
  PlacedFix,
  Position,
  ToLintWorker,
} from "../../../src/protocol/lint.ts";
import { fakeLog } from "../fakes.ts";

type Sent<T extends ToLintWorker["type"]> = Extract<ToLintWorker, { readonly type: T }>;

/** Workers that answer what the test tells them, one after the other. */
class FakeWorkers {
  readonly sent: ToLintWorker[] = [];
  started = 0;
  ended = 0;
  readonly #events: LintLinkEvents[] = [];

  readonly start: StartLintLink = (events) => {
    this.started++;
    this.#events.push(events);
    return {
      send: (message) => this.sent.push(message),
      dispose: () => {
        this.ended++;
      },
    };
  };

  get types(): readonly string[] {
    return this.sent.map(({ type }) => type);
  }

  of<T extends ToLintWorker["type"]>(type: T): readonly Sent<T>[] {
    return this.sent.filter((message): message is Sent<T> => message.type === type);
  }

  /** worker: counts from 0, by default the last */
  say(message: FromLintWorker, worker = -1): void {
    this.#events.at(worker)?.heard(message);
  }

  answer(file: string, version: number | undefined, findings: readonly PlacedFinding[] = [aFinding()]): void {
    this.say({ type: "findings", file, version, findings, note: undefined });
  }

  die(): void {
    this.#events.at(-1)?.restarted("out of memory");
  }

  dieForGood(): void {
    this.#events.at(-1)?.gaveUp("out of memory");
  }
}

export interface FakeEditorOptions {
  readonly timing?: LintTiming;
  readonly folders?: readonly LintFolder[];
}

/** A linter with a fake worker, and the documents that are open. */
export function fakeEditor({
  timing = { run: "onType", delayMs: 10 },
  folders = [],
}: FakeEditorOptions = {}) {
  const workers = new FakeWorkers();
  const log = fakeLog();
  const documents = new Map<string, LintDocument>();
  const failures: string[] = [];
  const settings = { enabled: true };
  const onError = (error: unknown) => {
    throw error;
  };
  const results = new LintResults(onError);
  const linter = new Linter({
    startLink: workers.start,
    readConfiguration: async () => ({ enabled: settings.enabled, folders, fallback: defaultLintConfig }),
    documents: () => documents.values(),
    timing: () => timing,
    results,
    log,
    onFailure: () => failures.push("told"),
    onError,
  });
  const open = async (document: LintDocument) => {
    documents.set(document.name, document);
    linter.open(document);
    await new Promise(setImmediate);
  };
  const close = (name: string) => {
    documents.delete(name);
    linter.close(name);
  };
  return { linter, workers, results, log, documents, failures, settings, open, close };
}

export function aText(name: string, version = 1, content = "session.commit()\n"): LintDocument {
  return { kind: "text", name, version, text: () => content };
}

export function aFinding(changes: Partial<PlacedFinding> = {}): PlacedFinding {
  return {
    rule: "commit-in-loop",
    severity: "warning",
    span: { start: at(2, 4), end: at(2, 20) },
    text: text("Commits once per row."),
    related: [],
    fixes: [],
    unnecessary: false,
    ...changes,
  };
}

export function aFix(edits: PlacedFix["edits"], safe = true): PlacedFix {
  return { title: text("Move it"), safe, edits };
}

export function at(line: number, character: number): Position {
  return { line, character };
}
