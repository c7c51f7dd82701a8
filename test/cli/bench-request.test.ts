import { describe, expect, it } from "vitest";
import { parseBench } from "../../src/cli/bench-request.ts";
import { defaultLimits, defaultTrials, makePlan } from "../../src/core/benchmark/plan.ts";
import { strategyName } from "../../src/core/benchmark/strategy.ts";

const base = ["--sqlite", "a.db", "--query", "SELECT 1"];
const server = ["--url", "postgresql://me@db.example:5433/shop", "--query", "SELECT 1"];

describe("the arguments of bench", () => {
  it("measures all strategies with 2 lanes when nothing is said", () => {
    const request = read(...base);
    expect(names(request)).toEqual(["serial", "threads(2)", "shared-session(2)", "processes(2)"]);
    expect(request).toMatchObject({
      database: { kind: "file", file: "a.db" },
      query: { sql: "SELECT 1" },
      whenBusy: "wait",
    });
    expect(plan(request)).toMatchObject({
      operations: 6,
      seed: 1,
      trials: defaultTrials,
      workload: { fetch: "stream", rowLimit: null, parameters: [] },
      limits: defaultLimits,
    });
  });

  it("gives every kind each number of lanes, serial first", () => {
    expect(names(read(...base, "--lanes", "2,4", "--strategies", "serial,threads,processes"))).toEqual([
      "serial",
      "threads(2)",
      "threads(4)",
      "processes(2)",
      "processes(4)",
    ]);
    expect(names(read(...base, "--strategies", "threads"))).toEqual(["serial", "threads(2)"]);
  });

  it("takes full names beside kinds", () => {
    const given = ["--strategies", "threads(3), shared-session,serial,threads(3)", "--lanes", "5"];
    expect(names(read(...base, ...given))).toEqual(["serial", "threads(3)", "shared-session(5)"]);
    expect(names(read(...base, "--strategies", "serial"))).toEqual(["serial"]);
  });

  it("measures exactly as many trials as asked for", () => {
    expect(plan(read(...base, "--trials", "3")).trials).toEqual({ minimum: 3, maximum: 3 });
  });

  it("turns seconds and megabytes into the plan's units", () => {
    const { limits } = plan(
      read(...base, "--trial-timeout", "1.5", "--budget", "30", "--lane-memory", "256"),
    );
    expect(limits).toEqual({
      trialMs: 1500,
      runMs: 30_000,
      laneBytes: 268_435_456,
      laneHeapMb: 2048,
      connections: null,
    });
  });

  it("never makes a lane's heap smaller than the default", () => {
    expect(plan(read(...base, "--lane-memory", "1")).limits).toMatchObject({
      laneBytes: 1_048_576,
      laneHeapMb: 1024,
    });
  });

  it("passes session settings on only where they are given", () => {
    const given = ["--cache-size", "-2000", "--busy-timeout", "0", "--mmap-size", "4096"];
    expect(plan(read(...base, ...given)).session.sqlite).toEqual({
      cacheSize: -2000,
      busyTimeoutMs: 0,
      mmapSize: 4096,
    });
    expect(plan(read(...base)).session.sqlite).toEqual({});
  });

  it("reads parameters, fetch, row limit, operations and seed", () => {
    const given = ["--parameter", "id=1..9", "--fetch", "all", "--row-limit", "5", "--operations", "7"];
    expect(plan(read(...base, ...given, "--seed", "42"))).toMatchObject({
      workload: {
        fetch: "all",
        rowLimit: 5,
        parameters: [{ name: "id", source: { kind: "integer", from: 1, to: 9 } }],
      },
      requestedOperations: 7,
      operations: 8,
      seed: 42,
    });
  });

  it("keeps output paths as given", () => {
    const { targets } = read(...base, "--html", "out/a.html", "--json", "-");
    expect(targets).toEqual([
      { format: "json", path: "-" },
      { format: "html", path: "out/a.html" },
    ]);
  });
});

