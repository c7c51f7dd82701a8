import { readdirSync, statSync } from "node:fs";
import path from "node:path";
import type { Figure } from "./measure.ts";

const root = path.join(import.meta.dirname, "..");

/** What users download and what their editor loads. Needs `npm run package`. */
export async function measureSizes(): Promise<Figure[]> {
  const vsix = packageFile();
  return [
    size("main bundle", path.join(root, "dist/extension.js"), "kB", 150),
    size(`VSIX for ${/^lanewise-([a-z]+-[a-z0-9]+)-/.exec(path.basename(vsix))?.[1]}`, vsix, "MB", 5),
  ];
}

/** The package that `npm run package` made last. */
export function packageFile(): string {
  const names = readdirSync(root).filter((name) => name.endsWith(".vsix"));
  const times = names.map((name) => statSync(path.join(root, name)).mtimeMs);
  const newest = names[times.indexOf(Math.max(...times))];
  if (!newest) throw new Error("there is no VSIX: npm run package");
  return path.join(root, newest);
}

function size(name: string, file: string, unit: "kB" | "MB", bar: number): Figure {
  const value = statSync(file).size / (unit === "kB" ? 1000 : 1e6);
  return { name, value, unit, bar, kind: "at-most", how: path.basename(file) };
}
