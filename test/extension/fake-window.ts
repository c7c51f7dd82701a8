import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { onTestFinished } from "vitest";
import manifest from "../../package.json" with { type: "json" };
import { compareReports } from "../../src/core/benchmark/compare.ts";
import { readReport } from "../../src/core/benchmark/read-report.ts";
import { english } from "../../src/core/text/text.ts";
import { BenchmarkFlow } from "../../src/extension/benchmark-flow.ts";
import { commandTable } from "../../src/extension/command-table.ts";
import { compareWith } from "../../src/extension/commands/compare-with.ts";
import type { EditorText } from "../../src/extension/commands/selection.ts";
import { type ConnectionCommandTable, connectionCommandIds } from "../../src/extension/commands.ts";
import { panelOrders } from "../../src/extension/panel/panel-orders.ts";
import { Results } from "../../src/extension/panel/results.ts";
import { readSettings, type SettingSchema } from "../../src/extension/settings.ts";
import type { QuickInputs } from "../../src/extension/wizard/quick-inputs.ts";
import { ReportStore } from "../../src/node/report-store.ts";
import {
  type FakeAnswers,
  fakeDialogs,
  fakeLog,
  fakeMemory,
  fakeOffers,
  fakeRunner,
  fakeRuns,
} from "./fakes.ts";

export interface FakeWindowOptions {
  readonly stored?: Readonly<Record<string, unknown>>;
  readonly answers?: FakeAnswers;
  readonly editor?: EditorText;
  readonly isTrusted?: boolean;
  /** What the wizard's inputs are answered with, in order; then each is abandoned. */
  readonly typed?: readonly string[];
}

/** All of the extension but VS Code: real store, flow and results; a fake runner, dialogs and editor. */
export function fakeWindow(options: FakeWindowOptions = {}) {
  const { stored, answers, editor, isTrusted = true, typed = [] } = options;
  const folder = mkdtempSync(path.join(tmpdir(), "lanewise-window-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const runner = fakeRunner();
  const runs = fakeRuns(runner);
  const memory = fakeMemory(stored);
  const dialogs = fakeDialogs(answers);
  const { offers } = fakeOffers();
  const log = fakeLog();
  const store = new ReportStore({
    folder,
    keep: 100,
    readReport: async (json) => {
      const read = readReport(json);
      return read.ok ? read.report : undefined;
    },
    warn: (message) => log.warn(message),
  });
  const readStored = (id: string) => store.read(id);
  const results = new Results({ memory, readReport: readStored, log });
  let revealed = 0;
  const reveal = () => {
    revealed++;
  };
  const flow = new BenchmarkFlow({
    ...{ runs, results, memory, store, dialogs, offers, log, t: english },
    isTrusted: () => isTrusted,
    page: { isInSight: () => true, reveal },
    secretFor: async () => ({ status: "known", secret: undefined }),
    pinned: () => undefined,
    confirmLoad: async () => true,
  });
  const shown = {
    store,
    results,
    memory,
    dialogs,
    offers,
    t: english,
    formatTime: (iso: string) => iso,
    reveal,
  };
  const compare = async (...pair: Parameters<typeof compareReports>) => compareReports(...pair);
  const services = {
    ...shown,
    flow,
    runs,
    lanewise: "0.1.0",
    settings: defaultSettings,
    compareWith: compareWith({ ...shown, readReport: readStored, compare }),
  };
  const commands = commandTable({
    ...services,
    ask: typist([...typed]),
    cpus: () => 2,
    editorText: () => editor,
    render: async (report, format) => `${format} of ${report.id}`,
    showLog: () => log.info("shown"),
    showFindings: () => log.info("findings shown"),
    lintCommands: {
      "lanewise.checkWorkspace": () => log.info("workspace checked"),
      "lanewise.checkFile": () => log.info("file checked"),
      "lanewise.clearWorkspaceResults": () => log.info("results cleared"),
      "lanewise.restartLinter": () => log.info("linter restarted"),
      "lanewise.explainRule": () => log.info("rule explained"),
      "lanewise.changeRuleSeverity": () => log.info("severity changed"),
    },
    connectionCommands: Object.fromEntries(
      connectionCommandIds.map((id) => [id, () => log.info(`${id} called`)]),
    ) as unknown as ConnectionCommandTable,
    adopt: async (profile) => {
      await memory.useProfile(profile);
      results.touch();
    },
  });
  const orders = panelOrders({ ...services, commands });
  return {
    commands,
    orders,
    runner,
    runs,
    memory,
    dialogs,
    log,
    store,
    results,
    folder,
    revealed: () => revealed,
  };
}

function defaultSettings() {
  const schemas = manifest.contributes.configuration.properties as unknown as Record<string, SettingSchema>;
  const onInvalid = (name: string) => {
    throw new Error(`${name} has no valid default.`);
  };
  return readSettings({ value: (name) => schemas[name]?.default, schemas, onInvalid });
}

/** Types into inputs what the script says, and accepts what lists offer. */
function typist(script: string[]): QuickInputs {
  const next = () => {
    const value = script.shift();
    return value === undefined ? ({ kind: "abandoned" } as const) : ({ kind: "answered", value } as const);
  };
  return {
    pickOne: async ({ active }) => ({ kind: "answered", value: active }),
    pickMany: async ({ picked }) => ({ kind: "answered", value: picked }),
    enterText: async () => next(),
  };
}
