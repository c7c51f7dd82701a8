import { describe, expect, it } from "vitest";
import { decodePython, encodePython } from "../../src/node/python-text.ts";

const utf16be = (text: string) => Buffer.from(`\uFEFF${text}`, "utf16le").swap16();

describe("decodePython", () => {
  it.each([
    ["UTF-8", Buffer.from("name = 'größe 😀'\r\n"), "name = 'größe 😀'\r\n"],
    ["UTF-8 with a mark", Buffer.from("\uFEFFx = 1\n"), "x = 1\n"],
    ["UTF-8 whose text starts with two marks", Buffer.from("\uFEFF\uFEFFx"), "\uFEFFx"],
    [
      "declared Latin-1",
      Buffer.from("# coding: latin-1\nx = 'é\x80'\n", "latin1"),
      "# coding: latin-1\nx = 'é\x80'\n",
    ],
    ["UTF-16, little end first", Buffer.from("\uFEFFx = 'é'\n", "utf16le"), "x = 'é'\n"],
    ["UTF-16, big end first", utf16be("x = 'é'\n"), "x = 'é'\n"],
  ])("reads %s, and writes it back byte by byte", (_, bytes, text) => {
    const decoded = decodePython(bytes);
    if (!decoded.ok) throw new Error(decoded.problem);
    expect(decoded.source.text).toBe(text);
    expect(Buffer.from(encodePython(decoded.source) ?? [])).toEqual(Buffer.from(bytes));
  });

  it.each([
    ["is not valid UTF-8", Buffer.from("x = 'é'\n", "latin1")],
    ["is not valid UTF-16LE", Buffer.from([0xff, 0xfe, 0x00, 0xd8])],
    ["declares the encoding koi8-r, which Lanewise does not read", Buffer.from("# coding: koi8-r\n")],
  ])("says that a file %s", (problem, bytes) => {
    expect(decodePython(bytes)).toEqual({ ok: false, problem });
  });
});

describe("encodePython", () => {
  it("refuses a character that Latin-1 has not", () => {
    expect(encodePython({ text: "x = '€'", encoding: "latin-1", hasMark: false })).toBeUndefined();
    expect(encodePython({ text: "x = '😀'", encoding: "latin-1", hasMark: false })).toBeUndefined();
  });
});
