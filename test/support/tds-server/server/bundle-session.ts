import { createRequire } from "node:module";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { buildSync } from "esbuild";

/**
 * The session's thread as one file: loading its sixty modules anew for every login takes Node a quarter of a second.
 * @returns the file, in the server's folder
 */
export function bundleSession(folder: string): string {
  const entry = fileURLToPath(new URL("../engine/session-thread.ts", import.meta.url));
  const outfile = path.join(folder, "session-thread.cjs");
  const library = createRequire(import.meta.url).resolve("better-sqlite3");
  buildSync({
    entryPoints: [entry],
    outfile,
    bundle: true,
    platform: "node",
    format: "cjs",
    target: "node22",
    sourcemap: "inline",
    // The addon's package is found from here, wherever the folder is.
    alias: { "better-sqlite3": library },
    external: [library],
  });
  return outfile;
}
