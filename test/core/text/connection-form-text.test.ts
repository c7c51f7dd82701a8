import { describe, expect, it } from "vitest";
import { engines } from "../../../src/core/connection/engine.ts";
import { textFields, textFieldsOf } from "../../../src/core/connection/form-fields.ts";
import { tlsModes } from "../../../src/core/connection/tls.ts";
import { connectStepText, formLabels, tlsModeText } from "../../../src/core/text/connection-form-text.ts";
import { english } from "../../../src/core/text/text.ts";

describe("the words of the connection form", () => {
  it("name every field, and no two fields of an engine alike", () => {
    for (const field of textFields) expect(formLabels[field]).toMatch(/^\S.*\S$/);
    for (const engine of engines) {
      const labels = textFieldsOf(engine).map((field) => formLabels[field]);
      expect(new Set(labels).size).toBe(labels.length);
    }
  });

  it("say of each way to encrypt what it is called and what it checks, each differently", () => {
    for (const modes of Object.values(tlsModes)) {
      const said = modes.map(tlsModeText);
      for (const { checks } of said) expect(english(checks)).toMatch(/^[A-Z].*\.$/);
      expect(new Set(said.map(({ name }) => english(name))).size).toBe(modes.length);
      expect(new Set(said.map(({ checks }) => english(checks))).size).toBe(modes.length);
    }
  });

  it("do not speak of a name where a file is looked for", () => {
    expect(english(connectStepText("resolve", "sqlite"))).toBe("Find the file");
    expect(english(connectStepText("resolve", "postgres"))).toBe("Resolve the name");
    for (const step of ["connect", "tls", "log-in", "database", "version"] as const)
      expect(english(connectStepText(step, "mysql"))).toMatch(/^[A-Z]/);
  });
});
