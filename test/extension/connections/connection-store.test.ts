import { describe, expect, it } from "vitest";
import type { ConnectionProfile } from "../../../src/core/connection/profile.ts";
import { ConnectionStore } from "../../../src/extension/connections/connection-store.ts";
import { readSharedProfiles } from "../../../src/extension/connections/shared-profiles.ts";
import { fakeMemento } from "../fakes.ts";

const shop: ConnectionProfile = { engine: "sqlite", name: "shop", path: "/data/shop.db" };
const warehouse: ConnectionProfile = {
  engine: "postgres",
  name: "warehouse",
  host: "db.example.com",
  user: "ada",
  authentication: "password",
};

function aStore(setting: unknown = [], memento = fakeMemento()) {
  let ids = 0;
  const told: unknown[] = [];
  const store = new ConnectionStore({
    memento,
    shared: () => readSharedProfiles(setting, "/work"),
    newId: () => `id-${++ids}`,
    onError: (error) => told.push(error),
  });
  store.changes.add(() => told.push("changed"));
  return { store, memento, told };
}

describe("ConnectionStore", () => {
  it("keeps connections for the user, and tells of each change", async () => {
    const { store, memento, told } = aStore();
    const { id } = await store.add(shop, "stored");
    await store.update(id, { profile: { ...shop, name: "bakery" } });
    expect(aStore([], memento).store.all).toEqual([
      { id, profile: { ...shop, name: "bakery" }, origin: "user", keeping: "stored" },
    ]);
    await store.remove([id]);
    expect(store.all).toEqual([]);
    expect(told).toEqual(["changed", "changed", "changed"]);
  });

  it("loses none of two changes that overlap", async () => {
    const { store } = aStore();
    await Promise.all([store.add(shop, "stored"), store.add(warehouse, "ask")]);
    expect(store.all.map(({ profile }) => profile.name)).toEqual(["shop", "warehouse"]);
  });

  it("forgets what it cannot read, and never keeps a secret", async () => {
    const memento = fakeMemento({
      connections: [
        { id: "a", keeping: "stored", profile: { ...warehouse, password: "hunter2" } },
        { id: "b", keeping: "somewhere", profile: shop },
        { id: 3, profile: shop },
        null,
      ],
    });
    expect(aStore([], memento).store.all).toEqual([
      { id: "b", profile: shop, origin: "user", keeping: "ask" },
    ]);
  });

  it("shows what the workspace shares beside, and says what of it cannot be used", () => {
    const { store } = aStore([
      { engine: "sqlite", name: "here", path: "$" + "{workspaceFolder}/here.db" },
      { engine: "postgres", name: "leaky", host: "db", password: "hunter2" },
    ]);
    expect(store.all).toMatchObject([
      { origin: "settings", profile: { name: "here", path: "/work/here.db" } },
    ]);
    expect(store.refused).toEqual([
      { index: 1, name: "leaky", problems: [{ problem: "secret", field: "password" }] },
    ]);
  });

  it("gives a shared connection another id when it leads to another server", () => {
    const idOf = (host: string) => aStore([{ ...warehouse, host }]).store.all[0]?.id;
    expect(idOf("db.example.com")).toBe(idOf("db.example.com"));
    expect(idOf("db.example.com")).not.toBe(idOf("evil.example.com"));
  });

  it("finds a free name, and the groups that there are", async () => {
    const { store } = aStore();
    const { id } = await store.add({ ...shop, group: ["work", "staging"] }, "stored");
    expect([store.freeName("shop"), store.freeName("shop", id), store.freeName("bakery")]).toEqual([
      "shop 2",
      "shop",
      "bakery",
    ]);
    expect(store.groups).toEqual([["work"], ["work", "staging"]]);
  });
});
