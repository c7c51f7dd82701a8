import { describe, expect, it } from "vitest";
import { emptyFields } from "../../src/core/connection/form-fields.ts";
import { type FromConnectionForm, readFromConnectionForm } from "../../src/protocol/connection-form.ts";

const content = { fields: emptyFields("mssql"), keeping: "window", password: "p" } as const;
const orders: readonly FromConnectionForm[] = [
  { type: "form-ready" },
  { type: "content-changed", content },
  { type: "choose-engine", content: { ...content, password: undefined } },
  { type: "paste-string", content, pasted: "sqlite:///x" },
  { type: "choose-file", field: "caFile" },
  { type: "test-connection", content },
  { type: "cancel-test" },
  { type: "save-connection", content },
  { type: "close-form" },
  { type: "close-if-unchanged" },
];

describe("the door of the connection form's host", () => {
  it.each(orders)("takes $type as it is, and nothing that came with it", (order) => {
    expect(readFromConnectionForm(structuredClone(order))).toEqual(order);
    expect(readFromConnectionForm({ ...order, more: 1 })).toEqual(order);
  });

  it("takes of a form's content only what a form has", () => {
    const more = {
      ...content,
      fields: { ...content.fields, more: 1, texts: { ...content.fields.texts, more: 1 } },
    };
    expect(readFromConnectionForm({ type: "save-connection", content: more })).toEqual({
      type: "save-connection",
      content,
    });
  });

  it.each([
    ["no object", "form-ready"],
    ["an order that nobody knows", { type: "constructor" }],
    ["a field that nobody knows", { type: "choose-file", field: "toString" }],
    ["a content that is missing", { type: "save-connection" }],
    ["a place to keep that nobody knows", { type: "save-connection", content: { ...content, keeping: "x" } }],
    ["a password that is no text", { type: "save-connection", content: { ...content, password: 1 } }],
    [
      "a text that is missing",
      { type: "save-connection", content: { ...content, fields: { engine: "mssql", texts: {} } } },
    ],
    [
      "an engine that nobody knows",
      { type: "save-connection", content: { ...content, fields: { ...content.fields, engine: "x" } } },
    ],
    ["a pasted thing that is no text", { type: "paste-string", content, pasted: 1 }],
  ])("takes not %s", (_what, message) => {
    expect(readFromConnectionForm(message)).toBeUndefined();
  });
});
