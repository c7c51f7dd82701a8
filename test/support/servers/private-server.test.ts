import { execFileSync, fork } from "node:child_process";
import { once } from "node:events";
import { existsSync, writeFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { pathToFileURL } from "node:url";
import { expect, it, onTestFinished } from "vitest";
import { temporaryFolder } from "../temporary-folder.ts";
import type { PrivateServer, ServerOptions } from "./database-server.ts";
import { describeWithPrivateServers, describeWithServer } from "./describe-with-server.ts";
import { startMariadb } from "./mariadb.ts";
import { startPostgres } from "./postgres.ts";
import { childrenOf, isRunning } from "./process-table.mjs";
import { connectMariadb, connectPostgres } from "./wire-clients.ts";

const postgres = {
  name: "a private PostgreSQL",
  kind: "postgres",
  start: startPostgres,
  startedBy: ["postgres.ts", "startPostgres"],
  connect: connectPostgres,
  isEncrypted: "SELECT ssl::int FROM pg_stat_ssl WHERE pid = pg_backend_pid()",
  maxConnections: "SELECT current_setting('max_connections')::int",
  survivesPowerCuts: "SELECT (current_setting('fsync') = 'on')::int",
  settings: { work_mem: "7MB" },
  setting: "SELECT current_setting('work_mem')",
  settingIs: "7MB",
  longStatement: "SELECT count(*) FROM generate_series(1, 100000000000)",
  statements: "SELECT query FROM pg_stat_activity WHERE state = 'active'",
} as const;

const mariadb = {
  name: "a private MariaDB",
  kind: "mariadb",
  start: startMariadb,
  startedBy: ["mariadb.ts", "startMariadb"],
  connect: connectMariadb,
  isEncrypted:
    "SELECT VARIABLE_VALUE <> '' FROM information_schema.SESSION_STATUS WHERE VARIABLE_NAME = 'Ssl_cipher'",
  maxConnections: "SELECT @@max_connections",
  survivesPowerCuts: "SELECT @@innodb_flush_log_at_trx_commit = 1",
  settings: { "div-precision-increment": 7 },
  setting: "SELECT @@div_precision_increment",
  settingIs: 7,
  longStatement: "SELECT count(*) FROM seq_1_to_1000000 a, seq_1_to_1000000 b",
  statements: "SELECT info FROM information_schema.PROCESSLIST",
} as const;

/** PostgreSQL's is System V's, which outlives its processes. */
function sharedMemoryOf(creators: readonly number[]): readonly string[] {
  const lines = execFileSync("ipcs", ["-m", "-p"], { encoding: "utf8" }).split("\n");
  return lines.filter((line) => creators.includes(Number(line.split(/\s+/)[2])));
}

const scripts = temporaryFolder();

for (const engine of [postgres, mariadb]) {
  const { connect } = engine;

  const start = async (options?: ServerOptions) => {
    const server = await engine.start(options);
    onTestFinished(() => server.stop());
    return server;
  };

  const ask = async (server: PrivateServer, sql: string, way?: Parameters<typeof connect>[1]) => {
    const client = await connect(server, way);
    try {
      return (await client.query(sql))[0]?.[0];
    } finally {
      await client.end();
    }
  };

  describeWithPrivateServers(engine.name, [engine.kind], () => {
    it("lets its user in with the password, over the network and through its socket", async () => {
      const server = await start({
        user: "ada's",
        password: "l'ä\\\"%/:@ #",
        database: "numbers & `letters`",
      });
      expect(await ask(server, "SELECT 1")).toBe(1);
      expect(await ask(server, "SELECT 2", { through: server })).toBe(2);
      await expect(connect({ ...server, password: "wrong" })).rejects.toThrow(/authentication|denied/);
      const { username, password, hostname, port, pathname } = new URL(server.url);
      expect([username, password, pathname.slice(1)].map(decodeURIComponent)).toEqual([
        ...[server.user, server.password, server.database],
      ]);
      expect([hostname, Number(port)]).toEqual([server.host, server.port]);
    });

    it("shares neither password, port nor data with a second one", async () => {
      const [one, other] = await Promise.all([start(), start()]);
      expect(one.password).not.toBe(other.password);
      expect(one.port).not.toBe(other.port);
      await ask(one, "CREATE TABLE mine (id INT)");
      expect(Number(await ask(one, "SELECT count(*) FROM mine"))).toBe(0);
      await expect(ask(other, "SELECT count(*) FROM mine")).rejects.toThrow(/mine/);
    });

    it("takes settings and a limit of connections; survives power cuts when asked", async () => {
      const server = await start({ maxConnections: 23, settings: engine.settings, durable: true });
      expect(await ask(server, engine.maxConnections)).toBe(23);
      expect(await ask(server, engine.setting)).toBe(engine.settingIs);
      expect(await ask(server, engine.survivesPowerCuts)).toBe(1);
    });

    it("speaks TLS with a certificate that it signed itself", async () => {
      const server = await start({ tls: "offered" });
      const { certificate = "" } = server;
      expect(await ask(server, engine.isEncrypted, { certificate })).toBe(1);
      expect(await ask(server, engine.isEncrypted)).toBe(0);
      const other = await start({ tls: "offered" });
      await expect(connect(server, { certificate: other.certificate ?? "" })).rejects.toThrow(/certificate/);
    });

    it("refuses what is not encrypted, when TLS is required", async () => {
      const server = await start({ tls: "required" });
      await expect(connect(server)).rejects.toThrow(/no encryption|denied/);
      expect(await ask(server, "SELECT 1", { through: server })).toBe(1);
      expect(await ask(server, engine.isEncrypted, { certificate: server.certificate ?? "" })).toBe(1);
    });

    it("is fast and does not speak TLS, unless asked", async () => {
      const server = await start();
      expect(await ask(server, engine.survivesPowerCuts)).toBe(0);
      expect(server.certificate).toBeUndefined();
      await expect(connect(server, { certificate: "" })).rejects.toThrow(/SSL|secure/);
    });

    it("dies in the middle of a statement, and comes back on the same port with its data", async () => {
      const server = await start();
      const client = await connect(server);
      await client.query("CREATE TABLE kept AS SELECT 7 AS id");
      const family = [server.pid(), ...childrenOf(server.pid())];
      const statement = client.query(engine.longStatement);
      const lost = expect(statement).rejects.toThrow();
      const witness = await connect(server);
      const isBusy = async () =>
        (await witness.query(engine.statements)).flat().includes(engine.longStatement);
      while (!(await isBusy())) await sleep(10);
      await server.kill();
      await lost;
      expect(family.filter(isRunning)).toEqual([]);
      await expect(connect(server)).rejects.toThrow(/ECONNREFUSED/);

      await server.restart();
      expect(family).not.toContain(server.pid());
      expect(await ask(server, "SELECT id FROM kept")).toBe(7);
    });

    it("restarts while it runs, whatever its clients do", async () => {
      const server = await start();
      const client = await connect(server);
      await server.restart();
      await expect(client.query("SELECT 1")).rejects.toThrow();
      expect(await ask(server, "SELECT 1")).toBe(1);
    });

    it("leaves no process, no folder and no shared memory when it is stopped, even after a kill", async () => {
      for (const killed of [false, true]) {
        const server = await engine.start({ tls: "offered" });
        const family = [server.pid(), ...childrenOf(server.pid())];
        expect(family.every(isRunning)).toBe(true);
        expect(existsSync(server.folder)).toBe(true);
        if (killed) await server.kill();
        await server.stop();
        await server.stop();
        expect(family.filter(isRunning)).toEqual([]);
        expect(existsSync(server.folder)).toBe(false);
        expect(sharedMemoryOf(family)).toEqual([]);
      }
    });

    it("says what the server said when it does not start", async () => {
      await expect(engine.start({ settings: { "no-such-setting": 1 } })).rejects.toThrow(/no.such.setting/);
    });

    it("ends with the process that started it, however that ends", async () => {
      const script = path.join(scripts, "starts-a-server.ts");
      const [file, name] = engine.startedBy;
      const module = pathToFileURL(path.join(import.meta.dirname, file)).href;
      writeFileSync(
        script,
        `import { ${name} as start } from "${module}";
         const server = await start();
         process.send({ pid: server.pid(), folder: server.folder });
         setInterval(() => {}, 1000);`,
      );
      const child = fork(script, {
        stdio: ["ignore", "ignore", "inherit", "ipc"],
        execArgv: ["--no-warnings"],
      });
      const [{ pid, folder }] = await once(child, "message");
      const family = [pid, ...childrenOf(pid)];
      expect(family.every(isRunning)).toBe(true);
      child.kill("SIGKILL");
      while (family.some(isRunning) || existsSync(folder)) await sleep(10);
      expect(sharedMemoryOf(family)).toEqual([]);
    });
  });

  describeWithServer(`the ${engine.kind} that tests share`, engine.kind, (server) => {
    it("lets its user in", async () => {
      const client = await connect(server());
      expect(await client.query("SELECT 1, 'two'")).toEqual([[1, "two"]]);
      await client.end();
    });
  });
}
