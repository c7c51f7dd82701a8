import { readdirSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { rules } from "../../../../src/core/lint/rules/index.ts";

describe("the list of rules", () => {
  it("holds the rule of every file in rules/, each once", () => {
    const files = readdirSync("src/core/lint/rules").filter(
      (name) => name.endsWith(".ts") && name !== "index.ts",
    );
    expect(rules.map(({ id }) => `${id}.ts`).sort()).toEqual(files.sort());
  });
});
