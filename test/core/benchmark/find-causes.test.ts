import { describe, expect, it } from "vitest";
import type { MeasuredStrategy } from "../../../src/core/benchmark/measured.ts";
import { causesIn, changeTrials, evidenceFor, verdictOf } from "../../support/verdict-case.ts";

describe("more-lanes-than-cores", () => {
  it("is claimed when extra lanes gain nothing over as many lanes as cores", () => {
    const verdict = verdictOf({ walls: { serial: 1000, "threads(2)": 540, "threads(4)": 540 } });
    expect(evidenceFor(verdict, "more-lanes-than-cores")).toMatchObject({
      lanes: 4,
      cores: 2,
      strategy: "threads(4)",
    });
  });

  it("is not claimed when the extra lanes do gain", () => {
    const verdict = verdictOf({ walls: { serial: 1000, "threads(2)": 540, "threads(4)": 300 } });
    expect(causesIn(verdict)).not.toContain("more-lanes-than-cores");
  });

  it("is claimed without a smaller sibling only when the factor falls short of the lanes and the cores", () => {
    expect(causesIn(verdictOf({ walls: { serial: 1000, "processes(4)": 540 } }))).toContain(
      "more-lanes-than-cores",
    );
    expect(causesIn(verdictOf({ walls: { serial: 1000, "processes(4)": 350 } }))).not.toContain(
      "more-lanes-than-cores",
    );
  });

  it("is not claimed on enough cores, nor of a shared session", () => {
    const walls = { serial: 1000, "threads(4)": 540, "shared-session(4)": 1010 };
    expect(causesIn(verdictOf({ walls, environment: { cpus: 4 } }))).not.toContain("more-lanes-than-cores");
    expect(causesIn(verdictOf({ walls: { serial: 1000, "shared-session(4)": 1010 } }))).not.toContain(
      "more-lanes-than-cores",
    );
  });
});

describe("more-lanes-than-cores, on a server", () => {
  const connection = { engine: "postgres", name: "shop", settings: {} } as const;
  const walls = { serial: 1000, "threads(2)": 540, "threads(4)": 540 };
  const busy = (share: number) => (one: MeasuredStrategy) =>
    changeTrials(one, (t) => ({ ...t, lanes: t.lanes.map((l) => ({ ...l, cpuMs: l.wallMs * share })) }));

  it("is claimed only where the lanes themselves use the cores up", () => {
    const causes = (share: number) =>
      causesIn(verdictOf({ walls, measured: { connection }, change: busy(share) }));
    expect(causes(0.49)).toContain("more-lanes-than-cores");
    expect(causes(0.2)).not.toContain("more-lanes-than-cores");
  });
});

describe("event-loop-busy", () => {
  const connection = { engine: "postgres", name: "shop", settings: {} } as const;
  const walls = { serial: 1000, "tasks(4)": 900 };
  const computing = (share: number) => (one: MeasuredStrategy, name: string) =>
    name === "serial" ? one : changeTrials(one, (t) => ({ ...t, threadCpuMs: t.wallMs * share }));

  it("is claimed when the one thread of all tasks computes nearly all the time", () => {
    const verdict = verdictOf({ walls, measured: { connection }, change: computing(0.96) });
    expect(evidenceFor(verdict, "event-loop-busy")).toMatchObject({
      cpuShare: expect.closeTo(0.96, 9),
      strategy: "tasks(4)",
    });
  });

  it("is not claimed where the tasks wait, nor where they gain as many times as there are lanes", () => {
    for (const [case_, share] of [
      [walls, 0.5],
      [{ serial: 1000, "tasks(4)": 250 }, 0.96],
    ] as const) {
      const verdict = verdictOf({ walls: case_, measured: { connection }, change: computing(share) });
      expect(causesIn(verdict)).not.toContain("event-loop-busy");
    }
  });
});

