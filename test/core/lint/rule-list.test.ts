import { readdirSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { ruleList } from "../../../src/core/lint/rule-list.ts";

describe("ruleList", () => {
  it("holds the rule of every file in rules/, by id", () => {
    const files = readdirSync("src/core/lint/rules").filter((name) => name.endsWith(".ts"));
    expect(ruleList.map(({ id }) => id)).toEqual(files.map((name) => name.slice(0, -".ts".length)).sort());
  });
});
