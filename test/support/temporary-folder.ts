import { mkdtempSync, realpathSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll } from "vitest";

/** A folder that goes with the tests of the calling file. */
export function temporaryFolder(): string {
  const folder = realpathSync(mkdtempSync(path.join(os.tmpdir(), "lw-")));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
