import mysql from "mysql2/promise";
import { expect, it } from "vitest";
import { reachOf } from "../../../support/driver-suite/engine-under-test.ts";
import { orderOf, withSession } from "../../../support/driver-suite/orders.ts";
import { describeWithServer } from "../../../support/servers/describe-with-server.ts";

describeWithServer("columns that are known from the execution before", "mariadb", (server) => {
  it.each([true, false])("are read anew when the table became another (few rows: %s)", async (fewRows) => {
    const { host, port, user, password, database } = server();
    const admin = await mysql.createConnection({ host, port, user, password, database });
    try {
      await admin.query("DROP TABLE IF EXISTS changing");
      await admin.query("CREATE TABLE changing (id int, a varchar(20), b int)");
      await admin.query("INSERT INTO changing VALUES (1, 'one', 7), (2, 'two', NULL)");
      const order = orderOf(reachOf(server()), "SELECT * FROM changing ORDER BY id", { fewRows });
      await withSession(order, async (session) => {
        const rows = async (operation: number) => {
          expect(await session.run(operation)).toMatchObject({ failure: null, rows: 2 });
          return session.keptRows.map((row) => [...row]);
        };
        const before = [
          [1, "one", 7],
          [2, "two", null],
        ];
        expect(await rows(0)).toEqual(before);
        expect(await rows(1)).toEqual(before);
        // Of another type in the middle, one column more, and then fewer.
        await admin.query(
          "ALTER TABLE changing MODIFY a char(30), MODIFY b double, ADD c varchar(5) DEFAULT 'x'",
        );
        const more = before.map((row) => [...row, "x"]);
        expect(await rows(2)).toEqual(more);
        expect(await rows(3)).toEqual(more);
        await admin.query("ALTER TABLE changing MODIFY b varchar(10), DROP c");
        const asText = [
          [1, "one", "7"],
          [2, "two", null],
        ];
        expect(await rows(4)).toEqual(asText);
        expect(await rows(5)).toEqual(asText);
      });
      await admin.query("DROP TABLE changing");
    } finally {
      await admin.end();
    }
  });
});
