import { describe, expect, it } from "vitest";
import { aFinding, aText, fakeEditor } from "./fake-worker.ts";

const app = "/work/app.py";
const db = "/work/db.py";
const never = new AbortController().signal;

describe("settings", () => {
  it("are sent again when they change", async () => {
    const { linter, workers, open } = fakeEditor();
    await open(aText(app));
    await linter.reconfigure();
    expect(workers.types.filter((type) => type === "configure")).toHaveLength(2);
    expect(workers.of("open-document")).toHaveLength(1);
  });

  it("take what is no longer to be checked out of the results", async () => {
    const { linter, workers, results, documents, open } = fakeEditor();
    await open(aText(app));
    workers.answer(app, 1);
    documents.delete(app);
    await linter.reconfigure();
    expect(results.files.size).toBe(0);
    expect(workers.of("close-document")).toHaveLength(1);
  });

  it("end the worker when they switch the linter off, and start one when they switch it on", async () => {
    const { linter, workers, results, settings, open } = fakeEditor();
    await open(aText(app));
    workers.answer(app, 1);
    settings.enabled = false;
    await linter.reconfigure();
    expect([results.state, results.files.size, workers.ended]).toEqual(["off", 0, 1]);
    await open(aText(db));
    expect(workers.started).toBe(1);
    settings.enabled = true;
    await linter.reconfigure();
    expect([results.state, workers.started]).toEqual(["idle", 2]);
    expect(workers.of("open-document").map(({ file }) => file)).toEqual([app, app, db]);
  });

  it("start no worker while nothing is to be checked", async () => {
    const { linter, workers } = fakeEditor();
    await linter.reconfigure();
    expect(workers.started).toBe(0);
  });
});

describe("a check of the workspace", () => {
  it("tells its progress and its end, and keeps findings of files that are not open", async () => {
    const { linter, workers, results } = fakeEditor();
    const check = linter.check([app, db], never);
    await expect.poll(() => workers.of("check-files")).toMatchObject([{ files: [app, db] }]);
    const [{ id } = { id: 0 }] = workers.of("check-files");
    expect([results.state, results.progress]).toEqual(["checking", { done: 0, total: 2 }]);
    workers.say({ type: "check-progress", id, done: 1, total: 2 });
    expect(results.progress).toEqual({ done: 1, total: 2 });
    workers.answer(app, undefined);
    workers.say({ type: "check-finished", id, outcome: "completed", files: 2, unreadable: [] });
    expect(await check).toEqual({ outcome: "completed", files: 2, unreadable: [] });
    expect([results.state, results.progress, results.lastCheck?.files]).toEqual(["idle", undefined, 2]);
    expect([...results.files.keys()]).toEqual([app]);
  });

  it("is cancelled by message", async () => {
    const { linter, workers, results } = fakeEditor();
    const cancel = new AbortController();
    const check = linter.check([app], cancel.signal);
    await expect.poll(() => workers.of("check-files").length).toBe(1);
    cancel.abort();
    const [{ id } = { id: 0 }] = workers.of("cancel-check");
    workers.say({ type: "check-finished", id, outcome: "cancelled", files: 0, unreadable: [] });
    expect((await check)?.outcome).toBe("cancelled");
    expect(results.state).toBe("idle");
  });

  it("gives a closed document the findings of the disk", async () => {
    const { linter, workers, results, open, close } = fakeEditor();
    void linter.check([app], never);
    await open(aText(app, 3));
    workers.answer(app, 3);
    close(app);
    expect(workers.of("close-document")).toHaveLength(1);
    expect(results.files.get(app)?.findings[0]?.severity).toBe("warning");
    workers.answer(app, undefined, [aFinding({ severity: "hint" })]);
    expect(results.files.get(app)?.findings[0]?.severity).toBe("hint");
  });

  it("tells the worker what changes on disk, and forgets what is deleted", async () => {
    const { linter, workers, results } = fakeEditor();
    void linter.check([app, db], never);
    await expect.poll(() => workers.of("check-files").length).toBe(1);
    workers.answer(app, undefined);
    workers.answer(db, undefined);
    linter.filesChanged([app, "/work/other.py"], [db]);
    expect(workers.of("files-changed")).toEqual([
      { type: "files-changed", changed: [app, "/work/other.py"], deleted: [db] },
    ]);
    expect([...results.files.keys()]).toEqual([app]);
    workers.answer(db, undefined);
    workers.answer(app, undefined, []);
    expect(results.files.size).toBe(0);
  });

  it("takes away what an earlier one found in files that are not checked any more", async () => {
    const { linter, workers, results } = fakeEditor();
    void linter.check([app, db], never);
    await expect.poll(() => workers.of("check-files").length).toBe(1);
    workers.answer(app, undefined);
    workers.answer(db, undefined);
    void linter.check([db], never);
    await expect.poll(() => workers.of("check-files").length).toBe(2);
    expect([...results.files.keys()]).toEqual([db]);
    workers.answer(app, undefined);
    expect([...results.files.keys()]).toEqual([db]);
  });

  it("leaves nothing but open documents when its results are cleared", async () => {
    const { linter, workers, results, open } = fakeEditor();
    await open(aText(app));
    workers.answer(app, 1);
    void linter.check([app, db], never);
    await expect.poll(() => workers.of("check-files").length).toBe(1);
    workers.answer(db, undefined);
    linter.clearWorkspaceResults();
    expect([...results.files.keys()]).toEqual([app]);
    expect(results.lastCheck).toBeUndefined();
    workers.answer(db, undefined);
    expect([...results.files.keys()]).toEqual([app]);
  });
});
