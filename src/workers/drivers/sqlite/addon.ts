import { existsSync } from "node:fs";
import path from "node:path";
import type { Failure } from "../../../core/benchmark/outcome.ts";

/** The one native binary lies beside the bundle. From the sources, in tests, better-sqlite3 finds its own. */
const bundled = path.join(__dirname, "better_sqlite3.node");

/** Part of the options of every `Database`. */
export const addonOptions = existsSync(bundled) ? { nativeBinding: bundled } : {};

/** better-sqlite3 needs Node-API 10 and crashes the process without it: ask before anything opens a database. */
export function checkNode(): Failure | undefined {
  if (Number(process.versions["napi"] ?? 0) >= 10) return undefined;
  return { reason: "node-too-old", detail: process.version, data: { node: process.version } };
}
