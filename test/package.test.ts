import { execFileSync } from "node:child_process";
import { readFileSync, statSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { locateNpm } from "../scripts/locate-npm.mjs";
import { makeVsix, packageTargets } from "../scripts/package.mjs";
import { rules } from "../src/core/lint/rules/index.ts";
import { platformOfBinary } from "./support/native-binary.ts";
import { temporaryFolder } from "./support/temporary-folder.ts";
import { readZipArchive } from "./support/zip-archive.ts";

const { LANEWISE_VSIX: builtVsix = "" } = process.env;
const folder = temporaryFolder();

/** vsce renames the three texts, and adds the first two files. */
const expectedFiles = [
  "[Content_Types].xml",
  "extension.vsixmanifest",
  "extension/LICENSE.txt",
  "extension/changelog.md",
  "extension/dist/bench-runner.js",
  "extension/dist/better_sqlite3.node",
  "extension/dist/catalog-worker.js",
  "extension/dist/cli.js",
  "extension/dist/compare-worker.js",
  "extension/dist/connection-form.css",
  "extension/dist/connection-form.js",
  "extension/dist/connections-feature.js",
  "extension/dist/extension.js",
  "extension/dist/lane-process.js",
  "extension/dist/lane-thread.js",
  "extension/dist/lint-feature.js",
  "extension/dist/lint-worker.js",
  "extension/dist/mssql-driver.js",
  "extension/dist/mysql-driver.js",
  "extension/dist/panel.css",
  "extension/dist/panel.js",
  "extension/dist/postgres-driver.js",
  "extension/dist/preview.css",
  "extension/dist/preview.js",
  "extension/dist/rules.json",
  "extension/dist/sample-worker.js",
  "extension/dist/sqlite-driver.js",
  "extension/dist/tree-sitter-python.wasm",
  "extension/dist/tree-sitter.wasm",
  ...["README", ...rules.map(({ id }) => id)].map((page) => `extension/docs/rules/${page}.md`).sort(),
  "extension/package.json",
  "extension/package.nls.json",
  "extension/readme.md",
  "extension/resources/activity-bar.svg",
  "extension/resources/comparison.schema.json",
  ...["mssql", "mysql", "postgres", "sqlite"].flatMap((engine) =>
    ["dark", "light"].map((theme) => `extension/resources/engines/${engine}-${theme}.svg`),
  ),
  "extension/resources/icon.png",
  "extension/resources/icon.svg",
  "extension/resources/lint.schema.json",
  "extension/resources/panel-dark.svg",
  "extension/resources/panel-light.svg",
  "extension/resources/report.schema.json",
  "extension/resources/walkthrough/open-database.md",
  "extension/resources/walkthrough/read-verdict.md",
  "extension/resources/walkthrough/run-benchmark.md",
];

describe("the VSIX", () => {
  it("holds what it needs and nothing else", async () => {
    expect([...(await readZipArchive(builtVsix)).keys()].sort()).toEqual(expectedFiles);
  });

  it("refers to no source map", async () => {
    const archive = await readZipArchive(builtVsix);
    const bundles = [...archive].filter(
      ([file]) => file.startsWith("extension/dist/") && /\.(js|css)$/.test(file),
    );
    expect(bundles.length).toBeGreaterThan(0);
    for (const [file, content] of bundles) expect(content.includes("sourceMappingURL"), file).toBe(false);
  });

  it("stays below 5 MB", async () => {
    const vsix = await makeVsix("linux-x64", folder);
    expect(statSync(vsix ?? "").size).toBeLessThan(5_000_000);
  });

  it.each([...packageTargets().keys()])("brings the native binary of %s", async (target) => {
    const archive = await readZipArchive((await makeVsix(target, folder)) ?? "");
    const binaries = [...archive].filter(
      ([, content]) => platformOfBinary(content) !== "not a native library",
    );
    expect(binaries.map(([file]) => file)).toEqual(["extension/dist/better_sqlite3.node"]);
    expect(binaries.map(([, content]) => platformOfBinary(content))).toEqual([target]);
    expect(archive.get("extension.vsixmanifest")?.toString()).toContain(`TargetPlatform="${target}"`);
  });
});

describe("the npm package", () => {
  it("installs offline and brings a command that can measure", () => {
    const npm = (...args: string[]) =>
      execFileSync(process.execPath, [locateNpm() ?? "", ...args], { encoding: "utf8", stdio: "pipe" });
    const [packed] = JSON.parse(npm("pack", "--ignore-scripts", "--json", "--pack-destination", folder));
    npm(
      "install",
      "--global",
      "--offline",
      "--prefix",
      path.join(folder, "prefix"),
      path.join(folder, packed.filename),
    );

    const database = path.join(folder, "tiny.db");
    execFileSync(process.execPath, [
      path.resolve("samples", "make-database.mjs"),
      "--rows",
      "1000",
      database,
    ]);
    const report = path.join(folder, "report.json");
    const query = ["--sqlite", database, "--query", "SELECT * FROM files", "--operations", "1"];
    lanewise("bench", ...query, "--strategies", "serial", "--trials", "5", "--json", report);
    expect(JSON.parse(readFileSync(report, "utf8")).strategies[0]).toMatchObject({
      strategy: "serial",
      rows: 1000,
    });
    expect(lanewise("--help")).toContain("lanewise bench");
  });
});

/** The installed command: npm links it on Unix and wraps it in a script on Windows. */
function lanewise(...args: string[]): string {
  const prefix = path.join(folder, "prefix");
  const script = path.join(prefix, "node_modules", "lanewise", "dist", "cli.js");
  const [command, before] =
    process.platform === "win32" ? [process.execPath, [script]] : [path.join(prefix, "bin", "lanewise"), []];
  return execFileSync(command, [...before, ...args], { encoding: "utf8", cwd: folder, stdio: "pipe" });
}
