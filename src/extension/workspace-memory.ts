import { parallelKinds } from "../core/benchmark/strategy.ts";
import type { SqliteProfile } from "../core/connection/profile.ts";
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

  get profile(): SqliteProfile | undefined {
    return this.recentProfiles[0];
  }

  /** The active one first. */
  get recentProfiles(): readonly SqliteProfile[] {
    const stored = this.#memento.get<unknown>("profiles");
    return Array.isArray(stored) ? stored.filter(isProfile) : [];
  }

  async useProfile(profile: SqliteProfile): Promise<void> {
    const others = this.recentProfiles.filter(({ path }) => path !== profile.path);
    await this.#memento.update("profiles", [profile, ...others].slice(0, MAX_RECENT));
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

function isProfile(stored: unknown): stored is SqliteProfile {
  const profile = stored as Partial<SqliteProfile> | null;
  return profile?.engine === "sqlite" && typeof profile.name === "string" && typeof profile.path === "string";
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
