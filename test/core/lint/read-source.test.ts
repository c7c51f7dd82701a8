import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readSource } from "../../../src/core/lint/read-source.ts";
import type { Source } from "../../../src/core/lint/source.ts";
import { rangeOf } from "../../../src/core/lint/syntax/walk.ts";
import { checkSource, describeSource } from "../../support/check-syntax.ts";
import { parseUnit, readPython } from "../../support/parse-python.ts";

const members = Array.from(
  { length: 60 },
  (_, index) => `    def member_${index}(self, a):\n        return self.other(a, [1, 2, 3])\n\n`,
);
const long = `class A:\n    x = 1\n${members.join("")}`;

/** Reads and counts what is parsed. */
function read(text: string, previous?: Source): { readonly source: Source; readonly parsed: number } {
  let parsed = 0;
  const source = readSource({
    path: "app.py",
    text,
    previous,
    parse: (...given) => {
      parsed++;
      return parseUnit(...given);
    },
    isOver: () => false,
  });
  return { source, parsed };
}

describe("readSource", () => {
  it("parses only the unit that changed", () => {
    const text = "import a\n\ndef f():\n    a\n\ndef g():\n    b\n";
    const first = read(text).source;
    const [, f, g] = first.units;
    const node = g?.body[0];
    const { source, parsed } = read(text.replace("    a\n", "    a + 1\n"), first);
    expect(parsed).toBe(1);
    expect(source.units[1]).not.toBe(f);
    expect(source.units[2]?.body[0]).toBe(node);
    expect(node && rangeOf(node)).toEqual({ start: 30, end: 44 });
  });

  it("parses nothing when code moves, comes twice or goes", () => {
    const f = "\ndef f():\n    a\n";
    const g = "\ndef g():\n    b\n";
    let { source } = read(f + f + g);
    for (const text of [g + f + f, f + g, f]) {
      const next = read(text, source);
      expect(next.parsed).toBe(0);
      expect(describeSource(next.source)).toEqual(describeSource(readPython(text)));
      source = next.source;
    }
  });

  it("gives two units to two places with the same text", () => {
    const { units } = read("\nf()\n\nf()\n", read("\nf()\n").source).source;
    expect(units.map(({ offset }) => offset)).toEqual([0, 5]);
    expect(units[0]).not.toBe(units[1]);
  });

  it("parses only the member of a long class that changed, and links it", () => {
    const first = read(long).source;
    const other = first.units[0]?.members[7]?.body[0];
    const { source, parsed } = read(long.replace("member_30", "renamed"), first);
    expect(parsed).toBe(1);
    checkSource(source);
    const [owner] = source.units[0]?.body ?? [];
    if (owner?.kind !== "ClassDef") expect.unreachable();
    expect(owner.body).toHaveLength(61);
    expect(owner.body).toContain(other);
    expect(other?.parent?.parent).toBe(owner);
  });

  it("keeps the members when the head of their class changes", () => {
    const first = read(long).source;
    const text = `\n${long.replace("class A", "class B(C)")}`;
    const { source, parsed } = read(text, first);
    expect(parsed).toBe(1);
    checkSource(source);
    expect(describeSource(source)).toEqual(describeSource(readPython(text)));
  });

  it("keeps the members of a class whose head is broken for a while", () => {
    const broken = read(long.replace("class A", "class "), read(long).source);
    expect(broken.parsed).toBe(1);
    checkSource(broken.source);
    const { source, parsed } = read(long, broken.source);
    expect(parsed).toBe(1);
    expect(describeSource(source)).toEqual(describeSource(readPython(long)));
  });

  it("keeps the comment that stands where a line ends in vain", () => {
    const [unit] = readPython("*''''''# lanewise: ignore\nimport a\n").units;
    expect(unit?.comments.map(({ text }) => text)).toEqual(["# lanewise: ignore"]);
  });

  it("gives back what it had parsed when the time is over, and says so", () => {
    let left = 3;
    const source = readSource({ path: "app.py", text: long, parse: parseUnit, isOver: () => left-- <= 0 });
    expect(source.cut).toBe(true);
    expect(source.units[0]?.members.length).toBeLessThan(60);
    checkSource(source, false);
  });

  it("ends within a unit too, at the first step after the time, and can go on afterwards", () => {
    const text = `x = [\n${"    f(a, 'b', [1, 2, 3]),\n".repeat(40_000)}]\n`;
    let steps = 0;
    const source = readSource({ path: "app.py", text, parse: parseUnit, isOver: () => ++steps > 100 });
    expect(source).toMatchObject({ cut: true, units: [] });
    expect(steps).toBe(101);
    expect(readPython("a\n")).toMatchObject({ cut: false, units: [{ broken: false }] });
  });
});

