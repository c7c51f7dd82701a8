import { describe, expect, it } from "vitest";
import type { ConnectionProfile } from "../../../src/core/connection/profile.ts";
import { english } from "../../../src/core/text/text.ts";
import type { Connection } from "../../../src/extension/connections/connection.ts";
import {
  ConnectionActions,
  type ConnectionActionsDeps,
  groupAt,
} from "../../../src/extension/connections/connection-actions.ts";
import type { ConnectionDraft } from "../../../src/extension/connections/connection-form.ts";
import { ConnectionSecrets } from "../../../src/extension/connections/connection-secrets.ts";
import { ConnectionStore } from "../../../src/extension/connections/connection-store.ts";
import { ExplorerTree } from "../../../src/extension/connections/explorer-tree.ts";
import type { Prompts } from "../../../src/extension/connections/prompts.ts";
import { readSharedProfiles } from "../../../src/extension/connections/shared-profiles.ts";
import { Targets } from "../../../src/extension/connections/targets.ts";
import { type FakeAnswers, fakeDialogs, fakeMemento } from "../fakes.ts";

const shop: ConnectionProfile = { engine: "sqlite", name: "shop", path: "/data/shop.db" };
const warehouse: ConnectionProfile = {
  engine: "postgres",
  name: "warehouse",
  host: "db.example.com",
  port: 5433,
  database: "stock",
  user: "ada",
  authentication: "password",
};

interface Circumstances {
  readonly draft?: ConnectionDraft;
  readonly answers?: FakeAnswers;
  readonly entered?: string;
  readonly isSure?: boolean;
  readonly setting?: unknown;
}

function someActions({ draft, answers = {}, entered, isSure = true, setting = [] }: Circumstances = {}) {
  let ids = 0;
  const passwords = new Map<string, string>();
  const disconnected: string[] = [];
  const copied: string[] = [];
  const questions: string[] = [];
  const onError = (error: unknown) => expect.fail(String(error));
  const store = new ConnectionStore({
    memento: fakeMemento(),
    shared: () => readSharedProfiles(setting, undefined),
    newId: () => `id-${++ids}`,
    onError,
  });
  const secrets = new ConnectionSecrets({
    storage: {
      get: async (key) => passwords.get(key),
      store: async (key, value) => void passwords.set(key, value),
      delete: async (key) => void passwords.delete(key),
    },
    askPassword: async () => undefined,
    getToken: async () => undefined,
  });
  const sessions = {
    ask: () => expect.fail("Nothing is asked."),
    disconnect: (id: string) => disconnected.push(id),
  } as unknown as ConnectionActionsDeps["sessions"];
  const tree = new ExplorerTree({ store, sessions, onError });
  const dialogs = fakeDialogs(answers);
  const prompts: Prompts = {
    confirm: async ({ message }) => {
      questions.push(english(message));
      return isSure;
    },
    enterText: async ({ problem }) => (problem?.(entered ?? "") ? undefined : entered),
    copy: async (text) => void copied.push(text),
  };
  const active: { id: string | undefined } & ConnectionActionsDeps["active"] = {
    id: undefined,
    use: async ({ id }) => {
      active.id = id;
    },
    forget: async () => {
      active.id = undefined;
    },
  };
  const initial: (ConnectionDraft | undefined)[] = [];
  const actions = new ConnectionActions({
    ...{ store, secrets, sessions, tree, dialogs, prompts, active, t: english },
    targets: new Targets({
      ...{ store, sessions, dialogs, t: english },
      activeId: () => active.id,
    }),
    form: async (given) => {
      initial.push(given);
      return draft;
    },
    reveal: async () => {},
    openSharedSettings: () => undefined,
  });
  const nodeOf = ({ id }: Connection) =>
    ({ kind: "connection", id: `root/${id}`, parent: undefined, connection: id }) as const;
  return { actions, store, passwords, disconnected, copied, questions, dialogs, active, initial, nodeOf };
}

const names = (store: ConnectionStore) => store.all.map(({ profile }) => profile.name);

