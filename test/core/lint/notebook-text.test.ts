import { describe, expect, it } from "vitest";
import { cellAsPython } from "../../../src/core/lint/notebook-text.ts";

describe("cellAsPython", () => {
  it.each([
    ["a line magic", "%matplotlib inline\nx = 1", "#matplotlib inline\nx = 1"],
    [
      "a shell command",
      "!pip install sqlalchemy\nimport sqlalchemy",
      "#pip install sqlalchemy\nimport sqlalchemy",
    ],
    ["an indented one", "if new:\n    !make db\n    pass", "if new:\n    #make db\n    pass"],
    ["one that goes on in the next line", "!pip install \\\n  six\nx = 1", "#pip install \\\n  #ix\nx = 1"],
    ["a question", "session?\nsession.add??\nx = 1", "#ession?\n#ession.add??\nx = 1"],
    ["a cell in another language", "%%sql\nSELECT 1\n  FROM x", "#%sql\n#ELECT 1\n  #ROM x"],
    ["a timed cell, which is Python", "%%time\nsession.commit()", "#%time\nsession.commit()"],
    ["Windows' ends of lines", "%pwd\r\nx = 5 % 2\r\n", "#pwd\r\nx = 5 % 2\r\n"],
  ])("makes a comment of %s", (_, cell, python) => {
    expect(cellAsPython(cell)).toBe(python);
    expect(python).toHaveLength(cell.length);
  });

  it("leaves Python alone", () => {
    const cell = 'x = a != b\ny = "%s?" % x\n';
    expect(cellAsPython(cell)).toBe(cell);
  });
});
