import { expect, it } from "vitest";
import { issueAtOnce } from "../../../src/workers/drivers/mssql/issue-at-once.ts";
import { startTdsServer } from "../../support/tds-server/tds-server.ts";
import { close, configuration, connect, login } from "../../support/tds-server/tedious-client.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";

it("tells that tedious answers one request, and refuses those that are issued meanwhile", async () => {
  const server = await startTdsServer({
    folder: temporaryFolder(),
    databases: ["lanewise"],
    logins: [{ ...login, database: "lanewise" }],
  });
  const connection = await connect(configuration(server));
  expect(await issueAtOnce(connection, 1)).toMatchObject({ requests: 1, refused: 0, code: "" });
  const overlap = await issueAtOnce(connection, 4);
  expect(overlap).toMatchObject({ requests: 4, refused: 3, code: "EINVALIDSTATE" });
  expect(overlap.detail).toContain("Requests can only be made in the LoggedIn state");
  // The connection is as good as before.
  expect(await issueAtOnce(connection, 1)).toMatchObject({ refused: 0 });
  await close(connection);
  await server.close();
});
