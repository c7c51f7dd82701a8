import path from "node:path";
import Database from "better-sqlite3";
import { afterAll, describe, expect, it, vi } from "vitest";
import type { ConnectionProfile } from "../../src/core/connection/profile.ts";
import { CatalogSessions } from "../../src/extension/connections/catalog-sessions.ts";
import type { Connection } from "../../src/extension/connections/connection.ts";
import { ConnectionSecrets } from "../../src/extension/connections/connection-secrets.ts";
import { distFolder, ENDLESS } from "../support/benchmark-run.ts";
import { describeWithPrivateServers } from "../support/servers/describe-with-server.ts";
import { startPostgres } from "../support/servers/postgres.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const folder = temporaryFolder();
const open: CatalogSessions[] = [];
afterAll(() => {
  for (const sessions of open) sessions.dispose();
});

function connectionTo(profile: ConnectionProfile): Connection {
  return { id: profile.name, profile, origin: "user", keeping: "stored" };
}

function aFile(name: string): Connection {
  const file = path.join(folder, name);
  const db = new Database(file);
  db.exec(`CREATE TABLE t(a); CREATE VIEW endless AS ${ENDLESS}`);
  db.close();
  return connectionTo({ engine: "sqlite", name, path: file });
}

/** `entered`: what the user types when a password is asked for. */
function someSessions(entered: readonly string[] = [], timeoutMs = 20_000) {
  const stored = new Map<string, string>();
  const script = [...entered];
  const asked: boolean[] = [];
  const states: string[] = [];
  const secrets = new ConnectionSecrets({
    storage: {
      get: async (key) => stored.get(key),
      store: async (key, value) => void stored.set(key, value),
      delete: async (key) => void stored.delete(key),
    },
    askPassword: async (_connection, isWrong) => {
      asked.push(isWrong);
      return script.shift();
    },
    getToken: async () => undefined,
  });
  const sessions = new CatalogSessions({
    ...{ file: path.join(distFolder, "catalog-worker.js"), secrets },
    timeoutMs: () => timeoutMs,
    onError: (error) => expect.fail(String(error)),
  });
  sessions.changes.add((id) => states.push(sessions.stateOf(id).state));
  open.push(sessions);
  return { sessions, secrets, stored, asked, states };
}

const namespaces = { ask: "namespaces" } as const;
const endless = {
  ask: "preview",
  relation: { namespace: { database: undefined, schema: "main", isSystem: false }, name: "endless" },
  rows: 1,
  cutAt: 10,
} as const;

describe("CatalogSessions", () => {
  it("opens a session with the first question, keeps it, and closes it when it is told", async () => {
    const { sessions, states } = someSessions();
    const file = aFile("first.db");
    expect(await sessions.ask(file, namespaces)).toMatchObject({ ok: true });
    expect(await sessions.ask(file, namespaces)).toMatchObject({ ok: true });
    expect(sessions.stateOf(file.id)).toMatchObject({
      state: "connected",
      version: expect.stringMatching(/^SQLite/),
    });
    sessions.disconnect(file.id);
    expect(states).toEqual(["connecting", "connected", "not-connected"]);
  });

  it("holds up nobody with a question that has no end, and starts anew after it was cancelled", async () => {
    const { sessions } = someSessions();
    const [stuck, other] = [aFile("stuck.db"), aFile("other.db")];
    const cancel = new AbortController();
    const waiting = sessions.ask(stuck, endless, cancel.signal);
    expect(await sessions.ask(other, namespaces)).toMatchObject({ ok: true });
    cancel.abort();
    expect(await waiting).toEqual({ ok: false, problem: { problem: "cancelled" } });
    expect(await sessions.ask(stuck, namespaces)).toMatchObject({ ok: true });
  });

  it("asks a question that waited behind a stuck one in the next process", async () => {
    const { sessions } = someSessions([], 1000);
    const file = aFile("behind.db");
    await sessions.connect(file);
    const stuck = sessions.ask(file, endless);
    const behind = sessions.ask(file, namespaces);
    expect(await stuck).toEqual({ ok: false, problem: { problem: "timed-out", limitMs: 1000 } });
    expect(await behind).toMatchObject({ ok: true });
  });

  it("says what is wrong with a database, and tries again when it is asked again", async () => {
    const { sessions, states } = someSessions();
    const missing = connectionTo({ engine: "sqlite", name: "none", path: path.join(folder, "none.db") });
    for (const _ of [1, 2])
      expect(await sessions.ask(missing, namespaces)).toMatchObject({
        ok: false,
        problem: { problem: "failed", failure: { reason: "file-missing" } },
      });
    expect(states).toEqual(["connecting", "failed", "connecting", "failed"]);
  });

  it("cancels what goes on when it is disconnected, also while it opens", async () => {
    const { sessions } = someSessions();
    const file = aFile("closed.db");
    const opening = sessions.ask(file, namespaces);
    sessions.disconnect(file.id);
    expect(await opening).toEqual({ ok: false, problem: { problem: "cancelled" } });
    await sessions.connect(file);
    const asked = sessions.ask(file, endless);
    sessions.disconnect(file.id);
    expect(await asked).toEqual({ ok: false, problem: { problem: "cancelled" } });
    expect(sessions.stateOf(file.id)).toEqual({ state: "not-connected" });
  });
});

describeWithPrivateServers("CatalogSessions of a server", ["postgres"], () => {
  it("asks once more after a wrong password, and replaces the stored one only when it worked", async () => {
    const server = await startPostgres();
    try {
      const { host, port, database, user, password } = server;
      const connection = connectionTo({
        ...{ engine: "postgres", name: "server", host, port, database, user },
        authentication: "password",
      });
      const wrong = someSessions(["also wrong"]);
      await wrong.secrets.keep(connection, { kind: "password", password: "wrong" });
      expect(await wrong.sessions.ask(connection, namespaces)).toMatchObject({
        ok: false,
        problem: { failure: { reason: "login-failed" } },
      });
      expect([wrong.asked, [...wrong.stored.values()]]).toEqual([[true], ["wrong"]]);

      const right = someSessions([password]);
      await right.secrets.keep(connection, { kind: "password", password: "wrong" });
      expect(await right.sessions.ask(connection, namespaces)).toMatchObject({ ok: true });
      expect([right.asked, [...right.stored.values()]]).toEqual([[true], [password]]);

      const givenUp = someSessions([]);
      expect(await givenUp.sessions.ask(connection, namespaces)).toEqual({
        ok: false,
        problem: { problem: "cancelled" },
      });
      expect(givenUp.sessions.stateOf("server")).toEqual({ state: "not-connected" });

      // Killed in the middle and started again: the next question finds it.
      await server.kill();
      await vi.waitUntil(() => right.sessions.stateOf("server").state !== "connected", 10_000);
      await server.restart();
      await vi.waitFor(
        async () => expect(await right.sessions.ask(connection, namespaces)).toMatchObject({ ok: true }),
        10_000,
      );
    } finally {
      await server.stop();
    }
  });
});
