import { randomBytes } from "node:crypto";
import { access, constants, lstat, open, realpath, rename, stat, unlink, writeFile } from "node:fs/promises";
import path from "node:path";
import { codeOf, reasonOf } from "../node/system-error.ts";

/** Writes the files that a command line names. Paths are as given; sentences name them so. */
export interface OutputFiles {
  /** Whether the file can be written, tried and undone. */
  check(file: string): Promise<Checked>;
  /** The absolute path without symbolic links, also of a file that does not exist yet; undefined without its folder. */
  identity(file: string): Promise<string | undefined>;
  /** Whole or not at all: a reader never sees half a file, and a failure keeps the old one. A sentence on failure. */
  write(file: string, content: string | Uint8Array): Promise<string | undefined>;
}

type Checked =
  /** `identity` is null for a device or a pipe, which several may share. */
  { readonly ok: true; readonly identity: string | null } | { readonly ok: false; readonly problem: string };

export const outputFiles: OutputFiles = {
  async check(file) {
    const target = await resolveTarget(file);
    if ("problem" in target) return { ok: false, problem: target.problem };
    if (target.isSpecial) return { ok: true, identity: null };
    const probe = beside(target.path);
    try {
      await (await open(probe, "wx")).close();
      await unlink(probe);
    } catch (error) {
      return { ok: false, problem: cannotWrite(file, error) };
    }
    return { ok: true, identity: target.path };
  },

  async identity(file) {
    const target = await resolveTarget(file);
    return "problem" in target ? realpath(file).catch(() => undefined) : target.path;
  },

  async write(file, content) {
    const target = await resolveTarget(file);
    if ("problem" in target) return target.problem;
    const written = target.isSpecial ? target.path : beside(target.path);
    try {
      await writeFile(written, content, { flag: target.isSpecial ? "w" : "wx", mode: target.mode });
      if (!target.isSpecial) await rename(written, target.path);
    } catch (error) {
      if (!target.isSpecial) await unlink(written).catch(() => undefined);
      return cannotWrite(file, error);
    }
    return undefined;
  },
};

interface Target {
  readonly path: string;
  /** A device or a pipe: written in place, never replaced by a file. */
  readonly isSpecial: boolean;
  /** Permissions that the file has, or gets less the umask. */
  readonly mode: number;
}

async function resolveTarget(file: string): Promise<Target | { readonly problem: string }> {
  const absolute = path.resolve(file);
  try {
    const stats = await stat(absolute);
    if (stats.isDirectory()) return { problem: `${file} is a folder, not a file.` };
    await access(absolute, constants.W_OK);
    // A pipe such as /dev/stdout has no real path.
    if (!stats.isFile()) return { path: absolute, isSpecial: true, mode: 0o666 };
    return { path: await realpath(absolute), isSpecial: false, mode: stats.mode & 0o777 };
  } catch (error) {
    if (codeOf(error) !== "ENOENT") return { problem: cannotWrite(file, error) };
  }
  try {
    const isLink = await lstat(absolute).then(
      () => true,
      () => false,
    );
    if (isLink) return { problem: `${file} is a link to a file that does not exist.` };
    const folder = await realpath(path.dirname(absolute));
    return { path: path.join(folder, path.basename(absolute)), isSpecial: false, mode: 0o666 };
  } catch (error) {
    if (codeOf(error) === "ENOENT") return { problem: `The folder of ${file} does not exist.` };
    return { problem: cannotWrite(file, error) };
  }
}

function cannotWrite(file: string, error: unknown): string {
  return `${file} cannot be written: ${reasonOf(error)}.`;
}

/** In the same folder, so that the rename stays on one file system. */
function beside(target: string): string {
  return path.join(
    path.dirname(target),
    `.${path.basename(target).slice(0, 100)}.${randomBytes(6).toString("hex")}.tmp`,
  );
}
