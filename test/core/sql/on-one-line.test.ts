import { describe, expect, it } from "vitest";
import { onOneLine } from "../../../src/core/sql/on-one-line.ts";

describe("onOneLine", () => {
  it("turns line breaks and comments into single spaces", () => {
    expect(onOneLine("SELECT id -- the key\n  FROM\tfiles /* all\nof them */\n WHERE 1\n")).toBe(
      "SELECT id FROM files WHERE 1",
    );
  });

  it("keeps the spaces inside a string", () => {
    expect(onOneLine("SELECT 'a  b'")).toBe("SELECT 'a  b'");
  });

  it("gives up where a string holds a line break", () => {
    expect(onOneLine("SELECT 'a\nb'")).toBeUndefined();
  });
});