/** Code, and pieces to put into it that make and break strings, brackets and blocks. */
const pieces = [
  "\n",
  "\n\n",
  "    ",
  "(",
  ")",
  "[",
  "]",
  "{",
  "}",
  "'",
  '"',
  "'''",
  '"""',
  "#",
  "\\",
  ":",
  ",",
  ".",
  "@",
  "=",
  "f'{",
  "}'",
  "\t",
  "\r\n",
  "\f",
  "def f():\n",
  "class A:\n",
  "    def m(self): pass\n",
  "if a:\n",
  "else:\n",
  "try:\n",
  "except E as e:\n",
  "return x\n",
  "import a\n",
  "async ",
  "await ",
  "yield ",
  "lambda ",
  "for x in y:\n",
  "with a as b:\n",
  "match x:\n",
  "case 1:\n",
  "not ",
  "in ",
  "*",
  "**",
  "x",
  "1",
  "é",
  "😀",
  "\ufeff",
  "\0",
  "type ",
  "print ",
  "`",
  "session.add(row)\n",
  "# lanewise: ignore\n",
];
const realistic = `"""Loads rows."""
import threading
from db import (
    Session,  # ours
    engine,
)

LIMIT = 10
names = {"a": [1, 2], "b": (3,)}


@decorate(1)
def load(path: str, *rest, session: Session | None = None, **more) -> list[int]:
    """Doc."""
    with open(path) as file, engine.begin() as connection:
        for index, line in enumerate(file):
            if not line or line.startswith("#"):
                continue
            # keep it
            connection.execute(f"INSERT INTO t VALUES ({index}, {line!r:>10})")

    return [x for x in rest if x > 0]


class Loader(threading.Thread):
    limit: int = 3

    def run(self):
        try:
            self.result = yield from load(self.path)
        except (ValueError, KeyError) as error:
            print("failed", error, end='')
            raise RuntimeError() from error
        finally:
            self.close()

if __name__ == "__main__":
    match names:
        case {"a": [first, *_]} if first:
            load(first)
    lambda a, b=1: a
`;

const edit = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  removed: fc.oneof(fc.constant(0), fc.nat({ max: 5 }), fc.nat({ max: 60 })),
  added: fc.array(fc.constantFrom(...pieces), { maxLength: 3 }).map((parts) => parts.join("")),
});

describe("readSource after any edits", () => {
  it.each([
    ["an ordinary file", realistic, 150],
    ["a long class", long, 40],
  ])(
    "reads %s as if for the first time",
    (_, start, runs) => {
      fc.assert(
        fc.property(fc.array(edit, { minLength: 1, maxLength: 6 }), (edits) => {
          let text = start;
          let source = readPython(text);
          for (const { at, removed, added } of edits) {
            const place = Math.floor(at * text.length);
            text = text.slice(0, place) + added + text.slice(place + removed);
            source = readPython(text, { previous: source });
            checkSource(source);
            expect(describeSource(source)).toEqual(describeSource(readPython(text)));
          }
        }),
        { numRuns: runs },
      );
    },
    60_000,
  );
});

describe("readSource of any text", () => {
  it("never throws, and keeps all nodes inside their parents", () => {
    const text = fc.array(fc.constantFrom(...pieces), { maxLength: 80 }).map((parts) => parts.join(""));
    fc.assert(
      fc.property(text, (each) => checkSource(readPython(each))),
      { numRuns: 600 },
    );
  }, 60_000);

  const deep = 20_000;
  it.each([
    ["parentheses", `x = ${"(".repeat(deep)}1${")".repeat(deep)}\n`],
    ["brackets that do not close", "([{".repeat(deep)],
    ["calls", `${"f(".repeat(deep)}${")".repeat(deep)}\n`],
    ["a chain of methods", `a${".b()".repeat(deep)}\n`],
    ["a sum", `x = 1${" + 1".repeat(deep)}\n`],
    ["f-strings", `x = ${'f"{'.repeat(deep)}\n`],
    [
      "blocks",
      `${Array.from({ length: 1000 }, (_, depth) => `${" ".repeat(depth)}if a:`).join("\n")}\n${" ".repeat(1000)}pass\n`,
    ],
    ["elif", `if a: pass\n${"elif b: pass\n".repeat(deep)}`],
    ["lambdas", `x = ${"lambda: ".repeat(deep)}1\n`],
    ["decorators", `${"@a\n".repeat(deep)}def f(): pass\n`],
    ["two megabytes", "def f(x):\n    return g(x, [1, 2, 3], k='v')\n\n\n".repeat(45_000)],
    ["two megabytes in one statement", `x = [\n${"    f(a, 'b', [1, 2, 3]),\n".repeat(80_000)}]\n`],
  ])(
    "reads %s, thousands deep or long, in steps that grow with the length alone",
    (_, text) => {
      let steps = 0;
      const isOver = () => ++steps > text.length / 20;
      const source = readSource({ path: "app.py", text, parse: parseUnit, isOver });
      expect(source.cut).toBe(false);
      checkSource(source);
    },
    60_000,
  );
});
