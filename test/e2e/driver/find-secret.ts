import { lstatSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import type { Page } from "playwright-core";

/** The files below a folder that hold this text, in any encoding that text is written in. */
export function filesWith(folder: string, text: string): readonly string[] {
  const needles = (["utf8", "utf16le", "base64"] as const).map((encoding) =>
    encoding === "base64" ? Buffer.from(Buffer.from(text).toString("base64")) : Buffer.from(text, encoding),
  );
  return readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) => {
    const file = path.join(folder, name);
    return isFile(file) && needles.some((needle) => readFileSync(file).includes(needle));
  });
}

/** Sockets are no files, and temporary files go away while we look. */
function isFile(file: string): boolean {
  return lstatSync(file, { throwIfNoEntry: false })?.isFile() ?? false;
}

/** The places of the browser's own storage that hold this text; the editor in a browser keeps its state there. */
export function storagesWith(page: Page, text: string): Promise<readonly string[]> {
  return page.evaluate(async (needle) => {
    const found = Object.entries(localStorage).flatMap(([key, value]) =>
      value.includes(needle) ? [key] : [],
    );
    const finished = <T>(request: IDBRequest<T>) =>
      new Promise<T>((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
    for (const { name } of await indexedDB.databases()) {
      if (name === undefined) continue;
      const database = await finished(indexedDB.open(name));
      for (const storeName of database.objectStoreNames) {
        const store = database.transaction(storeName).objectStore(storeName);
        const entries = [await finished(store.getAllKeys()), await finished(store.getAll())];
        if (JSON.stringify(entries).includes(needle)) found.push(`${name} ${storeName}`);
      }
      database.close();
    }
    return found;
  }, text);
}
