import { describe, expect, it } from "vitest";
import { exitsOf } from "../../../../src/core/lint/model/paths.ts";
import { nodesRunBy } from "../../../../src/core/lint/syntax/children.ts";
import type { Node, Statement } from "../../../../src/core/lint/syntax/python.ts";
import { readPython } from "../../../support/parse-python.ts";

function nameOfCall(node: Node): string | undefined {
  return node.kind === "Call" && node.callee.kind === "Name" ? node.callee.id : undefined;
}

/** The ways out of a function's body, with the last of `a()`, `b()`, `c()` that ran on each path. */
function exits(body: string) {
  const code = `def f():\n${body.replace(/^/gm, "    ")}\n`;
  const [definition] = readPython(code).units.flatMap((unit) => unit.body);
  const block: readonly Statement[] = definition?.kind === "FunctionDef" ? definition.body : [];
  const found = exitsOf<string>(block, "-", {
    step: (state, node) => {
      let last = state;
      for (const inner of nodesRunBy(node)) last = nameOfCall(inner) ?? last;
      return last;
    },
    leave: (state) => (state === "open" ? "left" : state),
    runsAlways: ({ test }) => nameOfCall(test) === "always",
    ends: (node) => node.kind === "ExprStmt" && nameOfCall(node.value) === "stop",
  });
  const states = new Map<string, Set<string>>();
  for (const { how, states: here } of found) states.set(how, new Set([...(states.get(how) ?? []), ...here]));
  return Object.fromEntries([...states].map(([how, here]) => [how, [...here].sort().join(" ")]));
}

describe("exitsOf", () => {
  it("takes statements one after the other", () => {
    expect(exits("a()\nb()")).toEqual({ end: "b" });
  });
  it("goes both ways at an if", () => {
    expect(exits("a()\nif x:\n    b()\nelse:\n    c()")).toEqual({ end: "b c" });
    expect(exits("a()\nif x:\n    b()\n    return")).toEqual({ return: "b", end: "a" });
  });
  it("takes the body of an if that always runs", () => {
    expect(exits("if always():\n    b()")).toEqual({ end: "b" });
  });
  it("runs a loop never, once or more often", () => {
    expect(exits("for x in y:\n    if z:\n        a()\n    else:\n        b()")).toEqual({ end: "- a b" });
    expect(exits("while x:\n    a()\n    break\nelse:\n    b()")).toEqual({ end: "a b" });
  });
  it("leaves an endless loop by break and return alone", () => {
    expect(exits("while True:\n    a()")).toEqual({});
    expect(exits("while True:\n    a()\n    if x:\n        break\nb()")).toEqual({ end: "b" });
  });
  it("lets continue go back to the loop's head", () => {
    expect(exits("for x in y:\n    a()\n    continue\n    b()")).toEqual({ end: "- a" });
  });
  it("runs the finally on every way out", () => {
    expect(exits("try:\n    a()\n    return\nfinally:\n    b()")).toEqual({ return: "b" });
    expect(exits("try:\n    a()\nfinally:\n    if x:\n        b()")).toEqual({ end: "a b" });
    expect(exits("try:\n    a()\n    return 1\nfinally:\n    return 2")).toEqual({ return: "a" });
  });
  it("enters a handler from the start of its try and from a raise inside", () => {
    expect(exits("a()\ntry:\n    b()\nexcept E:\n    return")).toEqual({ return: "a", end: "b" });
    expect(exits("try:\n    b()\n    raise E\nexcept E:\n    pass")).toEqual({ end: "- b" });
  });
  it("ends in a raise that nothing catches", () => {
    expect(exits("a()\nraise E")).toEqual({ raise: "a" });
    expect(exits("try:\n    a()\n    raise E\nfinally:\n    b()")).toEqual({ raise: "b" });
  });
  it("leaves a with however it is left", () => {
    expect(exits("with x:\n    open()\n    return")).toEqual({ return: "left" });
    expect(exits("with x:\n    open()")).toEqual({ end: "left" });
  });
  it("tries each case of a match, and none", () => {
    expect(exits("match x:\n    case 1:\n        a()\n    case 2:\n        b()")).toEqual({ end: "- a b" });
  });
  it("ends where nothing runs any more", () => {
    expect(exits("a()\nstop()\nb()")).toEqual({});
  });
  it("does not run what is only defined", () => {
    expect(exits("def g():\n    a()\nclass C:\n    b()")).toEqual({ end: "-" });
  });
});
