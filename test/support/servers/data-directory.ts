import { execFile } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from "node:fs";
import path from "node:path";
import process from "node:process";
import { promisify } from "node:util";
import { withLock } from "../../../scripts/lock.mjs";
import { root } from "../../../scripts/root.mjs";
import type { Account } from "./private-server.ts";

const run = promisify(execFile);

/**
 * Puts an empty data directory into a server's folder, as a copy: making one takes seconds. The first of a checkout is
 * kept beside its packages.
 * @param options.name of the server, its version and how the directory is made; another name is another directory
 * @param options.make makes one at the given path, which does not exist
 */
export async function copyDataDirectory(
  folder: string,
  account: Account | undefined,
  { name, make }: { readonly name: string; make(directory: string): Promise<void> },
): Promise<void> {
  const cache = path.join(root, "node_modules", ".cache", "lanewise-servers");
  mkdirSync(cache, { recursive: true });
  const template = path.join(cache, `${name}-user-${process.getuid?.() ?? 0}`);
  const directory = path.join(folder, "data");
  if (!existsSync(template)) {
    await withLock(`${template}.lock`, async () => {
      if (existsSync(template)) return;
      await giveTo(account, folder);
      await make(directory);
      // Under another name first: a template that is there is whole.
      const unfinished = mkdtempSync(`${template}-`);
      await copy(directory, path.join(unfinished, "data"));
      renameSync(path.join(unfinished, "data"), template);
      rmSync(unfinished, { recursive: true });
      rmSync(directory, { recursive: true });
    });
  }
  await copy(template, directory);
  chmodSync(directory, 0o700);
  await giveTo(account, folder);
}

/** The folder and all that is in it. */
export async function giveTo(account: Account | undefined, folder: string): Promise<void> {
  if (account !== undefined) await run("chown", ["-R", `${account.uid}:${account.gid}`, folder]);
}

/** Twice as fast as Node's own. */
async function copy(from: string, to: string): Promise<void> {
  await run("cp", ["-R", from, to]);
}
