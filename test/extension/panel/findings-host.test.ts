import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { english, text } from "../../../src/core/text/text.ts";
import type { FileFindings, FindingsStore, LintState } from "../../../src/extension/lint/findings-store.ts";
import { FindingsHost } from "../../../src/extension/panel/findings-host.ts";
import type { PlacedFinding } from "../../../src/protocol/lint.ts";
import type { ToPanel } from "../../../src/protocol/panel.ts";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

function placed(changes: Partial<PlacedFinding> = {}, line = 4): PlacedFinding {
  return {
    rule: "commit-in-loop",
    severity: "warning",
    span: spanAt(line),
    text: text("Commits {count} times.", { count: 3 }),
    related: [],
    fixes: [],
    unnecessary: false,
    ...changes,
  };
}

function spanAt(line: number) {
  return { start: { line, character: 2 }, end: { line, character: 9 } };
}

function aStore() {
  const listeners = new Set<() => void>();
  const files = new Map<string, FileFindings>();
  const store = {
    ...{ state: "idle" as LintState, files },
    progress: undefined as FindingsStore["progress"],
    lastCheck: undefined as FindingsStore["lastCheck"],
    onDidChange: (listener: () => void) => {
      listeners.add(listener);
      return { dispose: () => listeners.delete(listener) };
    },
  };
  const tell = () => {
    for (const listener of listeners) listener();
  };
  return {
    store,
    put(file: string, ...findings: readonly PlacedFinding[]) {
      files.set(file, { findings, note: undefined });
      tell();
    },
    drop(file: string) {
      files.delete(file);
      tell();
    },
    become(changes: Partial<Pick<typeof store, "state" | "progress" | "lastCheck">>) {
      Object.assign(store, changes);
      tell();
    },
  };
}

function aHost() {
  const posted: ToPanel[] = [];
  const ordered: unknown[] = [];
  const findings = aStore();
  const order =
    (name: string) =>
    (...args: readonly unknown[]) => {
      ordered.push([name, ...args]);
    };
  const host = new FindingsHost({
    post: (message) => posted.push(message),
    store: findings.store,
    rules: async () => new Map([["commit-in-loop", { docs: { summary: "A commit per row." } }]]),
    nameOf: (document) => document.replace("/work/", ""),
    t: english,
    orders: {
      openPlace: order("open"),
      explainRule: order("explain"),
      checkWorkspace: order("check"),
      cancelCheck: order("cancel"),
      restartLinter: order("restart"),
      openSettings: order("settings"),
    },
  });
  const turn = (page: string) => host.receive({ type: "page-turned", page });
  return { host, posted, ordered, turn, ...findings };
}

/** A host whose page is ready and shown; what it was sent until then is not looked at. */
async function aShownHost() {
  const all = aHost();
  await all.host.receive({ type: "ready" });
  await all.turn("findings");
  return all;
}

