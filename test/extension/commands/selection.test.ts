import { describe, expect, it } from "vitest";
import { english } from "../../../src/core/text/text.ts";
import { selection } from "../../../src/extension/commands/selection.ts";

/** The selection is drawn as «…», a cursor as ¦. */
function select(drawn: string, languageId: string): string {
  const from = drawn.search(/[«¦]/);
  const to = drawn.includes("«") ? drawn.indexOf("»") - 1 : from;
  const chosen = selection({ languageId, text: drawn.replace(/[«»¦]/g, ""), from, to });
  return chosen.ok ? chosen.sql : english(chosen.problem);
}

describe("selection", () => {
  it("takes the selected SQL of any file", () => {
    expect(select("-- all\n«SELECT 1;» SELECT 2;", "sql")).toBe("SELECT 1");
    expect(select(`rows = fetch(«"SELECT * FROM files"»)`, "python")).toBe("SELECT * FROM files");
    expect(select(`rows = fetch("«SELECT * FROM files»")`, "python")).toBe("SELECT * FROM files");
  });

  it("takes the statement at the cursor of an SQL file", () => {
    expect(select("SELECT 1;\nSELECT ¦2;", "sql")).toBe("SELECT 2");
    expect(select("¦", "sql")).toContain("no statement at the cursor");
  });

  it("says what to do where nothing is selected in another file", () => {
    expect(select("x = ¦1", "python")).toContain("Select the SQL to benchmark");
  });

  it("says what to do where the selection is no SQL", () => {
    expect(select("« »", "python")).toContain("holds no SQL");
    expect(select(`q = «f"SELECT {x}"»`, "python")).toContain("put together at run time");
  });

  it("says what to do without an editor", () => {
    const chosen = selection(undefined);
    expect(chosen.ok ? "" : english(chosen.problem)).toContain("Open a file");
  });
});
