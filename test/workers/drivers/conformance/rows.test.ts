import { fork } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { Parameter } from "../../../../src/core/benchmark/plan.ts";
import { rowChecksum } from "../../../../src/core/benchmark/row-checksum.ts";
import { quoteIdentifier } from "../../../../src/core/sql/dialect.ts";
import { describeEngines } from "../../../support/driver-suite/describe-engines.ts";
import { type Administrator, reachOf } from "../../../support/driver-suite/engine-under-test.ts";
import { orderOf, rowsOf, withCatalog, withSession } from "../../../support/driver-suite/orders.ts";
import type { StreamReport } from "../../../support/driver-suite/stream-rows.ts";

describeEngines("rows", (engine, server) => {
  let admin: Administrator;
  const reach = () => reachOf(server());

  beforeAll(async () => {
    admin = await engine.connect(server());
    const columns = engine.types.map(({ type }, i) => `c${i} ${type}`);
    await admin.query(`CREATE TABLE kinds (id ${engine.identifierType} PRIMARY KEY, ${columns.join(", ")})`);
    await admin.query(`INSERT INTO kinds VALUES (1, ${engine.types.map(({ value }) => value).join(", ")})`);
  });
  afterAll(() => admin.end());

  it("come back as the server has them, exactly in a preview", async () => {
    const relation = { namespace: engine.namespace(server()), name: "kinds" };
    const preview = await withCatalog(reach(), (catalog) =>
      catalog.preview(relation, { rows: 200, cutAt: 100 }),
    );
    expect(preview).toMatchObject({
      ok: true,
      value: { rows: [["1", ...engine.types.map(({ text }) => text)]] },
    });
  });

  it("are kept by a lane as numbers, text and bytes", async () => {
    const columns = engine.types.map((_, i) => `c${i}`).join(", ");
    const [row] = await rowsOf(reach(), `SELECT ${columns} FROM kinds`);
    expect(row).toEqual(engine.types.map((found) => ("kept" in found ? found.kept : found.text)));
    expect(rowChecksum([row ?? []])).toMatch(/^[0-9a-f]{16}$/);
  });

  it("are found under a name that holds whatever a name can hold", async () => {
    const quoted = quoteIdentifier(engine.engine, engine.hostileName);
    if (quoted.status === "refused") throw new Error(quoted.reason);
    await admin.query(`CREATE TABLE ${quoted.sql} (${quoted.sql} ${engine.identifierType} PRIMARY KEY)`);
    await admin.query(`INSERT INTO ${quoted.sql} VALUES (7)`);
    const relation = { namespace: engine.namespace(server()), name: engine.hostileName };
    const found = await withCatalog(reach(), async (catalog) => ({
      details: await catalog.details(relation),
      preview: await catalog.preview(relation, { rows: 5, cutAt: 100 }),
    }));
    expect(found.details).toMatchObject({
      ok: true,
      value: { columns: [{ name: engine.hostileName, keyPosition: 1 }] },
    });
    expect(found.preview).toMatchObject({ ok: true, value: { rows: [["7"]] } });
    expect(await rowsOf(reach(), `SELECT ${quoted.sql} FROM ${quoted.sql}`)).toEqual([[7]]);
  });

  it("are counted and not kept when they are streamed", async () => {
    const told: number[] = [];
    const order = orderOf(reach(), engine.series(20_000), {
      fetch: "stream",
      onRows: (rows) => told.push(rows),
    });
    await withSession(order, async (session) => {
      expect(await session.run(0)).toMatchObject({ rows: 20_000, cut: false, stopped: false, failure: null });
      expect(session.keptRows).toEqual([]);
    });
    expect(told.length).toBeGreaterThan(3);
    expect(told).toEqual(told.toSorted((a, b) => a - b));
  });

  it.each([true, false])("end at the limit and at the byte budget (few rows: %s)", async (fewRows) => {
    const limited = orderOf(reach(), engine.series(5000), { rowLimit: 5, fewRows });
    await withSession(limited, async (session) => {
      expect(await session.run(0)).toMatchObject({ rows: 5, cut: false, failure: null });
      expect(session.keptRows).toHaveLength(5);
      expect(await session.run(1)).toMatchObject({ rows: 5, failure: null });
    });
    const cut = orderOf(reach(), engine.series(500_000), { laneBytes: 100_000, fewRows });
    await withSession(cut, async (session) => {
      const { rows, cut: isCut, failure } = await session.run(0);
      expect({ isCut, failure }).toEqual({ isCut: true, failure: null });
      expect(rows).toBeGreaterThan(100);
      expect(rows).toBeLessThan(3000);
      expect(session.keptRows).toHaveLength(rows);
      expect(await session.run(1)).toMatchObject({ rows, cut: true, failure: null });
    });
  });

  it("are the same ones for the same operation, whichever session reads them", async () => {
    const parameters: Parameter[] = [
      { name: "id", source: { kind: "integer", from: 1, to: 1000 } },
      { name: "word", source: { kind: "choice", values: ["one", "zwei 😀", null] } },
    ];
    await admin.query("CREATE TABLE points (id int PRIMARY KEY)");
    const inserts = Array.from({ length: 1000 }, (_, i) => `(${i + 1})`).join(", ");
    await admin.query(`INSERT INTO points VALUES ${inserts}`);
    const sql = `SELECT id, ${textParameter(engine.engine)} AS word FROM points WHERE id = :id`;
    const read = (fewRows: boolean) =>
      withSession(orderOf(reach(), sql, { parameters, fewRows }), async (session) => {
        const rows: unknown[] = [];
        for (let operation = 0; operation < 50; operation++) {
          expect(await session.run(operation)).toMatchObject({ rows: 1, failure: null });
          rows.push(...session.keptRows);
        }
        return rows;
      });
    const [few, many] = [await read(true), await read(false)];
    expect(few).toEqual(many);
    expect(new Set(few.map((row) => (row as unknown[])[0])).size).toBeGreaterThan(20);
    expect(few.map((row) => (row as unknown[])[1])).toContain("zwei 😀");
  });

  it("stream by the million in 150 MB", async () => {
    const child = fork(path.resolve(import.meta.dirname, "../../../support/driver-suite/stream-rows.ts"), {
      execArgv: ["--disable-warning=MODULE_TYPELESS_PACKAGE_JSON"],
      stdio: ["ignore", "inherit", "inherit", "ipc"],
    });
    child.send({ reach: reach(), sql: engine.series(1_000_000) });
    const [report] = (await once(child, "message")) as [StreamReport];
    expect(report).toMatchObject({ rows: 1_000_000, failure: null });
    expect(report.peakMb).toBeLessThan(150);
  });
});

/** A server that compiles wants to know what a value is. */
function textParameter(engine: string): string {
  const types: Readonly<Record<string, string>> = { postgres: "text", mysql: "char", mssql: "nvarchar(40)" };
  return `cast(:word AS ${types[engine]})`;
}
