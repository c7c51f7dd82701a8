import { describe, expect, it } from "vitest";
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

describe("the Python parser", () => {
  it.each([
    ["x", "x"],
    ["1_000", "1000"],
    ["0x1F", "31"],
    ["0o17", "15"],
    ["1.5e3", "1500"],
    ["2j", "NaN"],
    ["123456789012345678901234567890", "NaN"],
    ["True", "true"],
    ["None", "None"],
    ["...", "Ellipsis"],
    ["'a\\n'", '"a\\\\n"'],
    ["b'x' b\"y\"", '"xy"'],
    ["'a' \"b\"", '"ab"'],
    ["r'\\d'", '"\\\\d"'],
    ["'''a\nb'''", '"a\\nb"'],
    ["u'x'", '"x"'],
  ])("reads names and constants: %j", (code, expected) => {
    expect(parse(`${code}\n`)).toEqual({ printed: expected, broken: false });
  });

  it.each([
    ["f'a{x}b{y!r:>{w}}'", "FString(head=a, fields=[x, y, w])"],
    ["f'{{}}'", '"{{}}"'],
    ['f"{d["k"]}"', 'FString(head=, fields=[Subscript(object=d, index="k")])'],
    ["'a' f'b{x}' 'c'", "FString(head=ab, fields=[x])"],
    ["f'{x=}'", "FString(head=, fields=[x])"],
    ["f'{f\"{x}\"}'", "FString(head=, fields=[FString(head=, fields=[x])])"],
    ["f'{x:=10}'", "FString(head=, fields=[x])"],
    ["rf'\\d{x}'", "FString(head=\\d, fields=[x])"],
  ])("reads f-strings: %j", (code, expected) => {
    expect(parse(`${code}\n`)).toEqual({ printed: expected, broken: false });
  });

  it.each([
    ["a.b.c", "a.b.c"],
    [
      "f(1, *r, k=2, **z)",
      "Call(callee=f, args=[1, Starred(value=r)], keywords=[Keyword(name=k, value=2), Keyword(value=z)])",
    ],
    [
      "f(x for x in y)",
      "Call(callee=f, args=[Comprehension(generator, element=x, clauses=[ComprehensionFor(target=x, iter=y)])])",
    ],
    ["f(a := 1)", "Call(callee=f, args=[NamedExpr(target=a, value=1)])"],
    ["a[0]", "Subscript(object=a, index=0)"],
    ["a[1:2, ::3]", "Subscript(object=a, index=Tuple(elements=[Slice(parts=[1, 2]), Slice(parts=[3])]))"],
    ["a[1,]", "Subscript(object=a, index=Tuple(elements=[1]))"],
    ["(a)", "a"],
    ["(a, b)", "Tuple(elements=[a, b])"],
    ["()", "Tuple()"],
    ["[1, *a]", "List(elements=[1, Starred(value=a)])"],
    ["[*a.b()]", "List(elements=[Starred(value=Call(callee=a.b))])"],
    ["{1, 2}", "Set(elements=[1, 2])"],
    ["{}", "Dict()"],
    ["{'k': v, **z}", 'Dict(entries=[DictEntry(key="k", value=v), DictEntry(value=z)])'],
    [
      "[x for x in y if a if b for z in w]",
      "Comprehension(list, element=x, clauses=[ComprehensionFor(target=x, iter=y, conditions=[a, b]), ComprehensionFor(target=z, iter=w)])",
    ],
    [
      "{k: v async for k, v in z}",
      "Comprehension(dict, element=k, value=v, clauses=[ComprehensionFor(target=Tuple(elements=[k, v]), iter=z, async=yes)])",
    ],
    ["{x for x in y}", "Comprehension(set, element=x, clauses=[ComprehensionFor(target=x, iter=y)])"],
    [
      "lambda a, b=1, *c, d, **e: a",
      "Lambda(parameters=[Parameter(positional, name=a), Parameter(positional, name=b, default=1), Parameter(args, name=c), Parameter(keyword, name=d), Parameter(kwargs, name=e)], body=a)",
    ],
    ["lambda: 0", "Lambda(body=0)"],
    ["a if b else c", "IfExp(test=b, body=a, orelse=c)"],
    [
      "a and not b or c",
      "BoolOp(operator=or, left=BoolOp(operator=and, left=a, right=UnaryOp(operator=not, operand=b)), right=c)",
    ],
    ["a < b <= c not in d is not e", "Compare(operators=[<, <=, not in, is not], operands=[a, b, c, d, e])"],
    ["-x ** 2", "UnaryOp(operator=-, operand=BinOp(operator=**, left=x, right=2))"],
    ["~a | b", "BinOp(operator=|, left=UnaryOp(operator=~, operand=a), right=b)"],
    ["await f()", "Await(value=Call(callee=f))"],
    ["(yield)", "Yield()"],
    ["(yield from x)", "Yield(from=yes, value=x)"],
    ["x @ y", "BinOp(operator=@, left=x, right=y)"],
    ["(n := 3)", "NamedExpr(target=n, value=3)"],
  ])("reads expressions: %j", (code, expected) => {
    expect(parse(`${code}\n`)).toEqual({ printed: expected, broken: false });
  });

  it.each([
    ["a = b = 1", "Assign(targets=[a, b], value=1)"],
    ["a, *b = c", "Assign(targets=[Tuple(elements=[a, Starred(value=b)])], value=c)"],
    ["[a, b] = c", "Assign(targets=[List(elements=[a, b])], value=c)"],
    ["x: int", "AnnAssign(target=x, annotation=int)"],
    ["x: int = 3", "AnnAssign(target=x, annotation=int, value=3)"],
    ["x += 1", "AugAssign(target=x, operator=+, value=1)"],
    ["x @= y", "AugAssign(target=x, operator=@, value=y)"],
    ["del a, b[0]", "Delete(targets=[a, Subscript(object=b, index=0)])"],
    ["return", "Return()"],
    ["return a, b", "Return(value=Tuple(elements=[a, b]))"],
    ["raise", "Raise()"],
    ["raise A from b", "Raise(exception=A, cause=b)"],
    ["assert a, 'b'", 'Assert(test=a, message="b")'],
    ["pass; break; continue", "Pass(); Break(); Continue()"],
    ["global a, b", "Global(names=[a, b])"],
    ["nonlocal a", "Nonlocal(names=[a])"],
    ["import a.b as c, d", "Import(names=[Alias(name=a.b, asName=c), Alias(name=d)])"],
    ["from . import x", "ImportFrom(module=, level=1, names=[Alias(name=x)])"],
    [
      "from ..a.b import (c as d, e,)",
      "ImportFrom(module=a.b, level=2, names=[Alias(name=c, asName=d), Alias(name=e)])",
    ],
    ["from a import *", "ImportFrom(module=a, level=0, star=yes)"],
    [
      "from __future__ import annotations",
      "ImportFrom(module=__future__, level=0, names=[Alias(name=annotations)])",
    ],
    ["type A[T] = list[T]", "Assign(targets=[A], value=Subscript(object=list, index=T))"],
    ["type(x).y = 1", "Assign(targets=[Call(callee=type, args=[x]).y], value=1)"],
    ["print 'a', b", 'Call(callee=print, args=["a", b])'],
    ["print >>f, a", "Call(callee=print, args=[f, a])"],
    ["exec code in scope", "Call(callee=exec, args=[code, scope])"],
    ["raise E, 'm'", "Raise(exception=E)"],
  ])("reads statements: %j", (code, expected) => {
    expect(parse(`${code}\n`)).toEqual({ printed: expected, broken: false });
  });

  it.each([
    [
      "if a:\n  b\nelif c:\n  d\nelse:\n  e",
      "If(test=a, body=[b], orelse=[If(test=c, body=[d], orelse=[e])])",
    ],
    ["while a: b\nelse: c", "While(test=a, body=[b], orelse=[c])"],
    ["for a, b in c: d\nelse: e", "For(target=Tuple(elements=[a, b]), iter=c, body=[d], orelse=[e])"],
    [
      "async def f():\n  async for a in b: c\n  async with d as e: g",
      "FunctionDef(name=f, body=[For(target=a, iter=b, body=[c], async=yes), With(items=[WithItem(context=d, target=e)], body=[g], async=yes)], async=yes)",
    ],
    ["with a as b, c: d", "With(items=[WithItem(context=a, target=b), WithItem(context=c)], body=[d])"],
    ["with (a as b, c): d", "With(items=[WithItem(context=a, target=b), WithItem(context=c)], body=[d])"],
    ["with (a): b", "With(items=[WithItem(context=a)], body=[b])"],
    ["with (a as b): c", "With(items=[WithItem(context=a, target=b)], body=[c])"],
    ["with (a, b): c", "With(items=[WithItem(context=a), WithItem(context=b)], body=[c])"],
    ["with a as (b, c): d", "With(items=[WithItem(context=a, target=Tuple(elements=[b, c]))], body=[d])"],
    [
      "try: a\nexcept A: b\nexcept (B, C) as e: c\nexcept: d\nelse: f\nfinally: g",
      "Try(body=[a], handlers=[ExceptHandler(body=[b], type=A), ExceptHandler(body=[c], type=Tuple(elements=[B, C]), name=e), ExceptHandler(body=[d])], orelse=[f], finalbody=[g])",
    ],
    ["try: a\nexcept* A: b", "Try(body=[a], handlers=[ExceptHandler(body=[b], type=A)])"],
    ["try: a\nexcept A, e: b", "Try(body=[a], handlers=[ExceptHandler(body=[b], type=A, name=e)])"],
    [
      "def f(a, b: int = 1, /, c=2, *, d, e: str) -> x: ...",
      "FunctionDef(name=f, parameters=[Parameter(positional, name=a), Parameter(positional, name=b, annotation=int, default=1), Parameter(positional, name=c, default=2), Parameter(keyword, name=d), Parameter(keyword, name=e, annotation=str)], returns=x, body=[Ellipsis])",
    ],
    [
      "def f(*a, b, **c): pass",
      "FunctionDef(name=f, parameters=[Parameter(args, name=a), Parameter(keyword, name=b), Parameter(kwargs, name=c)], body=[Pass()])",
    ],
    [
      "def f[T: int, *U, **P, V = int](a: T): pass",
      "FunctionDef(name=f, parameters=[Parameter(positional, name=a, annotation=T)], body=[Pass()])",
    ],
    [
      "@d.e(1)\n@g\ndef f(): pass",
      "FunctionDef(name=f, body=[Pass()], decorators=[Call(callee=d.e, args=[1]), g])",
    ],
    ["class A: pass", "ClassDef(name=A, body=[Pass()])"],
    [
      "@d\nclass A[T](B, c.D, *e, metaclass=M, **k):\n  x = 1",
      "ClassDef(name=A, bases=[B, c.D, Starred(value=e)], keywords=[Keyword(name=metaclass, value=M), Keyword(value=k)], body=[Assign(targets=[x], value=1)], decorators=[d])",
    ],
    [
      "def f((a, b), c): pass",
      "FunctionDef(name=f, parameters=[Parameter(positional, name=(a, b)), Parameter(positional, name=c)], body=[Pass()])",
    ],
  ])("reads blocks: %j", (code, expected) => {
    expect(parse(`${code}\n`)).toEqual({ printed: expected, broken: false });
  });

  it.each([
    [
      "match x, y:\n  case 1 | -2 | 'a' | None | 1+2j: a\n  case a.b: b\n  case _ if c: c",
      'Match(subject=Tuple(elements=[x, y]), cases=[MatchCase(pattern=BinOp(operator=|, left=BinOp(operator=|, left=BinOp(operator=|, left=BinOp(operator=|, left=1, right=UnaryOp(operator=-, operand=2)), right="a"), right=None), right=BinOp(operator=+, left=1, right=NaN)), body=[a]), MatchCase(pattern=a.b, body=[b]), MatchCase(pattern=_, guard=c, body=[c])])',
    ],
    [
      "match x:\n  case P(1, y=z, w=-1): a\n  case [a, *b]: b\n  case (a, b): c\n  case (a): d\n  case {'k': v, **r}: e\n  case P() as p: f\n  case a, b: g\n  case a,: h",
      'Match(subject=x, cases=[MatchCase(pattern=Call(callee=P, args=[1], keywords=[Keyword(name=y, value=z), Keyword(name=w, value=UnaryOp(operator=-, operand=1))]), body=[a]), MatchCase(pattern=List(elements=[a, Starred(value=b)]), body=[b]), MatchCase(pattern=Tuple(elements=[a, b]), body=[c]), MatchCase(pattern=a, body=[d]), MatchCase(pattern=Dict(entries=[DictEntry(key="k", value=v), DictEntry(value=r)]), body=[e]), MatchCase(pattern=NamedExpr(target=p, value=Call(callee=P)), body=[f]), MatchCase(pattern=Tuple(elements=[a, b]), body=[g]), MatchCase(pattern=Tuple(elements=[a]), body=[h])])',
    ],
  ])("reads patterns: %j", (code, expected) => {
    expect(parse(`${code}\n`)).toEqual({ printed: expected, broken: false });
  });
});
