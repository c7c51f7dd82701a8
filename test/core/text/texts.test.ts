import { describe, expect, it } from "vitest";
import type { Failure, FailureReason } from "../../../src/core/benchmark/outcome.ts";
import type { Cause, CauseEvidence, Note } from "../../../src/core/benchmark/report.ts";
import { causeText } from "../../../src/core/text/cause-text.ts";
import { type Definition, definitions } from "../../../src/core/text/definitions.ts";
import { failureText } from "../../../src/core/text/failure-text.ts";
import { noteText } from "../../../src/core/text/note-text.ts";
import { english, type Text } from "../../../src/core/text/text.ts";

const reasons = Object.keys({
  "node-too-old": 1,
  "another-run": 1,
  "lock-unusable": 1,
  "file-missing": 1,
  "is-directory": 1,
  "no-permission": 1,
  "not-a-database": 1,
  corrupt: 1,
  locked: 1,
  "wal-folder-read-only": 1,
  "cannot-connect": 1,
  "login-failed": 1,
  certificate: 1,
  "too-many-connections": 1,
  "over-connection-budget": 1,
  lost: 1,
  "syntax-error": 1,
  "needs-server": 1,
  "several-statements": 1,
  "not-read-only": 1,
  "parameters-mismatch": 1,
  "query-failed": 1,
  deadlock: 1,
  snapshot: 1,
  "too-large": 1,
  "timed-out": 1,
  cancelled: 1,
  "lane-crashed": 1,
  "runner-crashed": 1,
} satisfies Record<FailureReason, 1>) as FailureReason[];

const evidence: Record<Cause, CauseEvidence["evidence"]> = {
  "more-lanes-than-cores": { lanes: 4, cores: 2, strategy: "threads(4)", factor: 1.9 },
  "lane-cpu-bound": { cpuShare: 0.97, strategy: "threads(2)" },
  "lock-waits": { waits: 12, waitMs: 1234, share: 0.4, strategy: "threads(2)" },
  "shared-session-queues": { queueShare: 0.66, strategy: "shared-session(3)", factor: 0.99 },
  "event-loop-busy": { cpuShare: 0.95, strategy: "tasks(4)", factor: 1.1 },
  "server-lock-waits": { share: 0.6, strategy: "threads(2)" },
  "server-cpu-saturated": { lanes: 4, strategy: "threads(4)", times: 2.1, factor: 1.9 },
  "network-bound": { networkShare: 0.85, strategy: "serial" },
  "result-materialisation": { streamMs: 50, allMs: 125, share: 0.6 },
  "too-noisy": { low: 0.8, high: 1.3, limit: 0.15 },
  "too-short-to-measure": { medianMs: 2.5, limitMs: 5 },
  "data-changed": { strategy: "threads(2)", fewestRows: 10, mostRows: 11, checksums: 0 },
};
const causes = Object.keys(evidence) as Cause[];

const notes: { readonly [K in Note["note"]]: Extract<Note, { note: K }> } = {
  "operations-rounded": { note: "operations-rounded", requested: 5, operations: 6 },
  "stopped-by-run-budget": { note: "stopped-by-run-budget", trials: 3, budgetMs: 300_000 },
  "trials-dropped": { note: "trials-dropped", strategy: "threads(2)", trials: 2 },
  "result-cut-at-budget": { note: "result-cut-at-budget", rows: 123_456, laneBytes: 2 ** 27 },
  "thread-cpu-unknown": { note: "thread-cpu-unknown", node: "22.17.0" },
  outliers: { note: "outliers", strategy: "serial", trials: [0, 4] },
  "busy-machine": { note: "busy-machine", load: 3.456, cpus: 2 },
  "empty-result": { note: "empty-result" },
  "shared-thread": { note: "shared-thread", strategy: "tasks(4)", cpuShare: 0.3 },
  "overlap-refused": {
    note: "overlap-refused",
    requests: 4,
    refused: 3,
    code: "EINVALIDSTATE",
    detail: "Requests can only be made in the LoggedIn state, not the SentClientRequest state",
  },
  parity: { note: "parity", setting: "cache_size", here: "-16000", python: "-2000" },
};

/** A sentence for people: no placeholder left, a full stop at its end. */
function expectSentence(text: Text): void {
  const words = english(text);
  expect(words).not.toMatch(/[{}]|undefined|NaN|null/);
  expect(words).toMatch(/^\S.*[.]$/);
}

function failure(reason: FailureReason, data: Failure["data"] = {}): Failure {
  return { reason, detail: "", data };
}

