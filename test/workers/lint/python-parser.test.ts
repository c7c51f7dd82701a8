import { describe, expect, it } from "vitest";
import type { Node } from "../../../src/core/lint/syntax/python.ts";
import { forEachChild, unitOf } from "../../../src/core/lint/syntax/walk.ts";
import { checkSource } from "../../support/check-syntax.ts";
import { readPython } from "../../support/parse-python.ts";
import { printSyntax } from "../../support/print-syntax.ts";

/** All statements, and whether all of it could be parsed. */
function parse(code: string) {
  const { units } = readPython(code);
  return {
    printed: units.flatMap((unit) => unit.body.map(printSyntax)).join("; "),
    broken: units.some((unit) => unit.broken),
  };
}

/** Every node below the units of a code, with its text. */
function texts(code: string): readonly { readonly node: Node; readonly text: string }[] {
  const found: { node: Node; text: string }[] = [];
  for (const unit of readPython(code).units) {
    const enter = (node: Node): void => {
      found.push({ node, text: unit.text.slice(node.start, node.end) });
      forEachChild(node, enter);
    };
    forEachChild(unit, enter);
  }
  return found;
}

describe("the Python parser", () => {
  it("keeps the text of a node: what parentheses hold, decorators, a tuple's last comma", () => {
    const code = "@d\ndef f(a: int = (1)):\n    return ((a + b)).c[1,], # note\n";
    const shown = texts(code).map(({ node, text }) => `${node.kind} ${text}`);
    expect(shown).toEqual([
      `FunctionDef ${code.slice(0, code.indexOf(" #"))}`,
      "Name d",
      "Name f",
      "Parameter a: int = (1)",
      "Name a",
      "Name int",
      "Constant 1",
      "Return return ((a + b)).c[1,],",
      "Tuple ((a + b)).c[1,],",
      "Subscript ((a + b)).c[1,]",
      "Attribute ((a + b)).c",
      "BinOp a + b",
      "Name a",
      "Name b",
      "Tuple 1,",
      "Constant 1",
    ]);
  });

  it("says where an attribute's name and a call's arguments start", () => {
    const found = texts("a . b (c)\n").map(({ node }) => node);
    expect(found).toMatchObject([
      { kind: "ExprStmt" },
      { kind: "Call", argsStart: 6 },
      { kind: "Attribute", nameStart: 4 },
      { kind: "Name" },
      { kind: "Name" },
    ]);
  });

  it("ends a block with its last statement, whatever comment follows", () => {
    const [loop] = texts("for a in b:\n    if c:\n        d()\n        # end\n    # end\n");
    expect(loop?.text).toBe("for a in b:\n    if c:\n        d()");
  });

  it("gives every node its parent", () => {
    const [unit] = readPython("with a as b:\n    c = [d for e in f if g]\n").units;
    const check = (node: Node): void =>
      void forEachChild(node, (child) => {
        expect(child.parent).toBe(node);
        check(child);
      });
    if (unit === undefined) expect.unreachable();
    check(unit);
  });

  it("finds comments, and none in strings", () => {
    const [unit] = readPython("# one\nx = '# no'  # two\nf(  # three\n)\n").units;
    expect(unit?.comments).toEqual([
      { start: 0, end: 5, text: "# one" },
      { start: 18, end: 23, text: "# two" },
      { start: 28, end: 35, text: "# three" },
    ]);
  });

  it("counts UTF-16 units", () => {
    const code = "x = '😀ä', f(y)\n";
    expect(texts(code).find(({ node }) => node.kind === "Call")?.text).toBe("f(y)");
  });

  it.each([
    ["CRLF", "def f():\r\n    a\r\n\r\n    b\r\n"],
    ["tabs", "def f():\n\ta\n\tb\n"],
    ["form feeds", "\fdef f():\n    a\n\f\n    b\n"],
    ["a byte order mark", "\ufeffdef f():\n    a\n    b\n"],
    ["continued lines", "def f(): \\\n    a; \\\n    b\n"],
    ["no newline at the end", "def f():\n    a\n    b"],
  ])("reads %s", (_, code) => {
    expect(parse(code)).toEqual({ printed: "FunctionDef(name=f, body=[a, b])", broken: false });
  });
});

describe("code that cannot be parsed", () => {
  it.each([
    ["an operand that is missing", "x = a +\n"],
    ["a name that is missing", "x = session.\n"],
    ["a bracket that is missing", "f(a, b\n"],
    ["two expressions side by side", "f(a b)\n"],
    ["a keyword alone", "for\n"],
    ["a pattern that is missing", "match x:\n    case :\n        pass\n"],
  ])("is broken: %s", (_, code) => {
    expect(parse(code).broken).toBe(true);
  });

  it.each([
    ["a name", "session.", "session"],
    ["an operand", "x = a +  # more", "Assign(targets=[x], value=a)"],
    ["a word", "x = y in", "Assign(targets=[x], value=y)"],
  ])("ends with its line when it lacks %s", (_, line, printed) => {
    const code = `def f(session):\n    ${line}\n    session.commit()\n`;
    expect(parse(code)).toEqual({
      printed: `FunctionDef(name=f, parameters=[Parameter(positional, name=session)], body=[${printed}, Call(callee=session.commit)])`,
      broken: true,
    });
    const call = texts(code).find(({ node }) => node.kind === "Call");
    expect(call?.text).toBe("session.commit()");
    expect(unitOf(call?.node ?? expect.unreachable()).text).toBe(code);
  });

  it("lies inside its parents, wherever in a head the error is", () => {
    checkSource(readPython("async yield for x in y:\n    pass\n"));
    checkSource(readPython("async yield for x in y:\n"));
  });

  it("leaves the rest of a function as it is", () => {
    const { printed, broken } = parse(
      "def f(session):\n    session.add(1)\n    x = (\n    session.commit()\n",
    );
    expect(broken).toBe(true);
    expect(printed).toMatch(/^FunctionDef\(name=f, parameters=\[.*session\.add.*session\.commit/);
  });

  it("leaves other units as they are", () => {
    const { units } = readPython("def f(:\n    x = [1, \n\ndef g():\n    return 1\n");
    expect(units.map((unit) => unit.broken)).toEqual([true, false]);
    expect(units[1]?.body.map(printSyntax)).toEqual(["FunctionDef(name=g, body=[Return(value=1)])"]);
  });

  it("holds what could be made out", () => {
    expect(parse("f(a b(c))\n").printed).toMatch(/callee=b, args=\[c\]/);
  });

  it("is broken where it lies too deep, and not only there", () => {
    const deep = `${"f(".repeat(400)}${")".repeat(400)}`;
    const { printed, broken } = parse(`a\nx = ${deep}\nb\n`);
    expect(broken).toBe(true);
    expect(printed).toMatch(/^a; Assign\(targets=\[x\], value=Call.*Broken\(\).*; b$/);
  });

  it("is broken after very many elif", () => {
    const { printed, broken } = parse(`if a: pass\n${"elif b: pass\n".repeat(1000)}`);
    expect(broken).toBe(true);
    expect(printed).toMatch(/orelse=\[Broken\(\)\]/);
  });
});
