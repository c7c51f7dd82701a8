import { isAscii, isUtf8 } from "node:buffer";
import { closeSync, type Dirent, openSync, readdirSync, readSync, statSync } from "node:fs";
import path from "node:path";
import { type Files, type FolderNames, noNames } from "../core/lint/search/files.ts";
import type { FileStamp } from "../protocol/lint-batch.ts";
import { contentHash } from "./content-hash.ts";
import { decodePython } from "./python-text.ts";
import { reasonOf } from "./system-error.ts";

export type ReadText =
  | { readonly ok: true; readonly text: string; readonly stamp?: FileStamp }
  /** `detail` completes a sentence that names the file. */
  | { readonly ok: false; readonly detail: string };

/** Larger than almost all files. */
const BUFFER_BYTES = 1 << 20;

/** The files of the disk, as the linter names them. What folders hold is remembered until it is told of a change. */
export class PythonDisk implements Files {
  readonly #folders = new Map<string, FolderNames>();
  #buffer = Buffer.alloc(BUFFER_BYTES);

  read(file: string): ReadText {
    try {
      return textOf(this.#bytesOf(file));
    } catch (error) {
      return { ok: false, detail: `cannot be read: ${reasonOf(error)}` };
    }
  }

  /** With the file's stamp. */
  readStamped(file: string): ReadText {
    try {
      // Before it is read: what changes meanwhile looks changed afterwards.
      const { size, mtimeMs } = statSync(file);
      const bytes = this.#bytesOf(file);
      const read = textOf(bytes);
      return read.ok ? { ...read, stamp: { size, mtimeMs, hash: contentHash(bytes) } } : read;
    } catch (error) {
      return { ok: false, detail: `cannot be read: ${reasonOf(error)}` };
    }
  }

  /** Until the next call. One buffer for all files: to get fresh memory for each takes longer than reading. */
  #bytesOf(file: string): Buffer {
    const opened = openSync(file, "r");
    try {
      let length = 0;
      for (;;) {
        const read = readSync(opened, this.#buffer, length, this.#buffer.length - length, null);
        length += read;
        if (read === 0) return this.#buffer.subarray(0, length);
        if (length === this.#buffer.length) this.#buffer = Buffer.concat([this.#buffer], length * 2);
      }
    } finally {
      closeSync(opened);
    }
  }

  namesIn(folder: string): FolderNames {
    const known = this.#folders.get(folder);
    if (known) return known;
    const [above, name] = split(folder);
    // Most folders that are asked for do not exist: to ask the system for each of them takes long.
    const found =
      above === folder || name === "" || this.namesIn(above).folders.has(name) ? list(folder) : noNames;
    this.#folders.set(folder, found);
    return found;
  }

  /** The folders that were asked for since the last change; some do not exist. */
  get listed(): Iterable<string> {
    return this.#folders.keys();
  }

  /** Files appeared or vanished. */
  forget(): void {
    this.#folders.clear();
  }
}

/** A folder that cannot be read holds nothing for us. What is a link may be either. */
function list(folder: string): FolderNames {
  let entries: Dirent[];
  try {
    entries = readdirSync(folder, { withFileTypes: true });
  } catch {
    return noNames;
  }
  const names = (isWanted: (entry: Dirent) => boolean) =>
    new Set(entries.filter(isWanted).map(({ name }) => name));
  return { files: names((entry) => !entry.isDirectory()), folders: names((entry) => !entry.isFile()) };
}

function split(file: string): [folder: string, name: string] {
  const slash = Math.max(file.lastIndexOf("/"), file.lastIndexOf(path.sep));
  return [file.slice(0, slash) || "/", file.slice(slash + 1)];
}

/** Bytes in which an encoding other than UTF-8 may be declared, see `sourceEncodingOf`. */
const HEAD_BYTES = 1000;

function textOf(bytes: Buffer): ReadText {
  const plain = decodePlain(bytes);
  if (plain !== undefined) return { ok: true, text: plain };
  const decoded = decodePython(bytes);
  return decoded.ok ? { ok: true, text: decoded.source.text } : { ok: false, detail: decoded.problem };
}

/** The text of most files, in a fraction of the time; undefined: a look at its encoding is needed. */
function decodePlain(bytes: Buffer): string | undefined {
  if (bytes.toString("latin1", 0, HEAD_BYTES).includes("coding") || (bytes[0] ?? 0) > 0x7f) return undefined;
  if (isAscii(bytes)) return bytes.toString("latin1");
  return isUtf8(bytes) ? bytes.toString("utf8") : undefined;
}