describe("failures", () => {
  const everything = {
    file: "/data/christmas.db",
    folder: "/data",
    holder: "python3 (process 4711)",
    token: "FORM",
    limitMs: 120_000,
    pid: 4711,
    lane: 2,
    statement: "DELETE FROM files",
    node: "20.1.0",
  };

  it.each(reasons)("%s says what happened and what to do, with and without its data", (reason) => {
    for (const data of [{}, everything, { holder: "", token: "", file: "" }]) {
      const { what, remedy } = failureText(failure(reason, data));
      expectSentence(what);
      expectSentence(remedy);
    }
  });

  it("name the file, the holder, the token and the limit where they are known", () => {
    const what = (reason: FailureReason) => english(failureText(failure(reason, everything)).what);
    expect(what("locked")).toBe("/data/christmas.db is locked by python3 (process 4711).");
    expect(what("syntax-error")).toBe('The SQL could not be compiled near "FORM".');
    expect(what("timed-out")).toBe("A trial took longer than 2 min, so the run was ended.");
    expect(what("wal-folder-read-only")).toContain("cannot be made in /data.");
    expect(what("lane-crashed")).toBe("A lane ended unexpectedly: lane 2.");
  });

  it("name the server, the user and the time that was waited", () => {
    const data = { server: "db.example:5432", user: "ada", timeoutMs: 15_000 };
    const what = (reason: FailureReason) => english(failureText(failure(reason, data)).what);
    expect(what("cannot-connect")).toBe("db.example:5432 did not answer within 15.0 s.");
    expect(what("login-failed")).toBe("db.example:5432 refused the login of ada.");
    expect(what("timed-out")).toBe("db.example:5432 did not answer within 15.0 s.");
    expect(what("certificate")).toBe("The certificate of db.example:5432 is not trusted.");
  });

  it("say another process where the holder is not known", () => {
    const { what } = failureText(failure("locked", { file: "/a.db", holder: "" }));
    expect(english(what)).toBe("/a.db is locked by another process.");
  });

  it("each have words of their own", () => {
    expect(new Set(reasons.map((reason) => english(failureText(failure(reason)).what))).size).toBe(
      reasons.length,
    );
  });
});

describe("causes", () => {
  it.each(causes)("%s has a title, an explanation, its figures and advice", (cause) => {
    const { title, explanation, figures, advice } = causeText({ cause, evidence: evidence[cause] });
    expect(english(title)).toMatch(/^[A-Z]/);
    expectSentence(explanation);
    expectSentence(figures ?? { message: "", args: {} });
    expectSentence(advice);
  });

  it.each(causes)("%s keeps silent about figures that a report of another release does not hold", (cause) => {
    expect(causeText({ cause, evidence: {} }).figures).toBeNull();
  });

  it("show their figures for people", () => {
    const figures = (cause: Cause) =>
      english(causeText({ cause, evidence: evidence[cause] }).figures ?? { message: "", args: {} });
    expect(figures("lock-waits")).toBe(
      "threads(2) waited 12 times for a lock, 1.23 s in all: 40% of its lanes' time.",
    );
    expect(figures("result-materialisation")).toBe(
      "Keeping the rows takes 60% of the time: one operation takes 125 ms with them kept, 50 ms with them dropped.",
    );
  });
});

describe("notes", () => {
  it.each(Object.values(notes))("$note is a sentence", (note) => {
    expectSentence(noteText(note));
  });

  it("count trials from 1 and speak of one as one", () => {
    expect(english(noteText(notes.outliers))).toContain("Trials 1, 5 of serial are outliers");
    expect(english(noteText({ ...notes.outliers, trials: [4] }))).toContain(
      "Trial 5 of serial is an outlier",
    );
    expect(english(noteText({ ...notes["trials-dropped"], trials: 1 }))).toMatch(
      /^1 trial of threads\(2\) was/,
    );
  });
});

describe("definitions", () => {
  it.each(Object.entries<Definition>(definitions))("%s is defined in plain words", (_, { term, meaning }) => {
    expect(english(term).length).toBeGreaterThan(0);
    expectSentence(meaning);
  });

  it("give the figures that the code really uses", () => {
    expect(english(definitions.outlier.meaning)).toContain("beyond 3.5");
    expect(english(definitions.gate.meaning)).toContain("the larger of 2%");
    expect(english(definitions.noise.meaning)).toContain("Beyond 15%");
    expect(english(definitions.p95.meaning)).toContain("from 20 operations on");
  });
});
