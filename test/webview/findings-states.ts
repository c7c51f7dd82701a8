import type { ToPanel } from "../../src/protocol/panel.ts";
import type { LintStatus, ShownFile, ShownFinding } from "../../src/protocol/panel-findings.ts";

export type ShowFindings = Extract<ToPanel, { type: "show-findings" }>;

export const ruleSummaries: Readonly<Record<string, string>> = {
  "session-shared-across-threads": "A session that several threads use at the same time.",
  "commit-in-loop": "A commit or a flush for every row of a loop.",
  "per-row-write": "Rows that are written one statement at a time.",
  "worker-error-swallowed": "A worker whose errors nobody hears of.",
};

export const idle: LintStatus = { state: "idle", progress: null, lastCheck: null };

export const checkedAll: LintStatus = {
  ...idle,
  lastCheck: { outcome: "completed", files: 128, unreadable: 0 },
};

export function aFinding(changes: Partial<ShownFinding> = {}): ShownFinding {
  return {
    rule: "commit-in-loop",
    severity: "warning",
    message: "Commits once per row. Commit once after the loop, or once per batch.",
    line: 11,
    character: 8,
    fix: "safe",
    related: [],
    ...changes,
  };
}

export function aFile(file: number, name: string, findings: readonly ShownFinding[]): ShownFile {
  return { file, name, findings, note: null };
}

const shared = aFinding({
  rule: "session-shared-across-threads",
  severity: "error",
  message: "This session is used by every thread of the pool. Give each thread a session of its own.",
  line: 20,
  fix: "suggestion",
  related: [
    { file: 1, name: "app/db.py", line: 11, character: 0, message: "the session is made here" },
    { file: 0, name: "app/worker.py", line: 33, character: 4, message: "the threads start here" },
  ],
});

/** Of several rules, files, severities and fixes. */
export const sampleFiles: readonly ShownFile[] = [
  aFile(0, "app/worker.py", [
    aFinding(),
    shared,
    aFinding({
      line: 40,
      rule: "worker-error-swallowed",
      severity: "information",
      fix: "none",
      message: "Nobody asks this future for its result: an error in load_file is lost.",
    }),
  ]),
  aFile(1, "app/db.py", [
    aFinding({
      line: 2,
      severity: "hint",
      rule: "redundant-add",
      fix: "safe",
      message: "The session already holds this object.",
    }),
  ]),
  aFile(2, "scripts/import_countries.py", [
    aFinding({
      line: 7,
      rule: "per-row-write",
      fix: "suggestion",
      message: "Runs one INSERT per row. Give execute() all rows at once.",
    }),
    aFinding({ line: 9 }),
  ]),
];

export function showFindings(changes: Partial<ShowFindings> = {}): ShowFindings {
  return { type: "show-findings", status: idle, files: sampleFiles, rules: ruleSummaries, ...changes };
}

/** As a large workspace has them: in many files, of a few rules. */
export function manyFiles(findings: number, perFile = 5): readonly ShownFile[] {
  const rules = Object.keys(ruleSummaries);
  return Array.from({ length: Math.ceil(findings / perFile) }, (_, file) =>
    aFile(
      file,
      `package_${file % 40}/module_${file}.py`,
      Array.from({ length: perFile }, (_, at) =>
        aFinding({ line: at * 10, rule: rules[(file + at) % rules.length] ?? "" }),
      ),
    ),
  );
}