describe("ConnectionActions", () => {
  it("adds what the form gives, keeps its password, and makes the first one active", async () => {
    const secret = { kind: "password", password: "hunter2" } as const;
    const one = someActions({ draft: { profile: warehouse, keeping: "stored", secret } });
    await one.actions.add();
    expect(names(one.store)).toEqual(["warehouse"]);
    expect([...one.passwords.values()]).toEqual(["hunter2"]);
    expect(one.active.id).toBe("id-1");
    await one.actions.add();
    expect(one.active.id).toBe("id-1");
    const none = someActions();
    await none.actions.add();
    expect(names(none.store)).toEqual([]);
  });

  it("ends the session when an edit leads elsewhere, and not for another name", async () => {
    const moved = someActions({
      draft: { profile: { ...warehouse, host: "other" }, keeping: "stored", secret: undefined },
    });
    const connection = await moved.store.add(warehouse, "stored");
    await moved.actions.edit(moved.nodeOf(connection));
    expect(moved.disconnected).toEqual([connection.id]);
    expect(moved.initial).toEqual([{ profile: warehouse, keeping: "stored", secret: undefined }]);

    const renamed = someActions({
      draft: { profile: { ...warehouse, name: "w" }, keeping: "stored", secret: undefined },
    });
    await renamed.actions.edit(renamed.nodeOf(await renamed.store.add(warehouse, "stored")));
    expect([names(renamed.store), renamed.disconnected]).toEqual([["w"], []]);
  });

  it("takes the password along when it is to be kept elsewhere", async () => {
    const one = someActions({ draft: { profile: warehouse, keeping: "window", secret: undefined } });
    const connection = await one.store.add(warehouse, "stored");
    one.passwords.set(`connection-secret:${connection.id}`, "hunter2");
    await one.actions.edit(one.nodeOf(connection));
    expect([[...one.passwords], one.store.get(connection.id)?.keeping]).toEqual([[], "window"]);
  });

  it("duplicates with the password, under a name of its own", async () => {
    const one = someActions();
    const connection = await one.store.add(warehouse, "stored");
    one.passwords.set(`connection-secret:${connection.id}`, "hunter2");
    await one.actions.duplicate(one.nodeOf(connection));
    expect(names(one.store)).toEqual(["warehouse", "warehouse 2"]);
    expect([...one.passwords.values()]).toEqual(["hunter2", "hunter2"]);
  });

  it("renames, but not to a name that is taken or empty", async () => {
    const rename = async (entered: string) => {
      const one = someActions({ entered });
      const connection = await one.store.add(shop, "stored");
      await one.store.add(warehouse, "stored");
      await one.actions.rename(one.nodeOf(connection));
      return names(one.store);
    };
    expect(await rename(" bakery ")).toEqual(["bakery", "warehouse"]);
    expect(await rename("warehouse")).toEqual(["shop", "warehouse"]);
    expect(await rename(" ")).toEqual(["shop", "warehouse"]);
  });

  it("removes after a question, with the session and the password", async () => {
    const one = someActions();
    const connection = await one.store.add(warehouse, "stored");
    one.passwords.set(`connection-secret:${connection.id}`, "hunter2");
    one.active.id = connection.id;
    await one.actions.remove(one.nodeOf(connection));
    expect(one.questions).toEqual(["Remove the connection “warehouse”?"]);
    expect([names(one.store), [...one.passwords], one.disconnected, one.active.id]).toEqual([
      [],
      [],
      [connection.id],
      undefined,
    ]);
    const kept = someActions({ isSure: false });
    await kept.actions.remove(kept.nodeOf(await kept.store.add(shop, "stored")));
    expect(names(kept.store)).toEqual(["shop"]);
  });

  it("moves into a new group, into a known one, and out of all", async () => {
    const grouped = someActions({ answers: { pick: "New group" }, entered: "work / staging" });
    const connection = await grouped.store.add(shop, "stored");
    await grouped.actions.moveToGroup(grouped.nodeOf(connection));
    expect(grouped.store.get(connection.id)?.profile.group).toEqual(["work", "staging"]);

    const known = someActions({ answers: { pick: "work / staging" } });
    await known.store.add({ ...shop, group: ["work", "staging"] }, "stored");
    const other = await known.store.add(warehouse, "stored");
    await known.actions.moveToGroup(known.nodeOf(other));
    expect(known.store.get(other.id)?.profile.group).toEqual(["work", "staging"]);

    await known.actions.move([other.id], []);
    expect(known.store.get(other.id)?.profile).toEqual(warehouse);
  });

  it("renames and dissolves a group with the groups inside it", async () => {
    const one = someActions({ entered: "office" });
    await one.store.add({ ...shop, group: ["work", "staging"] }, "stored");
    const group = { kind: "group", id: "g", parent: undefined, path: ["work"] } as const;
    await one.actions.rename(group);
    expect(one.store.groups).toEqual([["office"], ["office", "staging"]]);
    await one.actions.remove({ ...group, path: ["office"] });
    expect(one.store.groups).toEqual([["staging"]]);
  });

  it("copies a connection string without the password", async () => {
    const one = someActions({ answers: { pick: "postgresql://" } });
    const connection = await one.store.add(warehouse, "stored");
    one.passwords.set(`connection-secret:${connection.id}`, "hunter2");
    await one.actions.copyConnectionString(one.nodeOf(connection));
    expect(one.copied).toEqual(["postgresql://ada@db.example.com:5433/stock"]);
  });

  it("changes nothing that the workspace's settings share, and says where it is changed", async () => {
    const one = someActions({ setting: [warehouse] });
    const [connection] = one.store.all;
    if (!connection) return expect.fail("nothing is shared");
    for (const action of ["edit", "rename", "remove", "moveToGroup"] as const)
      await one.actions[action](one.nodeOf(connection));
    expect(names(one.store)).toEqual(["warehouse"]);
    expect(one.dialogs.said.map(({ choices }) => choices)).toEqual(Array(4).fill(["Open Settings"]));
    await one.actions.duplicate(one.nodeOf(connection));
    expect(one.store.all.map(({ origin }) => origin)).toEqual(["user", "settings"]);
  });

  it("lets the user pick a connection where it is called for none", async () => {
    const one = someActions({ answers: { pick: "warehouse" } });
    await one.store.add(shop, "stored");
    const { id } = await one.store.add(warehouse, "stored");
    await one.actions.setActive(undefined);
    expect(one.active.id).toBe(id);
    const none = someActions();
    await none.actions.setActive(undefined);
    expect(none.dialogs.said[0]?.text).toContain("There is no connection yet");
  });
});

describe("groupAt", () => {
  it("is the group that a node is, or is in", () => {
    const group = { kind: "group", id: "g", parent: undefined, path: ["work"] } as const;
    const connection = { kind: "connection", id: "c", parent: group, connection: "a" } as const;
    expect([groupAt(group), groupAt(connection), groupAt(undefined)]).toEqual([["work"], ["work"], []]);
  });
});
