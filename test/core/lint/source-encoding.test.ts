import { describe, expect, it } from "vitest";
import { sourceEncodingOf } from "../../../src/core/lint/source-encoding.ts";

const bytes = (text: string) => Uint8Array.from(text, (character) => character.charCodeAt(0));

describe("sourceEncodingOf", () => {
  it.each([
    ["", "utf-8", 0],
    ["import os\n", "utf-8", 0],
    ["\xef\xbb\xbfimport os\n", "utf-8", 3],
    ["\xff\xfei\0", "utf-16le", 2],
    ["\xfe\xff\0i", "utf-16be", 2],
    ["# -*- coding: latin-1 -*-\n", "latin-1", 0],
    ["#!/usr/bin/python\n# vim: set fileencoding=iso_8859_1 :\n", "latin-1", 0],
    ["\r\n# coding: UTF-8\r\n", "utf-8", 0],
    ["\n\n# coding: latin-1 is too late here\n", "utf-8", 0],
    ["import os\n# coding: latin-1\n", "utf-8", 0],
    ['x = "coding: latin-1"\n', "utf-8", 0],
  ] as const)("reads %j", (head, encoding, markLength) => {
    expect(sourceEncodingOf(bytes(head))).toEqual({ ok: true, encoding, markLength });
  });

  it("names an encoding that is none of ours", () => {
    expect(sourceEncodingOf(bytes("# coding: cp1251\n"))).toEqual({ ok: false, declared: "cp1251" });
  });
});
