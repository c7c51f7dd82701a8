import { once } from "node:events";
import { type AddressInfo, createServer, connect as openSocket, type Socket } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Tls } from "../../../../src/core/connection/tls.ts";
import type { Reach } from "../../../../src/workers/drivers/driver.ts";
import { driverOf } from "../../../../src/workers/drivers/index.ts";
import {
  describeEngines,
  describeEnginesWithPrivateServers,
} from "../../../support/driver-suite/describe-engines.ts";
import { reachOf } from "../../../support/driver-suite/engine-under-test.ts";
import { failed, orderOf, rowsOf, taken } from "../../../support/driver-suite/orders.ts";
import type { PrivateServer } from "../../../support/servers/database-server.ts";

const PASSWORD = "wrong-pa$$ word'\\";

/** How a test of the connection ends, and the steps that it came through. */
async function attempt(reach: Reach) {
  const steps: string[] = [];
  const driver = await driverOf(reach.profile.engine);
  const tested = await driver.test(reach, ({ step, ms }) => {
    expect(ms).toBeGreaterThanOrEqual(0);
    steps.push(step);
  });
  return { tested, steps };
}

describeEngines("connecting", (_engine, server) => {
  it("takes known steps to a session", async () => {
    const { tested, steps } = await attempt(reachOf(server()));
    expect(taken(tested).map(({ step }) => step)).toEqual(steps);
    expect(steps.filter((step) => step !== "tls")).toEqual([
      "resolve",
      "connect",
      "log-in",
      "database",
      "version",
    ]);
    expect(taken(tested).at(-1)?.detail).toMatch(/\d+\.\d+/);
  });

  it("refuses a wrong password and a wrong user, and never repeats the password", async () => {
    for (const change of [{ password: PASSWORD }, { user: "nobody_of_that_name" }]) {
      const { tested, steps } = await attempt(reachOf(server(), change));
      expect(failed(tested)).toMatchObject({ reason: "login-failed" });
      expect(JSON.stringify(tested)).not.toContain(PASSWORD);
      expect(JSON.stringify(tested)).not.toContain(server().password);
      expect(steps).toContain("connect");
    }
  });

  it("refuses a database that there is not", async () => {
    const { tested } = await attempt(reachOf(server(), { database: "no_database_of_that_name" }));
    expect(failed(tested)).toMatchObject({ reason: "login-failed" });
  });

  it("says which host or port does not answer", async () => {
    const host = "no-such-host.invalid";
    const unknown = await attempt(reachOf(server(), { host }));
    expect(failed(unknown.tested)).toMatchObject({ reason: "cannot-connect", data: { code: "ENOTFOUND" } });
    expect(unknown.steps).toEqual([]);
    const refused = await attempt(reachOf(server(), { host: "127.0.0.1", port: 1 }));
    expect(failed(refused.tested)).toMatchObject({
      reason: "cannot-connect",
      data: { server: "127.0.0.1:1", code: "ECONNREFUSED" },
    });
    expect(refused.steps).toEqual(["resolve"]);
  });

  it("gives up on a host that takes connections and says nothing", async () => {
    const silent = await listen(() => {});
    const { tested } = await attempt(
      reachOf(server(), { host: "127.0.0.1", port: silent.port, connectTimeoutSeconds: 0.3 }),
    );
    expect(failed(tested)).toMatchObject({ reason: "cannot-connect", data: { timeoutMs: 300 } });
    await silent.close();
  });

  it("says that another protocol answers, or that nobody stays", async () => {
    for (const greet of [
      (socket: Socket) => socket.end("HTTP/1.1 400 Bad Request\r\n\r\n"),
      (socket: Socket) => socket.destroy(),
    ]) {
      const other = await listen(greet);
      const { tested } = await attempt(
        reachOf(server(), { host: "127.0.0.1", port: other.port, connectTimeoutSeconds: 2 }),
      );
      expect(failed(tested)).toMatchObject({ reason: "cannot-connect" });
      await other.close();
    }
  });

  it("goes through a socket that somebody else opens", async () => {
    const opened: string[] = [];
    const reach: Reach = {
      ...reachOf(server(), { host: "behind-a-tunnel.invalid" }),
      openSocket: async (host) => {
        opened.push(host);
        const socket = openSocket(server().port, server().host);
        await once(socket, "connect");
        return socket;
      },
    };
    expect(await rowsOf(reach, "SELECT 42")).toEqual([[42]]);
    expect(opened).toEqual(["behind-a-tunnel.invalid"]);
    const broken = await attempt({ ...reach, openSocket: () => Promise.reject(new Error("no tunnel")) });
    expect(failed(broken.tested)).toMatchObject({ reason: "cannot-connect", detail: "no tunnel" });
  });
});

