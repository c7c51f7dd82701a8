import { describe, expect, it } from "vitest";
import { pinnedName } from "../../../src/extension/connections/explorer-settings.ts";

describe("pinnedName", () => {
  const forFolder = { ".": "shop", reports: "warehouse", "reports/today.sql": "live", "./etl/": "staging" };

  it.each([
    ["main.py", "shop"],
    ["reports/old.sql", "warehouse"],
    ["reports/today.sql", "live"],
    ["etl/load.py", "staging"],
    ["reports-of-others/a.sql", "shop"],
  ])("takes the deepest path that holds %s: %s", (file, name) => {
    expect(pinnedName(forFolder, file)).toBe(name);
  });

  it("pins nothing where nothing holds the file, or the name is no text", () => {
    expect(pinnedName({ reports: "warehouse" }, "main.py")).toBeUndefined();
    expect(pinnedName({ reports: 7 }, "reports/a.sql")).toBeUndefined();
  });
});
