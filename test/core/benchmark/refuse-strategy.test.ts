import { describe, expect, it } from "vitest";
import { refuseStrategy, type StrategyBudget } from "../../../src/core/benchmark/refuse-strategy.ts";
import { parseStrategy, type Strategy } from "../../../src/core/benchmark/strategy.ts";

const named = (name: string): Strategy => parseStrategy(name) ?? { kind: "serial" };
const server: StrategyBudget = { engine: "postgres", allowed: null, limit: 20, inUse: 8 };

describe("refuseStrategy", () => {
  it("leaves two of the free connections to others", () => {
    expect(refuseStrategy(named("threads(10)"), server)).toBeUndefined();
    for (const kind of ["threads", "tasks", "processes"])
      expect(refuseStrategy(named(`${kind}(11)`), server)).toEqual({
        reason: "over-connection-budget",
        detail: "",
        data: { strategy: `${kind}(11)`, sessions: 11, free: 10, limit: 20, inUse: 8, reserve: 2 },
      });
  });

  it("counts one session for serial and for all lanes of a shared one", () => {
    const nearlyFull = { ...server, inUse: 17 };
    expect(refuseStrategy(named("serial"), nearlyFull)).toBeUndefined();
    expect(refuseStrategy(named("shared-session(64)"), nearlyFull)).toBeUndefined();
    expect(refuseStrategy(named("serial"), { ...server, inUse: 25 })?.data).toMatchObject({ free: 0 });
  });

  it("takes no more than the plan allows, whatever is free", () => {
    const refused = refuseStrategy(named("threads(4)"), { ...server, allowed: 3 });
    expect(refused?.data).toEqual({ strategy: "threads(4)", sessions: 4, allowed: 3 });
    expect(refuseStrategy(named("threads(3)"), { ...server, allowed: 3 })).toBeUndefined();
  });

  it("knows no limit where the server tells none", () => {
    const silent = { ...server, limit: undefined, inUse: undefined };
    expect(refuseStrategy(named("threads(64)"), silent)).toBeUndefined();
  });

  it("starts no tasks on SQLite, and counts nothing there", () => {
    const sqlite: StrategyBudget = { engine: "sqlite", allowed: 1, limit: undefined, inUse: undefined };
    expect(refuseStrategy(named("tasks(2)"), sqlite)).toMatchObject({ reason: "needs-server" });
    for (const name of ["serial", "threads(64)", "shared-session(2)", "processes(8)"])
      expect(refuseStrategy(named(name), sqlite)).toBeUndefined();
  });
});
