import { describe, expect, it } from "vitest";
import { aFinding, aText, fakeEditor } from "./fake-worker.ts";

const app = "/work/app.py";
const db = "/work/db.py";
const never = new AbortController().signal;

const afterDelay = () => new Promise((resolve) => setTimeout(resolve, 40));
const typed = [{ start: 0, end: 0, text: "x" }];

describe("a worker that dies", () => {
  it("is told everything again: settings, what is open, what was checked and was being checked", async () => {
    const { linter, workers, results, log, open } = fakeEditor();
    await open(aText(app));
    const check = linter.check([db], never);
    await expect.poll(() => workers.of("check-files").length).toBe(1);
    workers.sent.length = 0;
    workers.die();
    await expect
      .poll(() => workers.types)
      .toEqual(["configure", "open-document", "check-files", "check-files"]);
    expect(log.lines.join()).toContain("out of memory");
    const { id } = workers.of("check-files").at(-1) ?? { id: 0 };
    workers.say({ type: "check-finished", id, outcome: "completed", files: 1, unreadable: [] });
    expect((await check)?.outcome).toBe("completed");
    expect(results.state).toBe("idle");
  });

  it("is told the text as it is now, not what was typed since", async () => {
    const { linter, workers, documents, open } = fakeEditor();
    await open(aText(app));
    linter.edit(app, 2, typed);
    documents.set(app, aText(app, 2, "xsession.commit()\n"));
    workers.die();
    await afterDelay();
    expect(workers.of("open-document").at(-1)).toMatchObject({ version: 2, text: "xsession.commit()\n" });
    expect(workers.of("change-document")).toEqual([]);
  });

  it("too often is said once; nothing starts another until it is asked for", async () => {
    const { linter, workers, results, failures, open } = fakeEditor();
    await open(aText(app));
    const check = linter.check([db], never);
    await expect.poll(() => workers.of("check-files").length).toBe(1);
    workers.dieForGood();
    expect(await check).toBeUndefined();
    expect([results.state, failures.length]).toEqual(["failed", 1]);
    await open(aText(db));
    await linter.reconfigure();
    expect(await linter.check([db], never)).toBeUndefined();
    expect([workers.started, failures.length]).toEqual([1, 1]);

    await linter.restart();
    expect([results.state, workers.started]).toEqual(["idle", 2]);
    expect(workers.of("open-document").map(({ file }) => file)).toEqual([app, app, db]);
  });

  it("is heard no more when another was started in its place", async () => {
    const { linter, workers, results, open } = fakeEditor();
    await open(aText(app));
    await linter.restart();
    const answer = {
      type: "findings",
      file: app,
      version: 1,
      findings: [aFinding()],
      note: undefined,
    } as const;
    workers.say(answer, 0);
    expect([results.files.size, workers.ended]).toEqual([0, 1]);
    workers.say(answer);
    expect(results.files.size).toBe(1);
    linter.dispose();
    expect(workers.ended).toBe(2);
  });
});