describeEnginesWithPrivateServers("connecting", (engine) => {
  describe("encrypted", () => {
    let server: PrivateServer;
    beforeAll(async () => {
      server = await engine.start({ tls: "offered" });
    });
    afterAll(() => server.stop());
    const withTls = (tls: Tls, host = server.host) => attempt(reachOf(server, { tls, host }));

    it("shows the certificate that is not trusted, and takes it when its fingerprint is", async () => {
      const untrusted = failed((await withTls({ mode: "verify-full" })).tested);
      expect(untrusted).toMatchObject({
        reason: "certificate",
        data: {
          subject: expect.stringContaining("localhost"),
          issuer: expect.stringContaining("Lanewise"),
          validFrom: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
          validTo: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
          fingerprint: expect.stringMatching(/^[0-9a-f]{64}$/),
          names: expect.stringContaining("localhost"),
        },
      });
      const fingerprint = String(untrusted.data["fingerprint"]);
      const trusted = await withTls({ mode: "verify-full", fingerprint });
      expect(trusted.steps).toContain("tls");
      taken(trusted.tested);
      const other = await withTls({ mode: "require", fingerprint: fingerprint.replace(/^../, "00") });
      expect(failed(other.tested).reason).toBe("certificate");
    });

    it("checks nothing, the authority, or the name as well", async () => {
      const { folder } = server;
      const caFile = `${folder}/server.crt`;
      for (const mode of engine.unverifiedModes) taken((await withTls({ mode })).tested);
      taken((await withTls({ mode: "verify-full", caFile }, "localhost")).tested);
      const named = await withTls({ mode: "verify-full", caFile, serverName: "db.example" });
      expect(failed(named.tested).reason).toBe("certificate");
      if (engine.engine !== "mssql")
        taken((await withTls({ mode: "verify-ca", caFile, serverName: "db.example" })).tested);
    });

    it("says which file cannot be read", async () => {
      const missing = await withTls({ mode: "verify-full", caFile: "/no/such/file.pem" });
      expect(failed(missing.tested).detail).toContain("/no/such/file.pem");
    });

    it("cancels an operation of an encrypted session", async () => {
      const order = orderOf(reachOf(server, { tls: { mode: "require" } }), engine.sleep(30));
      const session = taken(await (await driverOf(engine.engine)).open(order));
      setTimeout(() => session.cancel(), 100);
      expect(await session.run(0)).toMatchObject({ stopped: true, failure: null });
      await session.close();
    });
  });

  it("does without encryption only where that is allowed", async () => {
    const server = await engine.start({ tls: "off" });
    for (const mode of engine.unverifiedModes.filter((found) => found === "prefer"))
      taken((await attempt(reachOf(server, { tls: { mode } }))).tested);
    const { tested } = await attempt(reachOf(server, { tls: { mode: "require" } }));
    expect(failed(tested).reason).toBe("cannot-connect");
    await server.stop();
  });

  it("goes through a Unix socket", async () => {
    if (engine.socketHost === undefined) return;
    const server = await engine.start();
    const reach = reachOf(server, { host: engine.socketHost(server) });
    expect(await rowsOf(reach, "SELECT 42")).toEqual([[42]]);
    await server.stop();
  });

  it("says that there are too many connections, and how many there may be", async () => {
    const server = await engine.start({ maxConnections: 12 });
    const driver = await driverOf(engine.engine);
    const limited = await engine.limitedReach(server);
    const load = taken(await driver.load(limited));
    expect(load.limit).toBeLessThanOrEqual(12);
    expect(load.inUse).toBeLessThan(4);
    const sessions = await Promise.all(
      Array.from({ length: 16 }, () => driver.open(orderOf(limited, "SELECT 1"))),
    );
    const refused = sessions.flatMap((session) => (session.ok ? [] : [session.failure.reason]));
    expect(refused.length).toBeGreaterThanOrEqual(4);
    expect(new Set(refused)).toEqual(new Set(["too-many-connections"]));
    for (const session of sessions) if (session.ok) await session.value.close();
    taken(await driver.load(limited));
    await server.stop();
  });
});

async function listen(greet: (socket: Socket) => void) {
  const sockets: Socket[] = [];
  const listener = createServer((socket) => {
    sockets.push(socket);
    socket.on("error", () => {});
    greet(socket);
  }).listen(0, "127.0.0.1");
  await once(listener, "listening");
  return {
    port: (listener.address() as AddressInfo).port,
    async close() {
      for (const socket of sockets) socket.destroy();
      listener.close();
      await once(listener, "close");
    },
  };
}
