import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { root } from "../../../../scripts/root.mjs";
import { describeEngines } from "../../../support/driver-suite/describe-engines.ts";
import { type Administrator, reachOf } from "../../../support/driver-suite/engine-under-test.ts";
import { failed, inspect, orderOf, taken, withSession } from "../../../support/driver-suite/orders.ts";

/** How the engines say that a statement is none that only reads. */
const refusals = [
  "not-read-only",
  "several-statements",
  "syntax-error",
  "query-failed",
  "parameters-mismatch",
];

describeEngines("read-only", (engine, server) => {
  let admin: Administrator;
  const reach = () => reachOf(server());

  /** All that the statements below would change, in one answer. */
  const witness = async () => (await admin.query(engine.witness)).map((row) => row.map(String));

  beforeAll(async () => {
    admin = await engine.connect(server());
    await admin.query(`CREATE TABLE kept (id ${engine.identifierType} PRIMARY KEY)`);
    await admin.query("INSERT INTO kept VALUES (1)");
    for (const statement of engine.sideEffects) await admin.query(statement);
  });
  afterAll(() => admin.end());

  it.each(engine.reads)("takes %s", async (sql) => {
    const inspection = taken(await inspect(reach(), sql));
    expect(inspection.engineVersion).not.toBe("");
    await withSession(orderOf(reach(), sql), async (session) => {
      expect(await session.run(0)).toMatchObject({ failure: null });
      expect(await session.checkReadOnly()).toBeUndefined();
    });
  });

  it.each(engine.refused)("refuses $sql before it runs", async ({ sql }) => {
    const before = await witness();
    const { reason } = failed(await inspect(reach(), sql));
    expect(refusals).toContain(reason);
    expect(await witness()).toEqual(before);
    expect(existsSync("/tmp/lanewise-outfile") || existsSync("/tmp/lanewise-dumpfile")).toBe(false);
  });

  it.each(engine.refusedBySession)("would not run $sql either, had it come so far", async ({ sql }) => {
    const before = await witness();
    const session = await openSession(sql);
    if (session !== undefined) {
      const { failure } = await session.run(0);
      expect(failure).toMatchObject({ reason: "not-read-only" });
      await session.close();
    }
    expect(await witness()).toEqual(before);
  });

  it.each(engine.undoneBySession ?? [])("undoes $sql when the session closes", async ({ sql }) => {
    const before = await witness();
    const session = await openSession(sql);
    await session?.run(0);
    await session?.close();
    expect(await witness()).toEqual(before);
  });

  it.each(engine.endsTransaction ?? [])("tells when $sql has ended the transaction", async ({ sql }) => {
    const session = await openSession(sql);
    await session?.run(0);
    expect(await session?.checkReadOnly()).toMatchObject({ reason: "not-read-only" });
    await session?.close();
  });

  it.each([
    ["SELECT * FORM kept", "syntax-error"],
    ["", "syntax-error"],
    ["-- nothing", "syntax-error"],
    ["SELECT 1; SELECT 2", "several-statements"],
    ["SELECT * FROM nowhere", "query-failed"],
  ])("answers %s with %s", async (sql, reason) => {
    expect(failed(await inspect(reach(), sql)).reason).toBe(reason);
  });

  it.each(engine.escapes)("tells in docs/safety.md that nothing stops $name", async ({ name, sql }) => {
    const safety = readFileSync(path.join(root, "docs", "safety.md"), "utf8");
    expect(safety.slice(safety.indexOf("## What escapes"))).toContain(name);
    taken(await inspect(reach(), sql));
  });

  it("counts the parameters that a statement wants", async () => {
    const parameters = [{ name: "id", source: { kind: "integer", from: 1, to: 2 } }] as const;
    taken(await inspect(reach(), "SELECT * FROM kept WHERE id = :id", { parameters }));
    expect(failed(await inspect(reach(), "SELECT * FROM kept", { parameters })).reason).toBe(
      "parameters-mismatch",
    );
  });

  it.each(engine.switchesOff)(
    "ends the run when an operation has made the session writable: $sql",
    async ({ sql }) => {
      const before = await witness();
      taken(await inspect(reach(), sql));
      await withSession(orderOf(reach(), sql), async (session) => {
        await session.run(0);
        expect(await session.checkReadOnly()).toMatchObject({ reason: "not-read-only" });
      });
      expect(await witness()).toEqual(before);
    },
  );

  it("tells the settings that change results", async () => {
    const { settings, driver } = taken(await inspect(reach(), "SELECT 1"));
    expect(Object.keys(settings)).toEqual(
      expect.arrayContaining([...engine.settings, "prepared", "encrypted"]),
    );
    expect(driver).toMatch(/^[a-z0-9]+ \d+\.\d+\.\d+$/);
  });

  /** Past the first lock; undefined where the server refuses it when it compiles. */
  async function openSession(sql: string) {
    const { driverOf } = await import("../../../../src/workers/drivers/index.ts");
    const opened = await (await driverOf(engine.engine)).open(orderOf(reach(), sql));
    if (opened.ok) return opened.value;
    expect(opened.failure.reason).toBe("not-read-only");
    return undefined;
  }
});
