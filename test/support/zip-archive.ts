import { buffer } from "node:stream/consumers";
import { openPromise } from "yauzl";

/** Reads a whole zip archive: path of each file → content. */
export async function readZipArchive(file: string): Promise<Map<string, Buffer>> {
  const archive = await openPromise(file, { lazyEntries: true });
  const contents = new Map<string, Buffer>();
  for await (const entry of archive.eachEntry()) {
    if (entry.fileName.endsWith("/")) continue;
    contents.set(entry.fileName, await buffer(await archive.openReadStreamPromise(entry)));
  }
  return contents;
}
