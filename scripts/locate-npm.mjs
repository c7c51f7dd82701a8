import { existsSync, realpathSync } from "node:fs";
import path from "node:path";
import process from "node:process";

/**
 * npm's own JavaScript, so that it can run on a Node of our choice.
 * @returns {string | undefined} an absolute path
 */
export function locateNpm() {
  const beside = path.dirname(process.execPath);
  return [
    process.env.npm_execpath,
    path.join(beside, "node_modules", "npm", "bin", "npm-cli.js"),
    path.join(beside, "..", "lib", "node_modules", "npm", "bin", "npm-cli.js"),
    ...npmOnPath(),
  ].find((file) => file !== undefined && path.basename(file) === "npm-cli.js" && existsSync(file));
}

/** Elsewhere `npm` is a link to its JavaScript (Unix) or a script next to the folder that holds it (Windows). */
function* npmOnPath() {
  for (const folder of (process.env.PATH ?? "").split(path.delimiter)) {
    const link = path.join(folder, "npm");
    if (!existsSync(link)) continue;
    yield realpathSync(link);
    yield path.join(folder, "node_modules", "npm", "bin", "npm-cli.js");
  }
}
