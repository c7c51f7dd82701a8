import { describe, expect, it } from "vitest";
import type { Connection } from "../../../src/extension/connections/connection.ts";
import { ConnectionSecrets } from "../../../src/extension/connections/connection-secrets.ts";

function aConnection(changes: Partial<Connection> = {}): Connection {
  return {
    id: "a",
    origin: "user",
    keeping: "stored",
    profile: { engine: "mysql", name: "shop", host: "db", user: "ada", authentication: "password" },
    ...changes,
  };
}

/** `answers`: what the user enters, one after the other; then the user gives up. */
function secretsWith(answers: readonly string[] = [], token?: string) {
  const stored = new Map<string, string>();
  const asked: boolean[] = [];
  const script = [...answers];
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
    getToken: async () => token,
  });
  return { secrets, stored, asked };
}

const passwordOf = (password: string) => ({ status: "known", secret: { kind: "password", password } });

describe("ConnectionSecrets", () => {
  it("asks once, and keeps what worked in the secret storage", async () => {
    const { secrets, stored, asked } = secretsWith(["hunter2"]);
    const answer = await secrets.get(aConnection());
    expect(answer).toEqual(passwordOf("hunter2"));
    expect([...stored]).toEqual([]);
    if (answer.status === "known") await secrets.keep(aConnection(), answer.secret);
    expect([...stored.values()]).toEqual(["hunter2"]);
    expect(await secrets.get(aConnection())).toEqual(passwordOf("hunter2"));
    expect(asked).toEqual([false]);
  });

  it("keeps the old password when a login failed, until another worked", async () => {
    const { secrets, stored, asked } = secretsWith(["new"]);
    await secrets.keep(aConnection(), { kind: "password", password: "old" });
    expect(await secrets.askAgain(aConnection())).toEqual(passwordOf("new"));
    expect([...stored.values()]).toEqual(["old"]);
    expect(asked).toEqual([true]);
  });

  it("keeps a password in this window alone, or asks every time, as the user chose", async () => {
    const { secrets, stored, asked } = secretsWith(["again"]);
    const inWindow = aConnection({ keeping: "window" });
    await secrets.keep(inWindow, { kind: "password", password: "hunter2" });
    expect(await secrets.get(inWindow)).toEqual(passwordOf("hunter2"));
    const asking = aConnection({ id: "b", keeping: "ask" });
    await secrets.keep(asking, { kind: "password", password: "hunter2" });
    expect(await secrets.get(asking)).toEqual(passwordOf("again"));
    expect([[...stored], asked]).toEqual([[], [false]]);
  });

  it("moves a password out of the storage when it is to be kept elsewhere", async () => {
    const { secrets, stored } = secretsWith();
    await secrets.keep(aConnection(), { kind: "password", password: "hunter2" });
    await secrets.move(aConnection(), "window");
    expect([...stored]).toEqual([]);
    expect(await secrets.get(aConnection({ keeping: "window" }))).toEqual(passwordOf("hunter2"));
  });

  it("gives a duplicate its password, and forgets that of a removed one", async () => {
    const { secrets, stored } = secretsWith();
    await secrets.keep(aConnection(), { kind: "password", password: "hunter2" });
    await secrets.copy(aConnection(), aConnection({ id: "b" }));
    await secrets.forget("a");
    expect([...stored.values()]).toEqual(["hunter2"]);
    expect(await secrets.get(aConnection({ id: "b" }))).toEqual(passwordOf("hunter2"));
    expect(await secrets.get(aConnection())).toEqual({ status: "abandoned" });
  });

  it("asks nothing where nobody logs in", async () => {
    const { secrets, asked } = secretsWith();
    const file = aConnection({ profile: { engine: "sqlite", name: "f", path: "/f.db" } });
    const nobody = aConnection({
      profile: { engine: "postgres", name: "p", host: "/run/postgresql", authentication: "password" },
    });
    for (const connection of [file, nobody])
      expect(await secrets.get(connection)).toEqual({ status: "known", secret: undefined });
    expect(asked).toEqual([]);
  });

  it("takes a token of Microsoft Entra for each session, and never writes it down", async () => {
    const entra = aConnection({
      profile: { engine: "mssql", name: "m", host: "db", authentication: "entra" },
    });
    const { secrets, stored } = secretsWith([], "token");
    const answer = await secrets.get(entra);
    expect(answer).toEqual({ status: "known", secret: { kind: "token", token: "token" } });
    if (answer.status === "known") await secrets.keep(entra, answer.secret);
    expect([...stored]).toEqual([]);
    expect(await secretsWith().secrets.get(entra)).toEqual({ status: "abandoned" });
  });
});
