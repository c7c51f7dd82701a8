import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { strategies, strategyOf, useOwnRunLock } from "../support/benchmark-run.ts";
import { startTdsProcess } from "../support/driver-suite/start-tds-server.ts";
import { serverReport } from "../support/server-run.ts";
import type { PrivateServer } from "../support/servers/database-server.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const folder = temporaryFolder();
useOwnRunLock(folder);

describe("benchmarks on the stand-in for SQL Server", { timeout: 60_000 }, () => {
  let server: PrivateServer;
  beforeAll(async () => {
    server = await startTdsProcess();
  });
  afterAll(() => server.stop());
  // The stand-in has no certificate.
  const profile = { tls: { mode: "disable" } } as const;

  it("measures every strategy on the same rows", async () => {
    const report = await serverReport({
      server,
      profile,
      sql: "SELECT TOP (200) object_id, name FROM sys.all_objects",
      strategies: strategies("threads(2)", "tasks(3)", "shared-session(3)", "processes(2)"),
      operations: 6,
      fetch: "all",
    });
    for (const one of report.strategies) expect(one).toMatchObject({ outcome: "completed", operations: 6 });
    expect(new Set(report.strategies.map(({ rows, checksum }) => `${rows} ${checksum}`)).size).toBe(1);
    expect(strategyOf(report, "serial").rows).toBeGreaterThan(0);
    expect(report.environment.driver).toMatch(/^tedious \d/);
  });

  it("says what the driver does with requests that meet on one connection, then measures the queue", async () => {
    const report = await serverReport({
      server,
      profile,
      sql: "SELECT 1 AS one",
      strategies: strategies("shared-session(4)"),
      operations: 8,
    });
    expect(report.notes).toContainEqual({
      note: "overlap-refused",
      requests: 4,
      refused: 3,
      code: "EINVALIDSTATE",
      detail: expect.stringContaining("Requests can only be made in the LoggedIn state"),
    });
    expect(strategyOf(report, "shared-session(4)")).toMatchObject({ outcome: "completed", operations: 8 });
    const without = await serverReport({ server, profile, sql: "SELECT 1 AS one" });
    expect(without.notes.map(({ note }) => note)).not.toContain("overlap-refused");
  });

  it("applies the settings of the plan to the sessions, and reads them back", async () => {
    const session = { mssql: { isolation: "serializable", lockTimeoutMs: 1234, packetSize: 8192 } } as const;
    const report = await serverReport({ server, profile, sql: "SELECT 1 AS one", session });
    expect(report.connection.settings).toMatchObject({
      transaction_isolation: "serializable",
      packet_size: 8192,
    });
  });
});
