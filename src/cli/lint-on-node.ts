import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { addAbortSignal } from "node:stream";
import { buffer } from "node:stream/consumers";
import { pathToFileURL } from "node:url";
import { rules } from "../core/lint/rules/index.ts";
import { cachedLintFiles } from "../node/lint-cache.ts";
import { lintFiles } from "../node/lint-files.ts";
import type { LintWorld } from "./lint/lint-world.ts";

/** `folder`: of dist/cli.js and its siblings. */
export function lintOnNode(folder: string): LintWorld {
  const worker = path.join(folder, "lint-worker.js");
  return {
    rules,
    documentationOf: (rule) => {
      const page = path.join(folder, "..", "docs", "rules", `${rule}.md`);
      return existsSync(page) ? pathToFileURL(page).href : undefined;
    },
    checkFiles: cachedLintFiles({
      lintFiles: lintFiles({ file: worker }),
      engine: async () =>
        createHash("sha256")
          .update(await readFile(worker))
          .digest("hex"),
      now: Date.now,
    }),
    threads: os.availableParallelism(),
    readStandardInput: readInput,
  };
}

async function readInput(signal: AbortSignal): Promise<Uint8Array | undefined> {
  try {
    return await buffer(addAbortSignal(signal, process.stdin));
  } catch (error) {
    if (signal.aborted) return undefined;
    throw error;
  }
}
