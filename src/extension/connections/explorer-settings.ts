import type { Milliseconds } from "../../core/benchmark/units.ts";
import { readSetting, type SettingsDeps } from "../settings.ts";

/** What a question to a database may take. */
export const TIMEOUT_SETTING = "lanewise.explorer.timeout";
/** Shared connections; an object below it would always read undefined. */
export const CONNECTIONS_SETTING = "lanewise.connections";
export const FOLDERS_SETTING = "lanewise.connectionForFolder";

export interface ExplorerSettings {
  readonly timeoutMs: Milliseconds;
  /** As it is written. */
  readonly shared: unknown;
  /** Path below a workspace folder → name of a connection. */
  readonly forFolder: Readonly<Record<string, unknown>>;
}

const SECOND_MS = 1000;

/** The only reader of the explorer's settings. */
export function readExplorerSettings(deps: SettingsDeps): ExplorerSettings {
  return {
    timeoutMs: readSetting<number>(deps, TIMEOUT_SETTING) * SECOND_MS,
    shared: deps.value(CONNECTIONS_SETTING),
    forFolder: readSetting<Readonly<Record<string, unknown>>>(deps, FOLDERS_SETTING),
  };
}

/**
 * The connection that a file is pinned to: the entry of the deepest folder that holds it, or its own. `.` is the whole
 * workspace folder. Undefined: it is not pinned. file: relative to its workspace folder, with slashes
 */
export function pinnedName(forFolder: ExplorerSettings["forFolder"], file: string): string | undefined {
  const holding = Object.entries(forFolder)
    .map(([path, name]) => ({ path: normal(path), name }))
    .filter(({ path }) => path === "" || file === path || file.startsWith(`${path}/`))
    .sort((a, b) => b.path.length - a.path.length);
  const name = holding[0]?.name;
  return typeof name === "string" ? name : undefined;
}

function normal(path: string): string {
  const slashed = path.replaceAll("\\", "/").replace(/^\.\//, "").replace(/\/+$/, "");
  return slashed === "." ? "" : slashed;
}
