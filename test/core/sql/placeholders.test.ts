import { describe, expect, it } from "vitest";
import { placeholders } from "../../../src/core/sql/placeholders.ts";

describe("placeholders", () => {
  it("counts every positional one", () => {
    expect(placeholders("SELECT * FROM t WHERE a = ? AND b < ?", "sqlite")).toEqual({
      kind: "found",
      names: [null, null],
    });
  });

  it("names each named one once, in the order of first use", () => {
    expect(placeholders("SELECT :b, @a, $c FROM t WHERE x = :b", "sqlite")).toEqual({
      kind: "found",
      names: ["b", "a", "c"],
    });
    expect(placeholders("SELECT ?1, ?2, ?1", "sqlite")).toEqual({ kind: "found", names: ["1", "2"] });
  });

  it("does not see one in a string, a name, a comment or a cast", () => {
    expect(placeholders(`SELECT '?', ":a", [b?], x::int -- ?\n/* :c */ FROM t`, "sqlite")).toEqual({
      kind: "none",
    });
    expect(placeholders("SELECT 'it''s ?'", "sqlite")).toEqual({ kind: "none" });
  });

  it("says when positional and named ones are mixed", () => {
    expect(placeholders("SELECT ?, :a", "sqlite")).toEqual({ kind: "mixed" });
  });
});
