import type { Fetch, Isolation, Limits, SessionSettings, Trials } from "../core/benchmark/plan.ts";
import { type ParallelKind, parallelKinds } from "../core/benchmark/strategy.ts";
import type { Job } from "../protocol/runner.ts";

export interface BenchmarkSettings {
  readonly lanes: readonly number[];
  readonly kinds: readonly ParallelKind[];
  readonly fetch: Fetch;
  readonly operations: number;
  readonly rowLimit: number | null;
  readonly trials: Trials;
  readonly limits: Limits;
  readonly seed: number;
  readonly whenBusy: Job["whenBusy"];
  /** For each engine; empty where nothing is set. */
  readonly session: Required<SessionSettings>;
}

/** A setting as the manifest declares it, as far as Lanewise's settings need it. */
export interface SettingSchema {
  readonly type: string | readonly string[];
  readonly default?: unknown;
  readonly enum?: readonly unknown[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minItems?: number;
  readonly items?: SettingSchema;
}

export interface SettingsDeps {
  /** The value of a setting by its full name. */
  readonly value: (name: string) => unknown;
  /** The manifest's `contributes.configuration.properties`. */
  readonly schemas: Readonly<Record<string, SettingSchema>>;
  /** Hears of each setting whose value is not allowed; its default is used instead. */
  readonly onInvalid: (name: string) => void;
}

export const SETTINGS_PREFIX = "lanewise.benchmark.";

const SECOND_MS = 1000;
const MEBIBYTE = 1024 * 1024;

/** The only reader of the benchmark's settings. */
export function readSettings(deps: SettingsDeps): BenchmarkSettings {
  const read = <T>(key: string): T => readSetting(deps, SETTINGS_PREFIX + key);
  const kinds = read<readonly string[]>("strategies");
  const minimum = read<number>("trials.minimum");
  return {
    lanes: [...new Set(read<readonly number[]>("lanes"))].sort((a, b) => a - b),
    kinds: parallelKinds.filter((kind) => kinds.includes(kind)),
    fetch: read<Fetch>("fetch"),
    operations: read<number>("operations"),
    rowLimit: read<number | null>("rowLimit"),
    trials: { minimum, maximum: Math.max(minimum, read<number>("trials.maximum")) },
    limits: {
      trialMs: read<number>("trialTimeout") * SECOND_MS,
      runMs: read<number>("runBudget") * SECOND_MS,
      laneBytes: read<number>("laneMemory") * MEBIBYTE,
      laneHeapMb: read<number>("laneHeap"),
      connections: read<number | null>("connections"),
    },
    seed: read<number>("seed"),
    whenBusy: read<Job["whenBusy"]>("whenBusy"),
    session: readSession(read),
  };
}

function readSession(read: <T>(key: string) => T | null): Required<SessionSettings> {
  const isolation = read<Isolation>("server.isolation");
  const lockTimeoutMs = read<number>("server.lockTimeout");
  const cacheSize = read<number>("sqlite.cacheSize");
  const mmapSize = read<number>("sqlite.mmapSize");
  const busyTimeoutMs = read<number>("sqlite.busyTimeout");
  const workMemKb = read<number>("postgres.workMem");
  const parallelWorkers = read<number>("postgres.parallelWorkers");
  const packetSize = read<number>("mssql.packetSize");
  const server = {
    ...(isolation === null ? {} : { isolation }),
    ...(lockTimeoutMs === null ? {} : { lockTimeoutMs }),
  };
  return {
    sqlite: {
      ...(cacheSize === null ? {} : { cacheSize }),
      ...(mmapSize === null ? {} : { mmapSize }),
      ...(busyTimeoutMs === null ? {} : { busyTimeoutMs }),
    },
    postgres: {
      ...server,
      ...(workMemKb === null ? {} : { workMemKb }),
      ...(parallelWorkers === null ? {} : { parallelWorkers }),
    },
    mysql: server,
    mssql: { ...server, ...(packetSize === null ? {} : { packetSize }) },
  };
}

/** VS Code marks a value outside the limits, but hands it out all the same. */
export function readSetting<T>(deps: SettingsDeps, name: string): T {
  const schema = deps.schemas[name];
  const value = deps.value(name);
  if (schema && isAllowed(value, schema)) return value as T;
  deps.onInvalid(name);
  return schema?.default as T;
}

function isAllowed(value: unknown, schema: SettingSchema): boolean {
  const types = typeof schema.type === "string" ? [schema.type] : schema.type;
  if (!types.some((type) => hasType(value, type))) return false;
  if (schema.enum && !schema.enum.includes(value)) return false;
  if (typeof value === "number")
    return value >= (schema.minimum ?? -Infinity) && value <= (schema.maximum ?? Infinity);
  if (!Array.isArray(value)) return true;
  const { items, minItems = 0 } = schema;
  return value.length >= minItems && value.every((item) => !items || isAllowed(item, items));
}

function hasType(value: unknown, type: string): boolean {
  if (type === "null") return value === null;
  if (type === "integer") return Number.isInteger(value);
  if (type === "array") return Array.isArray(value);
  if (type === "object") return typeof value === "object" && value !== null && !Array.isArray(value);
  return typeof value === type;
}
