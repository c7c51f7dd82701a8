import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { CliDeps } from "../../../src/cli/cli-deps.ts";
import type { LintWorld } from "../../../src/cli/lint/lint-world.ts";
import { outputFiles } from "../../../src/cli/output-files.ts";
import { runCli } from "../../../src/cli/run-cli.ts";
import { type FakeLintWorld, fakeLintWorld } from "../../support/fake-lint-world.ts";
import { fakeDeps } from "../fake-deps.ts";

export interface LintRun {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
  readonly world: FakeLintWorld;
}

/** A working folder below `root` with these files, and `lanewise lint` in it with a linter for tests. */
export function lintProject(root: string, files: Record<string, string | Uint8Array>) {
  const folder = mkdtempSync(path.join(root, "project-"));
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    writeFileSync(path.join(folder, name), content);
  }
  const lint = async (
    args: string,
    changes: Partial<LintWorld> = {},
    more: Partial<CliDeps> = {},
  ): Promise<LintRun> => {
    const world = fakeLintWorld(changes);
    const absolutePath = (file: string) => path.resolve(folder, file);
    const files = {
      ...outputFiles,
      check: (file: string) => outputFiles.check(absolutePath(file)),
      write: (file: string, content: string | Uint8Array) => outputFiles.write(absolutePath(file), content),
    };
    const deps = fakeDeps({ lint: world, files, absolutePath, ...more });
    const code = await runCli(["lint", ...args.split(" ").filter((arg) => arg !== "")], deps);
    return { code, stdout: deps.stdout.text(), stderr: deps.stderr.text(), world };
  };
  const read = (name: string) => readFileSync(path.join(folder, name), "utf8");
  return { folder, lint, read };
}

/** What a pipe brings. */
export function standardInput(content: string | Uint8Array): Pick<LintWorld, "readStandardInput"> {
  return { readStandardInput: async () => Buffer.from(content) };
}