describe("FindingsHost", () => {
  it("tells the page all it shows, once that is in front", async () => {
    const { host, posted, put, store, turn } = aHost();
    put(
      "/work/app.py",
      placed({
        fixes: [
          { title: text("Rewrite"), safe: false, edits: [] },
          { title: text("Move"), safe: true, edits: [] },
        ],
        related: [{ file: "/work/db.py", span: spanAt(11), text: text("made here") }],
      }),
      placed({ fixes: [{ title: text("Rewrite"), safe: false, edits: [] }] }, 1),
    );
    store.lastCheck = {
      outcome: "completed",
      files: 2,
      unreadable: [{ file: "/work/secret.py", detail: "EACCES" }],
    };
    await host.receive({ type: "ready" });
    expect(posted).toEqual([{ type: "count-findings", count: 2 }]);
    await turn("findings");
    const plain = { rule: "commit-in-loop", severity: "warning", message: "Commits 3 times.", character: 2 };
    expect(posted[1]).toEqual({
      type: "show-findings",
      status: {
        ...{ state: "idle", progress: null },
        lastCheck: { outcome: "completed", files: 2, unreadable: 1 },
      },
      rules: { "commit-in-loop": "A commit per row." },
      files: [
        {
          ...{ file: 0, name: "app.py", note: null },
          findings: [
            { ...plain, line: 1, fix: "suggestion", related: [] },
            {
              ...{ ...plain, line: 4, fix: "safe" },
              related: [{ file: 1, line: 11, character: 2, name: "db.py", message: "made here" }],
            },
          ],
        },
      ],
    });
  });

  it("tells changes at most four times a second, each file that changed once", async () => {
    const { posted, put, drop } = await aShownHost();
    put("/work/old.py", placed());
    posted.length = 0;
    for (let ms = 0; ms < 1000; ms += 10) {
      put("/work/app.py", placed({}, ms));
      vi.advanceTimersByTime(10);
    }
    drop("/work/old.py");
    vi.advanceTimersByTime(500);
    expect(posted).toHaveLength(5);
    for (const message of posted.slice(0, 4))
      expect(message).toMatchObject({ changed: [{ name: "app.py" }], gone: [] });
    expect(posted[4]).toMatchObject({ type: "change-findings", changed: [], gone: [0] });
  });

  it("tells nothing when nothing that is shown changed", async () => {
    const { posted, put, become, store } = await aShownHost();
    put("/work/app.py", placed());
    vi.advanceTimersByTime(1000);
    posted.length = 0;
    become({ progress: undefined });
    vi.advanceTimersByTime(1000);
    expect(posted).toEqual([]);
    become({ state: "checking", progress: { done: 1, total: 0 } });
    expect(posted).toMatchObject([{ status: { state: "checking", progress: { done: 1, total: 0 } } }]);
    expect(store.files.size).toBe(1);
  });

  it("tells a page that is not in front only how many there are, and that when it changes", async () => {
    const { posted, put, drop, turn } = await aShownHost();
    await turn("benchmark");
    posted.length = 0;
    put("/work/app.py", placed(), placed());
    vi.advanceTimersByTime(300);
    put("/work/app.py", placed({}, 7), placed());
    vi.advanceTimersByTime(300);
    drop("/work/app.py");
    vi.advanceTimersByTime(300);
    expect(posted).toEqual([
      { type: "count-findings", count: 2 },
      { type: "count-findings", count: 0 },
    ]);
  });

  it("begins anew with a page that was loaded again", async () => {
    const { host, posted, put, turn } = await aShownHost();
    put("/work/app.py", placed());
    vi.advanceTimersByTime(1000);
    posted.length = 0;
    await host.receive({ type: "ready" });
    await turn("findings");
    expect(posted).toMatchObject([
      { type: "count-findings", count: 1 },
      { type: "show-findings", files: [{ name: "app.py" }] },
    ]);
  });

  it("shows nothing when the page was turned back while the rules were read", async () => {
    const { host, posted, put, turn } = aHost();
    await host.receive({ type: "ready" });
    const turned = turn("findings");
    await turn("benchmark");
    await turned;
    put("/work/app.py", placed());
    expect(posted).toEqual([{ type: "count-findings", count: 1 }]);
  });

  it("tells nothing before the page is ready, nor after it is closed", () => {
    const { host, posted, put } = aHost();
    put("/work/app.py", placed());
    host.dispose();
    put("/work/other.py", placed());
    vi.advanceTimersByTime(1000);
    expect(posted).toEqual([]);
  });
});

describe("the orders of the page", () => {
  it("open the places that the page was told of, and no other", async () => {
    const { host, ordered, put } = await aShownHost();
    put("/work/app.py", placed({ related: [{ file: "/work/db.py", span: spanAt(11), text: text("here") }] }));
    for (const file of [0, 1, 2])
      await host.receive({ type: "open-place", file, line: 4, character: 2, path: "/etc/passwd" });
    expect(ordered).toEqual([
      ["open", "/work/app.py", { line: 4, character: 2 }],
      ["open", "/work/db.py", { line: 4, character: 2 }],
    ]);
  });

  it("are carried out once each", async () => {
    const { host, ordered } = aHost();
    const orders = ["check-workspace", "cancel-check", "restart-linter", "open-lint-settings"];
    for (const type of orders) await host.receive({ type });
    await host.receive({ type: "explain-rule", rule: "commit-in-loop" });
    await host.receive({ type: "run-again" });
    await host.receive({ type: "open-place", file: 0, line: -1, character: 0 });
    await host.receive("check-workspace");
    expect(ordered).toEqual([
      ["check"],
      ["cancel"],
      ["restart"],
      ["settings"],
      ["explain", "commit-in-loop"],
    ]);
  });
});
