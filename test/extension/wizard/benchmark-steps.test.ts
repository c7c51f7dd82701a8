import { describe, expect, it } from "vitest";
import { english } from "../../../src/core/text/text.ts";
import { benchmarkSteps, parameterSteps } from "../../../src/extension/wizard/benchmark-steps.ts";
import type { Choices } from "../../../src/extension/wizard/choices.ts";
import type { Answer, Frame, QuickInputs } from "../../../src/extension/wizard/quick-inputs.ts";
import { runSteps } from "../../../src/extension/wizard/run-steps.ts";

const initial: Choices = {
  fetch: "stream",
  sql: "SELECT *\n  FROM files",
  parameterTexts: {},
  operations: 20_000,
  lanes: [2, 4],
  kinds: ["threads"],
};

interface Asked {
  readonly frame: Frame;
  readonly offered: unknown;
  readonly labels?: readonly string[];
}

/** A user who types and picks what the script says, in order; `undefined` accepts what is offered. */
function user(script: unknown[]): { ask: QuickInputs; asked: Asked[]; problems: (string | undefined)[] } {
  const asked: Asked[] = [];
  const problems: (string | undefined)[] = [];
  const next = <T>(offered: T): Answer<T> => {
    if (script.length === 0) return { kind: "abandoned" };
    const answer = script.shift();
    if (answer === "BACK") return { kind: "back" };
    return { kind: "answered", value: answer === undefined ? offered : (answer as T) };
  };
  return {
    asked,
    problems,
    ask: {
      pickOne: async ({ frame, options, active }) => {
        asked.push({ frame, offered: active, labels: options.map(({ label }) => label) });
        return next(active);
      },
      pickMany: async ({ frame, options, picked }) => {
        asked.push({ frame, offered: picked, labels: options.map(({ label }) => label) });
        return next(picked);
      },
      enterText: async ({ frame, value, problem }) => {
        asked.push({ frame, offered: value });
        const answer = next(value);
        if (answer.kind === "answered") problems.push(problem(answer.value));
        return answer;
      },
    },
  };
}

function run(script: unknown[], from: Choices = initial, only = benchmarkSteps) {
  const { ask, asked, problems } = user(script);
  const steps = only({ ask, t: english, title: "Benchmark of christmas.db", cpus: 2, engine: "sqlite" });
  return runSteps(steps, from).then((choices) => ({ choices, asked, problems }));
}

describe("benchmarkSteps", () => {
  it("asks workload, SQL, lanes and strategies, and offers what was chosen before", async () => {
    const { choices, asked } = await run([undefined, undefined, undefined, undefined]);
    expect(asked.map(({ offered }) => offered)).toEqual([
      "stream",
      "SELECT * FROM files",
      "2, 4",
      ["threads"],
    ]);
    expect(asked.map(({ frame }) => [frame.step, frame.totalSteps])).toEqual([
      [1, 4],
      [2, 4],
      [3, 4],
      [4, 4],
    ]);
    // Accepted unchanged, the statement keeps its own line breaks.
    expect(choices).toEqual(initial);
  });

  it("takes what the user writes instead", async () => {
    const { choices } = await run(["all", " SELECT 1; ", "8, 3", ["processes", "shared-session"]]);
    expect(choices).toMatchObject({
      fetch: "all",
      sql: "SELECT 1",
      lanes: [3, 8],
      kinds: ["processes", "shared-session"],
    });
  });

  it("asks for each placeholder and for the operations", async () => {
    const sql = "SELECT * FROM files WHERE id = :id AND date > :date";
    const { choices, asked } = await run([
      undefined,
      sql,
      "1..500000",
      "'2020-01-01'",
      "1000",
      "2",
      undefined,
    ]);
    expect(choices).toMatchObject({
      sql,
      parameterTexts: { ":id": "1..500000", ":date": "'2020-01-01'" },
      operations: 1000,
    });
    expect(asked.at(-1)?.frame).toMatchObject({ step: 7, totalSteps: 7 });
  });

  it("offers the answers again on the way back", async () => {
    const { asked, choices } = await run([
      "all",
      "SELECT 2",
      "BACK",
      "BACK",
      undefined,
      undefined,
      "3",
      undefined,
    ]);
    expect(asked.slice(3, 5).map(({ offered }) => offered)).toEqual(["SELECT 2", "all"]);
    expect(choices).toMatchObject({ fetch: "all", sql: "SELECT 2", lanes: [3] });
  });

  it("is abandoned as a whole", async () => {
    const { choices } = await run(["all", "SELECT 2"]);
    expect(choices).toBeUndefined();
  });

  it("shows each strategy with the lanes that were chosen", async () => {
    const { asked } = await run([undefined, undefined, "2, 3", undefined]);
    expect(asked.at(-1)?.labels).toEqual([
      "threads(2), threads(3)",
      "shared-session(2), shared-session(3)",
      "processes(2), processes(3)",
    ]);
  });

  it.each([
    [1, "  -- nothing", "Write a statement, such as SELECT * FROM files."],
    [1, "SELECT ?, :a", "Use either ? or named placeholders such as :id, not both."],
    [2, "0", "0 is not a whole number from 1 to 64."],
    [2, "2, x", "x is not a whole number from 1 to 64."],
    [2, "", "Write one or more counts, such as 2, 4."],
  ])("answers %s: %j in place", async (step, written, problem) => {
    const { problems } = await run(step === 1 ? [undefined, written] : [undefined, undefined, written]);
    expect(problems.at(-1)).toBe(problem);
  });

  it("answers a range that is written wrong in place", async () => {
    const { problems } = await run([undefined, "SELECT ?", "9..1"]);
    expect(problems.at(-1)).toContain("ends before it starts");
  });
});

describe("parameterSteps", () => {
  it("asks nothing of a statement without placeholders", async () => {
    const { choices, asked } = await run([], initial, parameterSteps);
    expect(asked).toEqual([]);
    expect(choices).toEqual(initial);
  });

  it("offers the values used the last time", async () => {
    const from = { ...initial, sql: "SELECT ?, ?", parameterTexts: { "?1": "1..9" } };
    const { asked } = await run([undefined, "5", "10"], from, parameterSteps);
    expect(asked.map(({ offered }) => offered)).toEqual(["1..9", "", "20000"]);
  });
});
