import { performance } from "node:perf_hooks";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { Failure } from "../../../../src/core/benchmark/outcome.ts";
import { driverOf } from "../../../../src/workers/drivers/index.ts";
import {
  describeEngines,
  describeEnginesWithPrivateServers,
} from "../../../support/driver-suite/describe-engines.ts";
import { type Administrator, reachOf } from "../../../support/driver-suite/engine-under-test.ts";
import {
  failed,
  orderOf,
  rowsOf,
  taken,
  withCatalog,
  withSession,
} from "../../../support/driver-suite/orders.ts";
import { severableWay } from "../../../support/driver-suite/severable-way.ts";

/** What the issue promises of a cancel. */
const CANCEL_MS = 2000;

async function timed<T>(act: () => Promise<T>): Promise<readonly [T, number]> {
  const since = performance.now();
  const result = await act();
  return [result, performance.now() - since];
}

describeEngines("an operation", (engine, server) => {
  let admin: Administrator;
  const reach = () => reachOf(server());
  beforeAll(async () => {
    admin = await engine.connect(server());
  });
  afterAll(() => admin.end());

  it.each([
    ["waits", () => engine.sleep(30)],
    ["computes", () => engine.endless],
    ["sends rows", () => engine.series(1_000_000)],
  ])("that %s is cancelled, and the session goes on", async (_, sql) => {
    await withSession(orderOf(reach(), sql(), { fetch: "stream" }), async (session) => {
      for (let round = 0; round < 3; round++) {
        const [result, ms] = await timed(() => {
          setTimeout(() => session.cancel(), 20 * round);
          return session.run(round) as Promise<{ stopped: boolean }>;
        });
        expect(result).toMatchObject({ stopped: true, failure: null });
        expect(ms).toBeLessThan(CANCEL_MS);
      }
      expect(await session.checkReadOnly()).toBeUndefined();
    });
  });

  it("that sends rows hears the stop flag", async () => {
    let isStopped = false;
    const order = orderOf(reach(), engine.series(1_000_000), {
      fetch: "stream",
      stopped: () => isStopped,
      onRows: (rows) => {
        if (rows > 5000) isStopped = true;
      },
    });
    await withSession(order, async (session) => {
      const { rows, stopped } = await session.run(0);
      expect(stopped).toBe(true);
      expect(rows).toBeLessThan(100_000);
    });
  });

  it("is not hit by a cancel that was meant for the one before", async () => {
    await withSession(orderOf(reach(), engine.series(100)), async (session) => {
      let stopped = 0;
      for (let operation = 0; operation < 60; operation++) {
        const running = session.run(operation) as Promise<{ stopped: boolean; failure: Failure | null }>;
        if (operation % 3 === 0) session.cancel();
        const result = await running;
        expect(result.failure).toBeNull();
        if (operation % 3 === 0) stopped += result.stopped ? 1 : 0;
        else expect(result.stopped).toBe(false);
        session.cancel();
      }
      expect(stopped).toBeGreaterThan(0);
    });
  });

  it("ends with its session", async () => {
    const session = taken(await (await driverOf(engine.engine)).open(orderOf(reach(), engine.sleep(30))));
    const running = session.run(0);
    const [, ms] = await timed(async () => {
      await session.close();
      await running;
    });
    expect(ms).toBeLessThan(CANCEL_MS);
  });

  it("is given up where the network has gone silent", async () => {
    const way = await severableWay(server());
    const through = reachOf(server(), { host: "127.0.0.1", port: way.port });
    const session = taken(await (await driverOf(engine.engine)).open(orderOf(through, engine.sleep(30))));
    const running = session.run(0);
    setTimeout(() => {
      way.sever();
      session.cancel();
    }, 100);
    const [result, ms] = await timed(async () => running);
    expect(result).toMatchObject({ stopped: true });
    expect(ms).toBeLessThan(CANCEL_MS);
    const [, closing] = await timed(async () => session.close());
    expect(closing).toBeLessThan(CANCEL_MS);
    await way.close();
  });

  it("that fails says so, and the next one runs", async () => {
    const parameters = [{ name: "of", source: { kind: "choice", values: [0, 1] } }] as const;
    const sql = engine.failsAtZero;
    await withSession(orderOf(reach(), sql, { parameters }), async (session) => {
      const reasons = new Set<string>();
      for (let operation = 0; operation < 20; operation++) {
        const { failure, rows } = await session.run(operation);
        reasons.add(failure?.reason ?? `${rows} row`);
      }
      expect(reasons).toEqual(new Set(["query-failed", "1 row"]));
    });
  });

  it("of the catalog has a time limit, and can be cancelled", async () => {
    await admin.query(engine.slowView);
    const relation = { namespace: engine.namespace(server()), name: "slow_view" };
    await withCatalog(
      reach(),
      async (catalog) => {
        const [late, ms] = await timed(() => catalog.preview(relation, { rows: 5, cutAt: 100 }));
        expect(failed(late)).toMatchObject({ reason: "timed-out", data: { timeoutMs: 300 } });
        expect(ms).toBeLessThan(CANCEL_MS);
        taken(await catalog.namespaces());
      },
      300,
    );
    await withCatalog(reach(), async (catalog) => {
      setTimeout(() => catalog.cancel(), 200);
      const [cancelled, after] = await Promise.all([
        catalog.preview(relation, { rows: 5, cutAt: 100 }),
        catalog.namespaces(),
      ]);
      expect(failed(cancelled).reason).toBe("cancelled");
      taken(after);
    });
  });
});

describeEnginesWithPrivateServers("a server that is killed", (engine) => {
  it("ends operations and questions as lost, and is reached again when it is back", async () => {
    const server = await engine.start();
    const reach = reachOf(server);
    const driver = await driverOf(engine.engine);
    const waiting = taken(await driver.open(orderOf(reach, engine.sleep(30))));
    const streaming = taken(await driver.open(orderOf(reach, engine.series(1_000_000), { fetch: "stream" })));
    const idle = taken(await driver.open(orderOf(reach, "SELECT 1")));
    const losses: string[] = [];
    const catalog = taken(
      await driver.browse({ ...reach, timeoutMs: 10_000, onLost: ({ reason }) => losses.push(reason) }),
    );
    taken(await catalog.namespaces());
    const running = [waiting.run(0), streaming.run(0)];
    setTimeout(() => server.kill(), 50);
    const [slept, streamed] = await Promise.all(running);
    expect(slept?.failure).toMatchObject({ reason: "lost" });
    // It may have ended before.
    if (streamed?.failure) expect(streamed.failure.reason).toBe("lost");
    expect((await idle.run(0)).failure).toMatchObject({ reason: "lost" });
    expect(failed(await catalog.namespaces()).reason).toBe("lost");
    expect(losses).toEqual(["lost"]);
    await Promise.all([waiting.close(), streaming.close(), idle.close(), catalog.close()]);
    expect(failed(await driver.load(reach)).reason).toBe("cannot-connect");
    await server.restart();
    expect(await rowsOf(reach, "SELECT 42")).toEqual([[42]]);
    await server.stop();
  });
});
