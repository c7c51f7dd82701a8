import { describe, expect, it } from "vitest";
import { english } from "../../../../src/core/text/text.ts";
import { ConnectionSecrets } from "../../../../src/extension/connections/connection-secrets.ts";
import { ConnectionStore } from "../../../../src/extension/connections/connection-store.ts";
import { importConnections } from "../../../../src/extension/connections/import/import-connections.ts";
import type { ImportSources } from "../../../../src/extension/connections/import/import-sources.ts";
import type { Option, QuickInputs } from "../../../../src/extension/wizard/quick-inputs.ts";
import { fakeDialogs, fakeLog, fakeOffers } from "../../fakes.ts";

const SECRET = "enigma-4711";

interface World {
  readonly sqltools?: readonly unknown[];
  readonly mssql?: readonly unknown[];
  readonly env?: string;
  /** The labels to pick of the list; all when it is not given. */
  readonly picks?: readonly string[];
  /** The label of the answer to the second question; left out: it is abandoned. */
  readonly secrets?: "Take the passwords along" | "Leave the passwords where they are";
}

function world({ sqltools = [], mssql = [], env, picks, secrets: answer }: World) {
  const stored = new Map<string, unknown>();
  const kept = new Map<string, string>();
  const lists: (readonly Option<unknown>[])[] = [];
  let ids = 0;
  const onError = (error: unknown) => expect.fail(String(error));
  const store = new ConnectionStore({
    memento: {
      get: <T>(key: string) => stored.get(key) as T | undefined,
      update: async (key, value) => {
        stored.set(key, JSON.parse(JSON.stringify(value)));
      },
    },
    shared: () => ({ profiles: [], refused: [] }),
    newId: () => `id-${++ids}`,
    onError,
  });
  const secrets = new ConnectionSecrets({
    storage: {
      get: async (key) => kept.get(key),
      store: async (key, value) => {
        kept.set(key, value);
      },
      delete: async (key) => {
        kept.delete(key);
      },
    },
    askPassword: async () => undefined,
    getToken: async () => undefined,
  });
  const sources: ImportSources = {
    sqltools: () => [{ value: sqltools, folder: "/work" }],
    mssql: () => [{ value: mssql, groups: [], folder: "/work" }],
    envFiles: async () => (env === undefined ? [] : [{ name: "api/.env", text: env, folder: "/work/api" }]),
  };
  const ask: QuickInputs = {
    pickMany: async ({ options, picked }) => {
      lists.push(options);
      const value = picks
        ? options.filter(({ label }) => picks.includes(label)).map((option) => option.value)
        : picked;
      return { kind: "answered", value };
    },
    pickOne: async ({ options }) => {
      lists.push(options);
      const option = options.find(({ label }) => label === answer);
      return option ? { kind: "answered", value: option.value } : { kind: "abandoned" };
    },
    enterText: async () => ({ kind: "abandoned" }),
  };
  const dialogs = fakeDialogs();
  const log = fakeLog();
  const revealed: string[] = [];
  const run = () =>
    importConnections({
      ...{ sources, store, secrets, ask, dialogs, log, t: english },
      offers: fakeOffers().offers,
      reveal: async ({ profile }) => {
        revealed.push(profile.name);
      },
    });
  const said = () => dialogs.said.map(({ text }) => text);
  return { run, store, kept, lists, said, log, stored, revealed };
}

const shop = { name: "Shop", driver: "PostgreSQL", server: "db", username: "ada", password: SECRET };

