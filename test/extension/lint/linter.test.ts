import { describe, expect, it } from "vitest";
import { aFinding, aText, fakeEditor } from "./fake-worker.ts";

const app = "/work/app.py";
const db = "/work/db.py";

const afterDelay = () => new Promise((resolve) => setTimeout(resolve, 40));
const typed = [{ start: 0, end: 0, text: "x" }];

describe("the linter", () => {
  it("starts the worker with the first document, and tells it the settings first", async () => {
    const { workers, open } = fakeEditor();
    expect(workers.started).toBe(0);
    await open(aText(app));
    await open(aText(db));
    expect(workers.started).toBe(1);
    expect(workers.types).toEqual(["configure", "open-document", "open-document"]);
  });

  it("keeps what was answered, and tells of which files", async () => {
    const { workers, results, open } = fakeEditor();
    const changed: (readonly string[])[] = [];
    await open(aText(app));
    results.changes.add((files) => changed.push(files));
    workers.answer(app, 1);
    expect(results.files.get(app)?.findings).toEqual([aFinding()]);
    workers.answer(app, 1, []);
    expect(results.files.size).toBe(0);
    expect(changed).toEqual([[app], [app]]);
  });

  it("sends what was typed in one message after a pause, in order", async () => {
    const { linter, workers, open } = fakeEditor();
    await open(aText(app));
    linter.edit(app, 2, [{ start: 0, end: 0, text: "a" }]);
    linter.edit(app, 3, [{ start: 1, end: 1, text: "b" }]);
    expect(workers.of("change-document")).toEqual([]);
    await afterDelay();
    expect(workers.of("change-document")).toEqual([
      {
        type: "change-document",
        file: app,
        version: 3,
        edits: [
          { start: 0, end: 0, text: "a" },
          { start: 1, end: 1, text: "b" },
        ],
      },
    ]);
  });

  it("puts the check off with every key stroke", async () => {
    const { linter, workers, open } = fakeEditor({ timing: { run: "onType", delayMs: 60 } });
    await open(aText(app));
    for (let version = 2; version < 6; version++) {
      linter.edit(app, version, typed);
      await new Promise((resolve) => setTimeout(resolve, 15));
    }
    expect(workers.of("change-document")).toEqual([]);
    await expect.poll(() => workers.of("change-document").map(({ version }) => version)).toEqual([5]);
  });

  it("sends what was typed when it is saved, where files are checked on save", async () => {
    const { linter, workers, open } = fakeEditor({ timing: { run: "onSave" } });
    await open(aText(app));
    linter.edit(app, 2, typed);
    await afterDelay();
    expect(workers.of("change-document")).toEqual([]);
    linter.save(app);
    expect(workers.of("change-document")).toMatchObject([{ version: 2 }]);
    linter.save(app);
    expect(workers.of("change-document")).toHaveLength(1);
  });

  it("drops an answer about an older text", async () => {
    const { linter, workers, results, open } = fakeEditor();
    await open(aText(app));
    linter.edit(app, 2, typed);
    workers.answer(app, 1);
    expect(results.files.size).toBe(0);
    workers.answer(app, 2);
    expect(results.files.size).toBe(1);
  });

  it("drops an answer about the disk for a document that is open, and any for one that is closed", async () => {
    const { workers, results, open, close } = fakeEditor();
    await open(aText(app));
    workers.answer(app, undefined);
    expect(results.files.size).toBe(0);
    workers.answer(app, 1);
    close(app);
    expect(workers.of("close-document")).toHaveLength(1);
    expect(results.files.size).toBe(0);
    workers.answer(app, 1);
    workers.answer(app, undefined);
    expect(results.files.size).toBe(0);
  });

  it("takes a second answer about the same text: another file may have changed", async () => {
    const { workers, results, open } = fakeEditor();
    await open(aText(app));
    workers.answer(app, 1);
    workers.answer(app, 1, []);
    expect(results.files.size).toBe(0);
  });

  it("waits for an answer about the newest text without waiting for a pause", async () => {
    const { linter, workers, open } = fakeEditor({ timing: { run: "onSave" } });
    await open(aText(app));
    workers.answer(app, 1);
    expect(await linter.whenCurrent(app, 1000)).toBe(true);
    linter.edit(app, 2, typed);
    const current = linter.whenCurrent(app, 1000);
    expect(workers.of("change-document")).toHaveLength(1);
    workers.answer(app, 1);
    workers.answer(app, 2);
    expect(await current).toBe(true);
  });

  it("does not wait longer than it was told to, nor for what is not open", async () => {
    const { linter, open } = fakeEditor();
    await open(aText(app));
    expect(await linter.whenCurrent(app, 10)).toBe(false);
    expect(await linter.whenCurrent(db, 100_000)).toBe(false);
  });

  it("does not take an answer of before for one about a document that was opened again", async () => {
    const { linter, workers, open, close } = fakeEditor();
    await open(aText(app));
    workers.answer(app, 1);
    close(app);
    await open(aText(app));
    expect(linter.isCurrent(app)).toBe(false);
    expect(linter.isAnswered(app)).toBe(false);
  });
});

describe("a notebook", () => {
  const book = "/work/book.ipynb";
  const cell = (name: string, version = 1) => ({ name, version, text: () => `# ${name}` });

  it("is told as a whole, and its cells are answered by their own names", async () => {
    const { linter, workers, results, open } = fakeEditor();
    await open({ kind: "notebook", name: book, cells: [cell("cell:1"), cell("cell:2")] });
    expect(workers.of("open-notebook")).toMatchObject([
      { file: book, cells: [{ cell: "cell:1", version: 1, text: "# cell:1" }, { cell: "cell:2" }] },
    ]);
    workers.answer("cell:2", 1);
    expect([...results.files.keys()]).toEqual(["cell:2"]);

    linter.changeNotebook({ kind: "notebook", name: book, cells: [cell("cell:1", 2), cell("cell:2")] });
    workers.answer("cell:1", 1);
    expect(results.files.has("cell:1")).toBe(false);
    await afterDelay();
    expect(
      workers
        .of("open-notebook")
        .at(-1)
        ?.cells.map(({ version }) => version),
    ).toEqual([2, 1]);
  });

  it("takes the findings of a removed cell with it, and all when it is closed", async () => {
    const { linter, workers, results, open, close } = fakeEditor();
    await open({ kind: "notebook", name: book, cells: [cell("cell:1"), cell("cell:2")] });
    workers.answer("cell:1", 1);
    workers.answer("cell:2", 1);
    linter.changeNotebook({ kind: "notebook", name: book, cells: [cell("cell:2")] });
    expect([...results.files.keys()]).toEqual(["cell:2"]);
    close(book);
    expect(results.files.size).toBe(0);
    expect(workers.of("close-document")).toEqual([{ type: "close-document", file: book }]);
  });

  it("is told at once when one of its cells is asked about", async () => {
    const { linter, workers, open } = fakeEditor({ timing: { run: "onSave" } });
    await open({ kind: "notebook", name: book, cells: [cell("cell:1")] });
    linter.changeNotebook({ kind: "notebook", name: book, cells: [cell("cell:1", 2)] });
    const current = linter.whenCurrent("cell:1", 1000);
    expect(workers.of("open-notebook")).toHaveLength(2);
    workers.answer("cell:1", 2);
    expect(await current).toBe(true);
  });
});
