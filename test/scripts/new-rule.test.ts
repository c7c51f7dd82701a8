import { readFileSync } from "node:fs";
import { build } from "esbuild";
import { describe, expect, it } from "vitest";
import { newRuleFiles, run } from "../../scripts/new-rule.mjs";

const index = "src/core/lint/rules/index.ts";
const rules = readFileSync(index, "utf8");

describe("npm run new-rule", () => {
  const files = newRuleFiles("made-up-rule", rules);

  it("writes a rule and its test, and puts it into the list", () => {
    expect([...files.keys()]).toEqual([
      "src/core/lint/rules/made-up-rule.ts",
      "test/core/lint/rules/made-up-rule.test.ts",
      index,
    ]);
  });

  it("adds two lines to the list, and moves none", () => {
    const before = rules.split("\n");
    const after = files.get(index)?.split("\n") ?? [];
    expect(after.filter((line) => !before.includes(line))).toEqual([
      'import { madeUpRule } from "./made-up-rule.ts";',
      "  madeUpRule,",
    ]);
    expect(after.filter((line) => !line.includes("madeUpRule"))).toEqual(before);
    const imports = after
      .filter((line) => line.startsWith("import {"))
      .map((line) => line.replace(/.* from /, ""));
    expect(imports).toEqual(imports.toSorted());
  });

  it("makes a list that still has all its rules, and the new one", async () => {
    const { outputFiles } = await build({
      stdin: { contents: files.get(index) ?? "", resolveDir: "src/core/lint/rules", loader: "ts" },
      plugins: [
        {
          name: "made-up-rule",
          setup(bundle) {
            bundle.onResolve({ filter: /made-up-rule/ }, ({ path }) => ({ path, namespace: "made-up" }));
            bundle.onLoad({ filter: /.*/, namespace: "made-up" }, () => ({
              contents: files.get("src/core/lint/rules/made-up-rule.ts") ?? "",
              resolveDir: "src/core/lint/rules",
              loader: "ts",
            }));
          },
        },
      ],
      bundle: true,
      write: false,
      format: "esm",
    });
    const code = Buffer.from(outputFiles[0]?.contents ?? []).toString("base64");
    const made = await import(/* @vite-ignore */ `data:text/javascript;base64,${code}`);
    const ids: string[] = made.rules.map(({ id }: { id: string }) => id);
    expect(ids.slice(-2)).toEqual(["made-up-rule", "unused-suppression"]);
  });

  it.each([[[]], [["Rule"]], [["one"]], [["../x-y"]], [["a-b", "c-d"]]])("refuses %j", async (args) => {
    expect(await run(args)).toBe(2);
  });

  it("leaves a rule that exists as it is", async () => {
    expect(await run(["commit-in-loop"])).toBe(1);
    expect(readFileSync(index, "utf8")).toBe(rules);
  });
});
