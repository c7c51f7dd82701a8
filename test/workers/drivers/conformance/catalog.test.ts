import { afterAll, beforeAll, expect, it } from "vitest";
import type { PageRequest } from "../../../../src/core/connection/catalog.ts";
import { describeEngines } from "../../../support/driver-suite/describe-engines.ts";
import { type Administrator, reachOf } from "../../../support/driver-suite/engine-under-test.ts";
import { failed, taken, withCatalog } from "../../../support/driver-suite/orders.ts";

const all: PageRequest = { limit: 500, after: undefined, filter: undefined };
const TABLES = 25;

describeEngines("the catalog", (engine, server) => {
  let admin: Administrator;
  const reach = () => reachOf(server());
  const named = (name: string) => ({ namespace: engine.namespace(server()), name });

  beforeAll(async () => {
    admin = await engine.connect(server());
    await admin.query(`CREATE TABLE orders (
      country char(2) NOT NULL, number int NOT NULL, total decimal(10,2), note varchar(40),
      CONSTRAINT orders_key PRIMARY KEY (country, number))`);
    await admin.query(`CREATE TABLE order_lines (
      id int NOT NULL, country char(2), number int, name varchar(40) NOT NULL,
      CONSTRAINT lines_key PRIMARY KEY (id),
      CONSTRAINT lines_of_order FOREIGN KEY (country, number) REFERENCES orders (country, number))`);
    await admin.query("CREATE UNIQUE INDEX by_name ON order_lines (name, id)");
    await admin.query(
      "CREATE VIEW totals AS SELECT country, sum(total) AS total FROM orders GROUP BY country",
    );
    const rows = Array.from({ length: 300 }, (_, i) => `('de', ${i}, ${i}.5, 'order ${i}')`);
    await admin.query(`INSERT INTO orders VALUES ${rows.join(", ")}`);
    for (let i = 0; i < TABLES; i++)
      await admin.query(`CREATE TABLE Many_${String(i).padStart(2, "0")} (a int)`);
    for (const statement of engine.gatherStatistics) await admin.query(statement);
  });
  afterAll(() => admin.end());

  it("names the server and where tables live", async () => {
    await withCatalog(reach(), async (catalog) => {
      expect(catalog.version).toMatch(engine.version);
      const namespaces = taken(await catalog.namespaces());
      expect(namespaces).toContainEqual(engine.namespace(server()));
      expect(namespaces.some(({ isSystem }) => isSystem)).toBe(true);
    });
  });

  it("lists tables and views apart, with estimates of their rows", async () => {
    await withCatalog(reach(), async (catalog) => {
      const tables = taken(await catalog.relations(engine.namespace(server()), "table", all)).items;
      expect(tables.map(({ name }) => name.toLowerCase())).toEqual(
        expect.arrayContaining(["orders", "order_lines"]),
      );
      expect(tables.map(({ name }) => name)).not.toContain("totals");
      const orders = tables.find(({ name }) => name === "orders");
      expect(orders).toMatchObject({ ...named("orders"), kind: "table" });
      expect(orders?.estimatedRows).toBeGreaterThan(200);
      expect(orders?.estimatedRows).toBeLessThan(400);
      const views = taken(await catalog.relations(engine.namespace(server()), "view", all)).items;
      expect(views).toEqual([{ ...named("totals"), kind: "view", estimatedRows: undefined }]);
    });
  });

  it("gives names page after page, and filters whatever the case", async () => {
    await withCatalog(reach(), async (catalog) => {
      const namespace = engine.namespace(server());
      const everything = taken(await catalog.relations(namespace, "table", all));
      expect(everything.next).toBeUndefined();
      const names: string[] = [];
      let after: string | undefined;
      do {
        const page = taken(await catalog.relations(namespace, "table", { ...all, limit: 7, after }));
        expect(page.items.length).toBeLessThanOrEqual(7);
        names.push(...page.items.map(({ name }) => name));
        after = page.next;
      } while (after !== undefined);
      expect(names).toEqual(everything.items.map(({ name }) => name));
      const found = taken(
        await catalog.relations(namespace, "table", { ...all, limit: 10, filter: "mAnY_1" }),
      );
      expect(found.items).toHaveLength(10);
      expect(found.next).toBeUndefined();
      const none = taken(await catalog.relations(namespace, "table", { ...all, filter: "%_'\"\\" }));
      expect(none.items).toEqual([]);
    });
  });

  it("tells columns with types and keys, indexes and foreign keys", async () => {
    await withCatalog(reach(), async (catalog) => {
      const orders = taken(await catalog.details(named("orders")));
      expect(orders.columns.map(({ name, nullable, keyPosition }) => [name, nullable, keyPosition])).toEqual([
        ["country", false, 1],
        ["number", false, 2],
        ["total", true, undefined],
        ["note", true, undefined],
      ]);
      expect(orders.columns.map(({ type }) => type).join(" ")).toMatch(
        /^char(acter)?\(2\) int\S* (decimal|numeric)\(10,2\) (varchar|character varying)\(40\)$/,
      );
      const lines = taken(await catalog.details(named("order_lines")));
      expect(lines.indexes).toContainEqual({ name: "by_name", unique: true, columns: ["name", "id"] });
      expect(lines.indexes.filter(({ columns, unique }) => unique && columns.join() === "id")).toHaveLength(
        1,
      );
      expect(lines.foreignKeys).toEqual([
        {
          name: "lines_of_order",
          columns: ["country", "number"],
          target: { ...named("orders"), columns: ["country", "number"] },
        },
      ]);
    });
  });

  it("previews the first rows and cuts long values", async () => {
    await admin.query(`CREATE TABLE long_values (a ${engine.longTextType})`);
    await admin.query(`INSERT INTO long_values VALUES ('${"0123456789".repeat(500)}')`);
    await withCatalog(reach(), async (catalog) => {
      const orders = taken(await catalog.preview(named("orders"), { rows: 5, cutAt: 100 }));
      expect(orders.rows).toHaveLength(5);
      expect(orders.columns.map(({ name, isNumber }) => [name, isNumber])).toEqual([
        ["country", false],
        ["number", true],
        ["total", true],
        ["note", false],
      ]);
      const long = taken(await catalog.preview(named("long_values"), { rows: 5, cutAt: 12 }));
      expect(long.rows).toEqual([["012345678901"]]);
      const view = taken(await catalog.preview(named("totals"), { rows: 5, cutAt: 100 }));
      expect(view.rows).toEqual([["de", "45000.00"]]);
    });
  });

  it("fails where there is no such relation, and goes on", async () => {
    await withCatalog(reach(), async (catalog) => {
      expect(failed(await catalog.preview(named("nowhere"), { rows: 5, cutAt: 100 })).reason).toMatch(
        /query-failed|syntax-error/,
      );
      taken(await catalog.namespaces());
    });
  });
});
