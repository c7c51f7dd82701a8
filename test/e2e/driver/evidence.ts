import { cpSync, existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { WorkbenchWindow } from "./workbench-window.ts";

const outputFolder = path.resolve("test-output");

/** Where a picture of this name is kept. */
export function screenshotFile(name: string): string {
  return path.join(outputFolder, "screenshots", `${fileName(name)}.png`);
}

/**
 * Keeps what tells why a test failed: a picture and the console of each of its windows, and the logs of the server and
 * its extension hosts, the output channels among them.
 */
export async function keepEvidence(
  testName: string,
  windows: readonly WorkbenchWindow[],
  serverFolder: string,
): Promise<void> {
  const folder = path.join(outputFolder, "failures", fileName(testName));
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const [index, window] of windows.entries()) {
    const name = path.join(folder, `window-${index + 1}`);
    writeFileSync(`${name}.log`, window.consoleLines.join("\n"));
    await window.page.screenshot({ path: `${name}.png` });
  }
  const logs = [path.join(serverFolder, "data", "logs"), path.join(serverFolder, "server.log")];
  for (const log of logs.filter(existsSync))
    cpSync(log, path.join(folder, path.basename(log)), { recursive: true });
}

function fileName(name: string): string {
  return name
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "-")
    .slice(0, 80);
}
