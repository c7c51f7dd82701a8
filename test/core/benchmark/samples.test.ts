import { expect, it } from "vitest";
import { emptyResult } from "../../../src/core/benchmark/lane-loop.ts";
import { Samples } from "../../../src/core/benchmark/samples.ts";

const result = { ...emptyResult(), rows: 2, queueMs: 3, transferMs: 4, lockWaitMs: 5 };
const make = (operations: number) => new SharedArrayBuffer(Samples.bytesFor(operations));

it("shows to a second reader what was written, while it is written", () => {
  const memory = make(2);
  const [writer, reader] = [new Samples(memory), new Samples(memory)];
  writer.record(10, 22, result);
  writer.tellRows(7);
  expect(reader.done).toBe(1);
  expect(reader.rows).toBe(9);
  expect(reader.at(0)).toEqual({ start: 10, end: 22, queueMs: 3, transferMs: 4, lockWaitMs: 5 });
  writer.record(22, 30, result);
  expect(reader.done).toBe(2);
  expect(reader.rows).toBe(4);
});

it("starts anew for the next trial", () => {
  const samples = new Samples(make(1));
  samples.record(1, 2, result);
  samples.reset();
  samples.record(5, 6, result);
  expect(samples.done).toBe(1);
  expect(samples.rows).toBe(2);
  expect(samples.at(0)).toMatchObject({ start: 5, end: 6 });
});

it("travels to another process in chunks", () => {
  const [here, there] = [new Samples(make(3)), new Samples(make(3))];
  for (const start of [1, 2, 3]) here.record(start, start + 0.5, result);
  there.restore(0, here.chunk(0, 2));
  expect(there.done).toBe(2);
  there.restore(2, here.chunk(2, 1));
  expect(there.done).toBe(3);
  expect([0, 1, 2].map((i) => there.at(i))).toEqual([0, 1, 2].map((i) => here.at(i)));
});
