import { describe, expect, it } from "vitest";
import { statementAt } from "../../../src/core/sql/statement-at.ts";

/** The cursor is drawn into the text as `¦`. */
function at(drawn: string): string | undefined {
  return statementAt(drawn.replace("¦", ""), drawn.indexOf("¦"));
}

describe("statementAt", () => {
  it("finds the statement around the cursor", () => {
    expect(at("SELECT 1;\nSELECT¦ 2;\nSELECT 3;")).toBe("SELECT 2");
    expect(at("¦SELECT 1;\nSELECT 2;")).toBe("SELECT 1");
    expect(at("SELECT 1;\nSELECT 2¦")).toBe("SELECT 2");
  });

  it("takes the statement before a cursor that stands behind its semicolon", () => {
    expect(at("SELECT 1;¦\nSELECT 2;")).toBe("SELECT 1");
    expect(at("SELECT 1; -- all¦\nSELECT 2;")).toBe("SELECT 1");
  });

  it("takes the next statement from the comment or the empty line above it", () => {
    expect(at("SELECT 1;\n-- every ¦file\nSELECT 2;")).toBe("SELECT 2");
    expect(at("SELECT 1;\n¦\nSELECT 2;")).toBe("SELECT 2");
  });

  it("is not misled by semicolons inside strings, names and comments", () => {
    expect(at("SELECT ';' || ¦name, [a;b] /* ; */ FROM t -- ;\nWHERE 1; SELECT 2")).toBe(
      "SELECT ';' || name, [a;b] /* ; */ FROM t -- ;\nWHERE 1",
    );
  });

  it("finds nothing where there is none", () => {
    expect(at("¦")).toBeUndefined();
    expect(at("-- nothing here¦")).toBeUndefined();
    expect(at("SELECT 1;\n\n¦")).toBeUndefined();
  });
});
