import { cpSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { build } from "esbuild";
import { loadRules, ruleBook } from "./scripts/load-rules.mjs";

const target = option("--target") ?? currentTarget();
/** A driver is a bundle of its own, which lanes and the catalog's process load when they need it. */
const separateDrivers = {
  name: "separate-drivers",
  setup({ onResolve }) {
    onResolve(
      { filter: /^\.\/(sqlite|postgres|mysql|mssql)\/driver\.ts$/, namespace: "file" },
      ({ path: file, kind }) =>
        kind === "dynamic-import" ? { path: `./${file.split("/")[1]}-driver.js`, external: true } : undefined,
    );
  },
};
const shared = { bundle: true, minify: true, sourcemap: false, logLevel: "warning", legalComments: "none" };
/** What libraries look for and do without. */
const optional = ["pg-native", "pg-cloudflare"];
const noAzureSdk = "./src/workers/drivers/mssql/no-azure-sdk.ts";
const node = {
  ...shared,
  platform: "node",
  target: "node22",
  format: "cjs",
  external: ["vscode", ...optional],
  plugins: [separateDrivers],
};
const browser = { ...shared, platform: "browser", target: "es2022", format: "esm" };

/** One entry per process or page; each becomes one file in dist/. */
const bundles = [
  { ...node, entryPoints: ["src/extension/extension.ts"], outfile: "dist/extension.js" },
  { ...node, entryPoints: ["src/extension/lint/lint-feature.ts"], outfile: "dist/lint-feature.js" },
  {
    ...node,
    entryPoints: ["src/extension/connections/connections-feature.ts"],
    outfile: "dist/connections-feature.js",
  },
  { ...node, entryPoints: ["src/workers/bench-runner.ts"], outfile: "dist/bench-runner.js" },
  { ...node, entryPoints: ["src/workers/lane-thread.ts"], outfile: "dist/lane-thread.js" },
  { ...node, entryPoints: ["src/workers/lane-process.ts"], outfile: "dist/lane-process.js" },
  { ...node, entryPoints: ["src/workers/catalog-worker.ts"], outfile: "dist/catalog-worker.js" },
  { ...node, entryPoints: ["src/workers/drivers/sqlite/driver.ts"], outfile: "dist/sqlite-driver.js" },
  { ...node, entryPoints: ["src/workers/drivers/postgres/driver.ts"], outfile: "dist/postgres-driver.js" },
  { ...node, entryPoints: ["src/workers/drivers/mysql/driver.ts"], outfile: "dist/mysql-driver.js" },
  {
    ...node,
    entryPoints: ["src/workers/drivers/mssql/driver.ts"],
    outfile: "dist/mssql-driver.js",
    alias: { "@azure/identity": noAzureSdk, "@azure/keyvault-keys": noAzureSdk },
  },
  { ...node, entryPoints: ["src/workers/compare-worker.ts"], outfile: "dist/compare-worker.js" },
  { ...node, entryPoints: ["src/workers/sample-worker.ts"], outfile: "dist/sample-worker.js" },
  { ...node, entryPoints: ["src/workers/lint-worker.ts"], outfile: "dist/lint-worker.js" },
  {
    ...node,
    entryPoints: ["src/cli/main.ts"],
    outfile: "dist/cli.js",
    banner: { js: "#!/usr/bin/env node" },
  },
  { ...browser, entryPoints: ["src/webview/main.ts"], outfile: "dist/panel.js" },
  { ...browser, entryPoints: ["src/webview/panel.css"], outfile: "dist/panel.css" },
  {
    ...browser,
    entryPoints: ["src/webview/connection-form/main.ts"],
    outfile: "dist/connection-form.js",
  },
  {
    ...browser,
    entryPoints: ["src/webview/connection-form/connection-form.css"],
    outfile: "dist/connection-form.css",
  },
  { ...browser, entryPoints: ["src/webview/preview/main.ts"], outfile: "dist/preview.js" },
  { ...browser, entryPoints: ["src/webview/preview/preview.css"], outfile: "dist/preview.css" },
];

await Promise.all(bundles.map((bundle) => build(bundle)));
writeFileSync("dist/rules.json", ruleBook(await loadRules()));
const { resolve } = createRequire(import.meta.url);
const driver = path.dirname(resolve("better-sqlite3/package.json"));
cpSync(path.join(driver, "prebuilds", `${target}.node`), "dist/better_sqlite3.node");
const parser = path.dirname(resolve("@vscode/tree-sitter-wasm"));
for (const file of ["tree-sitter.wasm", "tree-sitter-python.wasm"])
  cpSync(path.join(parser, file), `dist/${file}`);

function option(name) {
  const at = process.argv.indexOf(name);
  return at === -1 ? undefined : process.argv[at + 1];
}

/** The platform's name as better-sqlite3 names its prebuilt binaries. */
function currentTarget() {
  const musl = process.platform === "linux" && !process.report.getReport().header.glibcVersionRuntime;
  return `${musl ? "linuxmusl" : process.platform}-${process.arch}`;
}