describe("wrong arguments of bench", () => {
  it.each([
    [["--query", "SELECT 1"], "--sqlite"],
    [["--sqlite", "a.db"], "--query SQL or --query-file FILE"],
    [[...base, "--query-file", "q.sql"], "both"],
    [["--sqlite", "a.db", "--query", "  "], "--query is empty"],
    [[...base, "--lanes", "0"], "from 1 to 64"],
    [[...base, "--lanes", "65"], "from 1 to 64"],
    [[...base, "--strategies", "threads(65)"], "from 1 to 64 lanes"],
    [[...base, "--strategies", "thread"], "Did you mean threads?"],
    [[...base, "--strategies", "serial(2)"], "no strategy"],
    [[...base, "--operations", "0"], "--operations"],
    [[...base, "--trials", "0"], "--trials"],
    [[...base, "--seed", "-1"], "--seed"],
    [[...base, "--fetch", "some"], "stream or all"],
    [[...base, "--parameter", "9..1"], "ends before it starts"],
    [[...base, "--parameter", "1..2", "--parameter", "a=1"], "cannot be mixed"],
    [[...base, "--json", "-", "--csv", "-"], "cannot both"],
    [[...base, "--html", "-"], "--html needs a file"],
    [[...base, "--lanes", "64,63,61,59"], "smaller common multiple"],
    [["a.db", "SELECT 1"], "--sqlite FILE"],
    [[...base, "--url", "postgres://host/db"], "one database"],
    [[...base, "--password-env", "SECRET"], "needs --url"],
    [[...base, "--strategies", "tasks"], "tasks(2) needs a database server"],
    [[...base, "--strategies", "tasks(3)"], "tasks(3) needs a database server"],
    [
      [...base, "--isolation", "serializable"],
      "--isolation is for PostgreSQL, MySQL or MariaDB, or SQL Server",
    ],
    [[...server, "--cache-size", "5"], "--cache-size is for SQLite, and PostgreSQL is measured"],
    [[...server, "--packet-size", "4096"], "--packet-size is for SQL Server"],
    [[...server, "--isolation", "snapshot"], "is for SQL Server"],
    [[...server, "--connections", "0"], "--connections"],
  ])("answers %j with one sentence", (args, part) => {
    const sentence = refusal(...args);
    expect(sentence).toContain(part);
    expect(sentence).not.toContain("\n");
  });
});

describe("--url", () => {
  it.each([
    "postgres://me:hunter2@host/db",
    "mysql://me:hunter2/@host",
    "postgres://host/db?user=me&password=hunter2",
    "Server=host;User Id=me;Password=hunter2",
    "Server=host; PWD = hunter2",
  ])("refuses the password in %s without repeating it", (url) => {
    const sentence = refusal("--url", url);
    expect(sentence).toContain("LANEWISE_PASSWORD");
    expect(sentence).not.toContain("hunter2");
  });

  it("names the variable that the user named", () => {
    const sentence = refusal("--url", "postgres://me:hunter2@host/db", "--password-env", "SHOP_PASSWORD");
    expect(sentence).toContain("SHOP_PASSWORD");
    expect(sentence).not.toContain("hunter2");
  });

  it("refuses another secret than a password, too", () => {
    const sentence = refusal("--url", "postgres://me@host/db?sslpassword=hunter2");
    expect(sentence).toContain("LANEWISE_PASSWORD");
    expect(sentence).not.toContain("hunter2");
  });

  it("measures tasks beside the others by default", () => {
    const request = read(...server);
    expect(names(request)).toEqual(["serial", "threads(2)", "tasks(2)", "shared-session(2)", "processes(2)"]);
    expect(request.database).toMatchObject({
      kind: "server",
      profile: { engine: "postgres", host: "db.example", port: 5433, database: "shop", user: "me" },
      secret: { kind: "password", variable: "LANEWISE_PASSWORD", isNamed: false },
    });
  });

  it("reads SQLAlchemy's address of an SQLite file", () => {
    const { database } = read("--url", "sqlite:///shop.db", "--query", "SELECT 1");
    expect(database).toEqual({ kind: "file", file: "shop.db" });
  });

  it("takes a token for Microsoft Entra", () => {
    const url = "mssql://me@host/db?authentication=ActiveDirectoryInteractive";
    const { database } = read("--url", url, "--query", "SELECT 1");
    expect(database).toMatchObject({ secret: { kind: "token", variable: "LANEWISE_TOKEN" } });
  });

  it("passes the settings of its engine's sessions on", () => {
    const given = ["--isolation", "serializable", "--lock-timeout", "50", "--work-mem", "4096"];
    expect(plan(read(...server, ...given, "--parallel-workers", "0", "--connections", "9"))).toMatchObject({
      session: {
        postgres: { isolation: "serializable", lockTimeoutMs: 50, workMemKb: 4096, parallelWorkers: 0 },
      },
      limits: { connections: 9 },
    });
    const mssql = ["--url", "mssql://me@host/db", "--query", "SELECT 1", "--packet-size", "8192"];
    expect(plan(read(...mssql)).session).toEqual({ mssql: { packetSize: 8192 } });
  });

  it("says in words why an address cannot be read", () => {
    const sentence = refusal("--url", "oracle://me@host/db", "--query", "SELECT 1");
    expect(sentence).toContain("--url cannot be read.");
    expect(sentence).toContain("oracle");
  });
});

function read(...args: string[]) {
  const request = parseBench(args);
  if (!request.ok) throw new Error(request.problem);
  return request.value;
}

function refusal(...args: string[]): string {
  const request = parseBench(args);
  return request.ok ? "" : request.problem;
}

function plan(request: ReturnType<typeof read>) {
  return makePlan({ ...request.plan, sql: "SELECT 1" });
}

function names(request: ReturnType<typeof read>): string[] {
  return plan(request).strategies.map(strategyName);
}
