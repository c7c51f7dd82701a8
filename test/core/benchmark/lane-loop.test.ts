import { expect, it } from "vitest";
import { emptyResult, type OperationResult, runLane } from "../../../src/core/benchmark/lane-loop.ts";
import type { Failure } from "../../../src/core/benchmark/outcome.ts";

const failure: Failure = { reason: "query-failed", detail: "no such table", data: {} };

/** A session and a clock that "measure" exactly what they are told: each operation takes its milliseconds. */
function fakeLane(durations: readonly number[], results: Partial<OperationResult>[] = []) {
  let time = 100;
  const seen: number[] = [];
  const recorded: [number, number, number][] = [];
  return {
    seen,
    recorded,
    deps: {
      now: () => time,
      stopped: () => false,
      record: (start: number, end: number, { rows }: OperationResult) =>
        void recorded.push([start, end, rows]),
      session: {
        run(operation: number): OperationResult {
          seen.push(operation);
          time += durations[seen.length - 1] ?? 0;
          return { ...idle, ...results[seen.length - 1] };
        },
      },
    },
  };
}

const idle: OperationResult = { ...emptyResult(), rows: 10 };

it("runs its share of the operations, one after the other, and records what each took", async () => {
  const lane = fakeLane([5, 7, 11]);
  const end = await runLane(lane.deps, 3, 6);
  expect(lane.seen).toEqual([3, 4, 5]);
  expect(lane.recorded).toEqual([
    [100, 105, 10],
    [105, 112, 10],
    [112, 123, 10],
  ]);
  expect(end).toEqual({
    status: "completed",
    failure: null,
    endedAt: 123,
    rows: 30,
    mostRows: 10,
    lockWaits: 0,
    lockWaitMs: 0,
    cutAtRows: null,
  });
});

it("waits for a session that answers later, and for one that answers at once not at all", async () => {
  const lane = fakeLane([1, 1]);
  const session = {
    run: (operation: number) =>
      operation === 0 ? Promise.resolve(lane.deps.session.run(operation)) : lane.deps.session.run(operation),
  };
  const end = await runLane({ ...lane.deps, session }, 0, 2);
  expect(end.status).toBe("completed");
  expect(lane.recorded).toHaveLength(2);
});

it("keeps the samples of a cancelled lane", async () => {
  const lane = fakeLane([1, 1, 1]);
  const end = await runLane({ ...lane.deps, stopped: () => lane.seen.length === 2 }, 0, 3);
  expect(end).toMatchObject({ status: "stopped", rows: 20 });
  expect(lane.recorded).toHaveLength(2);
});

it("does not record an operation that was stopped in its middle", async () => {
  const lane = fakeLane([1, 1], [{}, { stopped: true, rows: 3 }]);
  expect(await runLane(lane.deps, 0, 2)).toMatchObject({ status: "stopped", rows: 10 });
  expect(lane.recorded).toHaveLength(1);
});

it("ends with the failure of an operation", async () => {
  const lane = fakeLane([1, 1, 1], [{}, { failure }]);
  expect(await runLane(lane.deps, 0, 3)).toMatchObject({ status: "failed", failure, rows: 10 });
  expect(lane.seen).toEqual([0, 1]);
});

it("adds up lock waits, and keeps the most rows of an operation that was cut", async () => {
  const waits = { lockWaits: 1, lockWaitMs: 4 };
  const lane = fakeLane([9, 9, 9], [waits, { ...waits, cut: true, rows: 7 }, { cut: true, rows: 5 }]);
  expect(await runLane(lane.deps, 0, 3)).toMatchObject({
    lockWaits: 2,
    lockWaitMs: 8,
    cutAtRows: 7,
    rows: 22,
  });
});
