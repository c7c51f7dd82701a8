import { expect, it } from "vitest";
import { DisposableStore } from "../../src/extension/disposable-store.ts";

it("ends what it owns in reverse order, and what comes later at once", () => {
  const ended: string[] = [];
  const store = new DisposableStore();
  store.add({ dispose: () => ended.push("first") });
  store.add({ dispose: () => ended.push("second") });
  store.dispose();
  store.add({ dispose: () => ended.push("late") });
  store.dispose();
  expect(ended).toEqual(["second", "first", "late"]);
});
