import type { ConnectionProfile } from "../../core/connection/profile.ts";
import { readProfile } from "../../core/connection/read-profile.ts";
import { keepings } from "../../protocol/connection-form.ts";
import { Listeners } from "../listeners.ts";
import type { Memento } from "../workspace-memory.ts";
import type { Connection } from "./connection.ts";
import type { RefusedProfile, SharedProfiles } from "./shared-profiles.ts";

export interface ConnectionStoreDeps {
  /** Of the user, for all windows. */
  readonly memento: Memento;
  /** The workspace's setting; nothing where it is not trusted. */
  readonly shared: () => SharedProfiles;
  readonly newId: () => string;
  readonly onError: (error: unknown) => void;
}

const KEY = "connections";

export type ConnectionChange = Partial<Pick<Connection, "profile" | "keeping">>;

/** The user's own connections, and those that the workspace shares. No secret is in here. */
export class ConnectionStore {
  readonly changes: Listeners<void>;
  readonly #deps: ConnectionStoreDeps;
  #writing: Promise<void> = Promise.resolve();

  constructor(deps: ConnectionStoreDeps) {
    this.#deps = deps;
    this.changes = new Listeners(deps.onError);
  }

  /** The user's first. Other windows write too, so nothing is kept. */
  get all(): readonly Connection[] {
    return [...this.#own(), ...this.#shared()];
  }

  /** Entries of the setting that cannot be used. */
  get refused(): readonly RefusedProfile[] {
    return this.#deps.shared().refused;
  }

  get(id: string): Connection | undefined {
    return this.all.find((connection) => connection.id === id);
  }

  /** Every group that holds a connection or a group, the outermost first. */
  get groups(): readonly (readonly string[])[] {
    const known = new Map<string, readonly string[]>();
    for (const { profile } of this.all) {
      const { group = [] } = profile;
      for (let depth = 1; depth <= group.length; depth++)
        known.set(JSON.stringify(group.slice(0, depth)), group.slice(0, depth));
    }
    return [...known.values()];
  }

  async add(profile: ConnectionProfile, keeping: Connection["keeping"]): Promise<Connection> {
    const added: Connection = { id: this.#deps.newId(), profile, origin: "user", keeping };
    await this.#write((own) => [...own, added]);
    return added;
  }

  /** Does nothing for one that is gone, or that the settings hold. */
  update(id: string, change: ConnectionChange): Promise<void> {
    return this.#write((own) => own.map((one) => (one.id === id ? { ...one, ...change } : one)));
  }

  remove(ids: readonly string[]): Promise<void> {
    return this.#write((own) => own.filter(({ id }) => !ids.includes(id)));
  }

  /** A name that no other connection has: `shop.db`, `shop.db 2`. */
  freeName(wished: string, except?: string): string {
    const taken = new Set(this.all.filter(({ id }) => id !== except).map(({ profile }) => profile.name));
    for (let number = 1; ; number++) {
      const name = number === 1 ? wished : `${wished} ${number}`;
      if (!taken.has(name)) return name;
    }
  }

  /** One after the other: each change starts from what the one before wrote. */
  #write(change: (own: readonly Connection[]) => readonly Connection[]): Promise<void> {
    this.#writing = this.#writing.then(async () => {
      await this.#deps.memento.update(
        KEY,
        change(this.#own()).map(({ id, keeping, profile }) => ({ id, keeping, profile })),
      );
      this.changes.tell();
    });
    return this.#writing;
  }

  #own(): Connection[] {
    const stored = this.#deps.memento.get<unknown>(KEY);
    return Array.isArray(stored) ? stored.flatMap((entry: unknown) => readStored(entry) ?? []) : [];
  }

  #shared(): Connection[] {
    return this.#deps.shared().profiles.map((profile) => ({
      id: sharedId(profile),
      profile,
      origin: "settings",
      keeping: "stored",
    }));
  }
}

/**
 * Of whom and where, not only by name: a password is kept by it, and must not go to another server because somebody
 * changed the host in a shared file.
 */
function sharedId(profile: ConnectionProfile): string {
  const { engine, name } = profile;
  if (profile.engine === "sqlite") return `settings:${JSON.stringify([engine, name, profile.path])}`;
  const { host, port, user } = profile;
  const instance = profile.engine === "mssql" ? profile.instance : undefined;
  const tls = profile.tls?.mode;
  return `settings:${JSON.stringify([engine, name, host, port, instance, user, tls])}`;
}

/** What another version stored in another shape counts as forgotten. */
function readStored(entry: unknown): Connection | undefined {
  if (typeof entry !== "object" || entry === null) return undefined;
  const { id, keeping, profile } = entry as Readonly<Record<string, unknown>>;
  const read = readProfile(profile);
  if (typeof id !== "string" || read.status !== "read") return undefined;
  const known = keepings.find((one) => one === keeping) ?? "ask";
  return { id, profile: read.profile, origin: "user", keeping: known };
}