describe("what the server was seen doing", () => {
  const connection = { engine: "postgres", name: "shop", settings: {} } as const;
  const nothing = { looks: 20, running: 0, lock: 0, io: 0, client: 0, other: 0 };
  type Seen = Partial<Record<keyof typeof nothing, number>>;
  /** Counts for each strategy, of one session at 20 looks a trial; lanes that compute for a part of their time. */
  const seeing =
    (seen: Readonly<Record<string, Seen>>, cpu: number) => (one: MeasuredStrategy, name: string) =>
      changeTrials(one, (t) => ({
        ...t,
        lanes: t.lanes.map((l) => ({ ...l, cpuMs: l.wallMs * cpu })),
        server: seen[name] ? { ...nothing, ...seen[name] } : null,
      }));
  const causesOf = (walls: Record<string, number>, seen: Readonly<Record<string, Seen>>, cpu = 0.1) =>
    verdictOf({ walls, measured: { connection }, change: seeing(seen, cpu) });

  it("is server-lock-waits from a share of the sessions' time on that matters", () => {
    const walls = { serial: 1000, "threads(2)": 990 };
    const verdict = causesOf(walls, { serial: { lock: 1 }, "threads(2)": { lock: 20 } });
    expect(evidenceFor(verdict, "server-lock-waits")).toEqual({ strategy: "threads(2)", share: 0.5 });
    expect(causesIn(causesOf(walls, { "threads(2)": { lock: 1 } }))).not.toContain("server-lock-waits");
  });

  it("is server-cpu-saturated where the same work takes the sessions far longer", () => {
    const walls = { serial: 1000, "threads(4)": 550 };
    const verdict = causesOf(walls, { serial: { running: 19 }, "threads(4)": { running: 76 } });
    expect(evidenceFor(verdict, "server-cpu-saturated")).toMatchObject({
      strategy: "threads(4)",
      times: expect.closeTo(2.2, 1),
    });
  });

  it("is not, where the sessions gain all there is, wait for something, or the lanes compute instead", () => {
    const running = { serial: { running: 19 }, "threads(4)": { running: 76 } };
    const all = causesOf({ serial: 1000, "threads(4)": 255 }, running);
    const waiting = causesOf(
      { serial: 1000, "threads(4)": 550 },
      { serial: { running: 19 }, "threads(4)": { running: 30, io: 40 } },
    );
    const elsewhere = causesOf(
      { serial: 1000, "threads(4)": 550 },
      { serial: { running: 4 }, "threads(4)": { running: 16 } },
    );
    for (const verdict of [all, waiting, elsewhere])
      expect(causesIn(verdict)).not.toContain("server-cpu-saturated");
  });

  it("is network-bound where neither the server nor the lane works for most of serial's time", () => {
    const walls = { serial: 1000, "threads(4)": 260 };
    const seen = { serial: { running: 2 }, "threads(4)": { running: 8 } };
    const verdict = causesOf(walls, seen);
    expect(evidenceFor(verdict, "network-bound")).toEqual({
      strategy: "serial",
      networkShare: expect.closeTo(0.8, 6),
    });
    expect(causesIn(causesOf(walls, seen, 0.6))).not.toContain("network-bound");
    expect(causesIn(causesOf(walls, { serial: { running: 18 } }))).not.toContain("network-bound");
  });

  it("says nothing from a few looks, nor where others were seen beside the lanes", () => {
    const walls = { serial: 1000, "threads(2)": 990 };
    const few = causesOf(walls, { "threads(2)": { looks: 3, lock: 6 } });
    const others = causesOf(walls, { "threads(2)": { lock: 60 } });
    for (const verdict of [few, others]) expect(causesIn(verdict)).not.toContain("server-lock-waits");
  });
});