describe("Import Connections", () => {
  it("offers what SQLTools, mssql and .env files know, and says where each comes from", async () => {
    const { run, lists, store } = world({
      sqltools: [{ ...shop, ssh: "Enabled" }],
      mssql: [{ profileName: "ERP", server: "sql", user: "sa" }],
      env: `DATABASE_URL=mysql://u:${SECRET}@my/blog\nOTHER=1\n`,
      secrets: "Leave the passwords where they are",
    });
    await run();
    expect(lists[0]?.map(({ label, description, detail }) => [label, description, detail])).toEqual([
      ["Shop", "PostgreSQL at db, ada", "SQLTools: Shop · Lanewise does not use “ssh”."],
      ["ERP", "SQL Server at sql, sa", "SQL Server (mssql): ERP"],
      ["blog@my", "MySQL or MariaDB at my, blog, u", "api/.env: DATABASE_URL, line 1"],
    ]);
    expect(store.all.map(({ profile }) => profile.name)).toEqual(["Shop", "ERP", "blog@my"]);
  });

  it("takes no password unless the user asks", async () => {
    const { run, kept, stored, lists, said, revealed } = world({
      sqltools: [shop],
      secrets: "Leave the passwords where they are",
    });
    await run();
    expect(kept.size).toBe(0);
    expect(revealed).toEqual(["Shop"]);
    expect(JSON.stringify([[...stored], lists, said()])).not.toContain(SECRET);
  });

  it("puts passwords into the secret storage when the user asks, and nowhere else", async () => {
    const { run, kept, stored, log } = world({ sqltools: [shop], secrets: "Take the passwords along" });
    await run();
    expect([...kept]).toEqual([["connection-secret:id-1", SECRET]]);
    expect(JSON.stringify([[...stored], log.lines])).not.toContain(SECRET);
  });

  it("does not ask for passwords where there are none, or none was chosen", async () => {
    const { run, lists, store } = world({
      sqltools: [shop, { name: "file", driver: "SQLite", database: "data/x.db" }],
      picks: ["file"],
    });
    await run();
    expect(lists).toHaveLength(1);
    expect(store.all.map(({ profile }) => profile)).toEqual([
      { engine: "sqlite", name: "file", path: "/work/data/x.db" },
    ]);
  });

  it("imports nothing when the user gives up at the second question", async () => {
    const { run, store } = world({ sqltools: [shop] });
    await run();
    expect(store.all).toEqual([]);
  });

  it("reads paths as SQLTools and programs mean them", async () => {
    const { run, store } = world({
      sqltools: [{ name: "a", driver: "SQLite", database: "$" + "{workspaceFolder:work}/a.db" }],
      env: "DB_URL=sqlite:///b.db",
    });
    await run();
    expect(store.all.map(({ profile }) => profile)).toMatchObject([
      { path: "/work/a.db" },
      { path: "/work/api/b.db" },
    ]);
  });

  it("offers once what is found twice, and not what is there already", async () => {
    const found: World = { sqltools: [shop], env: "DATABASE_URL=postgres://ada@db" };
    const { run, lists, said, store } = world({ ...found, secrets: "Take the passwords along" });
    await run();
    expect(lists[0]).toHaveLength(1);
    await run();
    expect(store.all).toHaveLength(1);
    expect(said().at(-1)).toBe("All connections that were found are in Lanewise already.");
  });

  it("gives free names", async () => {
    const { run, store } = world({
      sqltools: [
        { name: "x", driver: "SQLite", database: "/1.db" },
        { name: "x", driver: "SQLite", database: "/2.db" },
      ],
    });
    await run();
    expect(store.all.map(({ profile }) => profile.name)).toEqual(["x", "x 2"]);
  });

  it("says what cannot be imported and why, without a password", async () => {
    const one = world({ sqltools: [{ name: "m", driver: "MongoDB", password: SECRET }] });
    await one.run();
    expect(one.said()).toEqual([
      "SQLTools: m cannot be imported. Lanewise has no driver for “MongoDB”.",
      expect.stringContaining("No connection was found"),
    ]);
    const two = world({
      sqltools: [
        { name: "m", driver: "MongoDB" },
        { name: "o", driver: "Oracle" },
      ],
      env: `DATABASE_URL=postgres://a:${SECRET}@h1,h2/d`,
    });
    await two.run();
    expect(two.said()[0]).toBe("3 connections cannot be imported; the log says why.");
    expect(two.log.lines).toHaveLength(3);
    expect(two.log.lines.join()).not.toContain(SECRET);
  });
});
