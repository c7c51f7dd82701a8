import { expect, it } from "vitest";
import { cancelOnInterrupt } from "../../src/cli/cancellation.ts";
import { fakeDeps } from "./fake-deps.ts";

it("cancels on the first interrupt and tells once", () => {
  const deps = fakeDeps();
  let told = 0;
  const { signal } = cancelOnInterrupt(deps, () => told++);
  expect(signal.aborted).toBe(false);
  deps.interrupt();
  expect(signal.aborted).toBe(true);
  expect(told).toBe(1);
  expect(deps.ended()).toBeUndefined();
});

it("takes copies of one key stroke for one interrupt", () => {
  const deps = fakeDeps();
  cancelOnInterrupt(deps, () => undefined);
  deps.interrupt();
  deps.wait(200);
  deps.interrupt();
  expect(deps.ended()).toBeUndefined();
});

it("ends at once on a second interrupt", () => {
  const deps = fakeDeps();
  cancelOnInterrupt(deps, () => undefined);
  deps.interrupt();
  deps.wait(400);
  deps.interrupt();
  expect(deps.ended()).toBe(130);
});

it("hears nothing after it stopped listening", () => {
  const deps = fakeDeps();
  const { signal, stopListening } = cancelOnInterrupt(deps, () => undefined);
  stopListening();
  deps.interrupt();
  expect(signal.aborted).toBe(false);
});