describe("lane-cpu-bound", () => {
  const walls = { serial: 1000, "threads(2)": 540 };
  const busy = (share: number) => (one: MeasuredStrategy) =>
    changeTrials(one, (t) => ({ ...t, lanes: t.lanes.map((l) => ({ ...l, cpuMs: l.wallMs * share })) }));

  it("is claimed from a CPU share of 0.9 on", () => {
    const verdict = verdictOf({ walls, change: busy(0.93) });
    expect(evidenceFor(verdict, "lane-cpu-bound")).toEqual({
      cpuShare: expect.closeTo(0.93, 9),
      strategy: "threads(2)",
    });
    expect(causesIn(verdictOf({ walls, change: busy(0.8) }))).not.toContain("lane-cpu-bound");
  });

  it("is never claimed where a thread's CPU time cannot be read", () => {
    const verdict = verdictOf({ walls, change: busy(0.99), environment: { threadCpu: false } });
    expect(causesIn(verdict)).not.toContain("lane-cpu-bound");
    const unread = (one: MeasuredStrategy) =>
      changeTrials(one, (t) => ({ ...t, lanes: t.lanes.map((l) => ({ ...l, cpuMs: null })) }));
    expect(causesIn(verdictOf({ walls, change: unread }))).not.toContain("lane-cpu-bound");
  });

  it("is told of serial when the lanes had to share too few cores", () => {
    const verdict = verdictOf({ walls: { serial: 1000, "threads(2)": 1005 }, environment: { cpus: 1 } });
    expect(evidenceFor(verdict, "lane-cpu-bound")).toMatchObject({ strategy: "serial" });
    expect(causesIn(verdict)[0]).toBe("more-lanes-than-cores");
  });
});

describe("lock-waits", () => {
  const waiting = (share: number) => (one: MeasuredStrategy, name: string) =>
    name === "serial"
      ? one
      : changeTrials(one, (t) => {
          const laneMs = t.lanes.reduce((sum, lane) => sum + lane.wallMs, 0);
          return { ...t, phases: { ...t.phases, lockWaits: 12, lockWaitMs: laneMs * share } };
        });

  it("are claimed when they take a share of the lanes' time that matters", () => {
    const walls = { serial: 1000, "threads(2)": 1400 };
    const verdict = verdictOf({ walls, change: waiting(0.4) });
    expect(causesIn(verdict)[0]).toBe("lock-waits");
    expect(evidenceFor(verdict, "lock-waits")).toMatchObject({
      waits: 12,
      share: expect.closeTo(0.4, 6),
      strategy: "threads(2)",
    });
    expect(causesIn(verdictOf({ walls, change: waiting(0.01) }))).not.toContain("lock-waits");
  });
});

describe("shared-session-queues", () => {
  it("explains that a shared session does not gain", () => {
    const verdict = verdictOf({ walls: { serial: 1000, "shared-session(3)": 1010 } });
    expect(verdict.conclusion).toBe("no-difference");
    expect(causesIn(verdict)[0]).toBe("shared-session-queues");
    expect(evidenceFor(verdict, "shared-session-queues")).toMatchObject({
      strategy: "shared-session(3)",
      queueShare: expect.closeTo(2 / 3, 2),
    });
  });

  it("is told beside a strategy that helps", () => {
    const verdict = verdictOf({ walls: { serial: 1000, "threads(2)": 540, "shared-session(2)": 1010 } });
    expect(verdict.best).toBe("threads(2)");
    expect(causesIn(verdict)).toContain("shared-session-queues");
  });

  it("is not claimed where the shared session is faster, nor without waiting", () => {
    expect(causesIn(verdictOf({ walls: { serial: 1000, "shared-session(3)": 700 } }))).not.toContain(
      "shared-session-queues",
    );
    const noQueue = (one: MeasuredStrategy) =>
      changeTrials(one, (t) => ({ ...t, phases: { ...t.phases, queueMs: 0 } }));
    expect(
      causesIn(verdictOf({ walls: { serial: 1000, "shared-session(3)": 1010 }, change: noQueue })),
    ).not.toContain("shared-session-queues");
  });
});

describe("result-materialisation", () => {
  const walls = { serial: 1000, "threads(2)": 980 };
  const materialisation = { streamMs: 50, allMs: 125 };

  it("is claimed from the probe, with fetch all only", () => {
    const verdict = verdictOf({ walls, plan: { fetch: "all" }, measured: { materialisation } });
    expect(evidenceFor(verdict, "result-materialisation")).toEqual({ streamMs: 50, allMs: 125, share: 0.6 });
    expect(causesIn(verdictOf({ walls, measured: { materialisation } }))).not.toContain(
      "result-materialisation",
    );
  });

  it("is not claimed when keeping the rows costs little", () => {
    const cheap = { streamMs: 110, allMs: 125 };
    const verdict = verdictOf({ walls, plan: { fetch: "all" }, measured: { materialisation: cheap } });
    expect(causesIn(verdict)).not.toContain("result-materialisation");
  });
});
