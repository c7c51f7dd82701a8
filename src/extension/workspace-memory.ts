import { parallelKinds } from "../core/benchmark/strategy.ts";
import { engines } from "../core/connection/engine.ts";
import type { ConnectionProfile } from "../core/connection/profile.ts";
import type { Choices } from "./wizard/choices.ts";

/** VS Code's memento, as far as it is used. */
export interface Memento {
  get<T>(key: string): T | undefined;
  update(key: string, value: unknown): PromiseLike<void>;
}

const MAX_RECENT = 10;

/** What Lanewise remembers of a workspace. What an older version stored in another shape counts as forgotten. */
export class WorkspaceMemory {
  readonly #memento: Memento;

  constructor(memento: Memento) {
    this.#memento = memento;
  }

  /** Of the active connection; undefined: there is none. */
  get profile(): ConnectionProfile | undefined {
    return this.#memento.get<unknown>("hasNoProfile") === true ? undefined : this.recentProfiles[0];
  }

  /** In the explorer. */
  get activeConnection(): string | undefined {
    return this.profile && this.#text("activeConnection");
  }

  /** The active one first. */
  get recentProfiles(): readonly ConnectionProfile[] {
    const stored = this.#memento.get<unknown>("profiles");
    return Array.isArray(stored) ? stored.filter(isProfile) : [];
  }

  /** `connection`: its id in the explorer. */
  async useProfile(profile: ConnectionProfile, connection?: string): Promise<void> {
    const others = this.recentProfiles.filter((other) => placeOf(other) !== placeOf(profile));
    await this.#memento.update("profiles", [profile, ...others].slice(0, MAX_RECENT));
    await this.#memento.update("activeConnection", connection);
    await this.#memento.update("hasNoProfile", undefined);
  }

  /** The active connection was removed. What it measured can still be run again. */
  async forgetActive(): Promise<void> {
    await this.#memento.update("hasNoProfile", true);
  }

  get shownReport(): string | undefined {
    return this.#text("shownReport");
  }

  async showReport(id: string | undefined): Promise<void> {
    await this.#memento.update("shownReport", id);
  }

  get baseline(): string | undefined {
    return this.#text("baseline");
  }

  async useBaseline(id: string | undefined): Promise<void> {
    await this.#memento.update("baseline", id);
  }

  get choices(): Partial<Choices> {
    return readChoices(this.#memento.get<unknown>("choices"));
  }

  async keepChoices(choices: Choices): Promise<void> {
    await this.#memento.update("choices", choices);
  }

  #text(key: string): string | undefined {
    const stored = this.#memento.get<unknown>(key);
    return typeof stored === "string" ? stored : undefined;
  }
}

function isProfile(stored: unknown): stored is ConnectionProfile {
  if (typeof stored !== "object" || stored === null) return false;
  const { engine, name, path, host } = stored as Readonly<Record<string, unknown>>;
  const place = engine === "sqlite" ? path : host;
  return engines.some((one) => one === engine) && typeof name === "string" && typeof place === "string";
}

/** Two profiles with one place differ only in how they are shown. */
function placeOf(profile: ConnectionProfile): string {
  if (profile.engine === "sqlite") return JSON.stringify(["sqlite", profile.path]);
  const { engine, host, port, user, database } = profile;
  const instance = profile.engine === "mssql" ? profile.instance : undefined;
  return JSON.stringify([engine, host, port, instance, user, database]);
}

function readChoices(stored: unknown): Partial<Choices> {
  if (typeof stored !== "object" || stored === null) return {};
  const { fetch, sql, parameterTexts, operations, lanes, kinds } = stored as Record<keyof Choices, unknown>;
  return {
    ...(fetch === "stream" || fetch === "all" ? { fetch } : {}),
    ...(typeof sql === "string" ? { sql } : {}),
    ...(isTexts(parameterTexts) ? { parameterTexts } : {}),
    ...(typeof operations === "number" ? { operations } : {}),
    ...(Array.isArray(lanes) && lanes.every(Number.isInteger) ? { lanes } : {}),
    ...(Array.isArray(kinds) ? { kinds: parallelKinds.filter((kind) => kinds.includes(kind)) } : {}),
  };
}

function isTexts(stored: unknown): stored is Readonly<Record<string, string>> {
  return (
    typeof stored === "object" && stored !== null && Object.values(stored).every((v) => typeof v === "string")
  );
}
