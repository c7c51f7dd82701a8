import { describe, expect, it } from "vitest";
import { broken } from "../../../src/core/lint/unchecked.ts";
import { english } from "../../../src/core/text/text.ts";
import { readPython } from "../../support/parse-python.ts";

describe("what is no Python", () => {
  it("is told by its first line", () => {
    const note = broken(readPython("import os\n\ndef f():\n    return )\n\ndef g(:\n    pass\n"));
    expect(note && english(note)).toBe("Line 4 cannot be parsed. What stands there was checked in part.");
  });

  it("is told by the line of its code, not by a blank one before it", () => {
    const note = broken(readPython("import os\n\ndef g(:\n    pass\n"));
    expect(note && english(note)).toMatch(/^Line 3 /);
  });

  it("is nothing in a file that is well", () => {
    expect(broken(readPython("import os\n\ndef f():\n    return 1\n"))).toBeUndefined();
  });
});
