import { describe, expect, it } from "vitest";
import { splitUnits, type UnitSpan } from "../../../../src/core/lint/syntax/units.ts";

/** The text of each unit; that of members behind their class. */
function split(text: string): readonly string[] {
  return splitUnits(text)
    .flatMap((span) => [span, ...span.members])
    .map(({ start, end }) => text.slice(start, end));
}

/** Units between bars; the text without them must be split just there. */
function expectSplit(marked: string): void {
  expect(split(marked.replaceAll("|", "")).join("|")).toBe(marked);
}

describe("splitUnits", () => {
  it.each([
    ["nothing", ""],
    ["blank lines alone", "\n\n"],
    ["comments alone", "# a\n\n# b\n"],
    ["definitions", "def f():\n    a\n|class A:\n    b\n|async def g():\n    c\n"],
    ["a run of statements", "import a\nimport b\nc = 1\n"],
    ["a run at its blank lines", "import a\nimport b\n|\nc = 1\nd = 2\n|\n\ne\n"],
    ["a run with comments inside", "a = 1\n# about b\nb = 2\n"],
    ["statements around a definition", "a = 1\n|def f():\n    b\n|c = 2\n"],
    [
      "comments and blank lines, with what follows",
      "def f():\n    a\n|\n\n# about g\n\ndef g():\n    b\n|\n# end\nx\n",
    ],
    ["comments at the end, with the last", "a\n\n# end\n"],
    ["decorators, with their definition", "a\n|@b\n@c(1)\n\n# d\ndef f():\n    e\n|g\n"],
    ["a decorator that has lost its definition", "@b\n|a = 1\n|@c\n|for d in e:\n    f\n"],
    [
      "all clauses of a statement",
      "if a:\n    b\nelif c:\n    d\nelse:\n    e\n|try:\n    f\nexcept G:\n    h\nelse:\n    i\nfinally:\n    j\n|for k in l:\n    m\nelse:\n    n\n",
    ],
    ["words that only start like those", "a\nelsewhere = 1\ndefault = 2\nclassic = 3\nasynchronous = 4\n"],
    [
      "match, a word and a statement",
      "match a:\n    case 1:\n        b\n\n    case 2:\n        c\n|\nmatch = 1\ncase = 2\n",
    ],
    [
      "bodies with blank lines, and comments at their column 0",
      "def f():\n    a\n\n# in f\n\n    b\n|# about g\ndef g():\n    c\n",
    ],
    ["comments that end a body", "def f():\n    a\n    # end of f\n|\n# about g\ndef g():\n    b\n"],
    ["brackets over several lines", "a = [\n1,\nb(\nc)\n]\nd = {\n}\n|def f(\na,\n):\n    b\n"],
    ["brackets that close too often", "a = 1)\n|\nb = 2\n"],
    [
      "triple quotes",
      "a = '''\ndef f():\n'''\n|def g():\n    \"\"\"\nclass A:\n\\\"\"\" '''\n\"\"\"\n    b\n|c = ''''''\n",
    ],
    ["quotes that do not end", "a = 'b\n|def f():\n    c\n"],
    ["quotes that go on after a backslash", "a = 'b\\\ndef f():\\\nc'\nd\n"],
    ["quotes and comments in each other", "a = '#'  # it's \"\"\"\n|def f():\n    b  # (\n|c\n"],
    ["raw strings", "a = r'\\'\n' \nb = rb\"\\\\\"\n|def f(): c\n"],
    ["continued lines", "a = 1 + \\\nb\n|\nfrom c \\\nimport d\n|if a and \\\nb:\n    c\n"],
    ["f-strings with quotes inside", "f(f\"{a[\"b\"]}\", f'{'('}')\n|\nb\n"],
    ["f-strings with brackets inside", "f(f'{a:{b[0]}>{c}} {{ ( {d!r:(} ]')\n|\ne\n"],
    ["f-strings over lines", "a = f'''\ndef f():\n{\nb\n}\nclass A:\n'''\n|\nc = f'{\na}'\n"],
    ["f-strings in f-strings", 'a = f"{f"{f\'{b}(\'}("}("\n|\nc\n'],
    ["f-strings with named characters", "a = f'\\N{LEFT PARENTHESIS} \\{b}'\n|\nc\n"],
    ["names that end like a prefix", "elf'('\n|\nb\n"],
    ["semicolons and one-line blocks", "a; b\n|if c: d\nelse: e\n|f\n"],
    ["CRLF", "a\r\n|def f():\r\n    '''\r\ndef g():\r\n'''\r\n|\r\n# c\r\nb = [\r\n]\r\n"],
    ["a lone carriage return", "a\r|def f():\r    b\r|\rc\r"],
    ["tabs and form feeds", "a\n|\fdef f():\n\tb\n\f\tc\n|\f\nd\n"],
    ["a byte order mark", "\ufeffdef f():\n    a\n|b\n"],
    ["code that starts indented", "    a\n    b\nc\n"],
  ])("cuts %s", (_, marked) => {
    expectSplit(marked);
  });

  it.each([
    ["def", "def f():\n    b\n"],
    ["async def", "async def f():\n    b\n"],
    ["class", "class A:\n    b\n"],
    ["a decorator", "@b\ndef f():\n    c\n"],
    ["import", "import b\n"],
    ["from", "from .b import c\n"],
    ["return", "return b\n"],
    ["raise", "raise\n"],
    ["while", "while b:\n    c\n"],
    ["try", "try:\n    b\nexcept C:\n    d\n"],
    ["with", "with b:\n    c\n"],
  ])("ends brackets that were not closed at %s", (_, next) => {
    expect(split(`def a(b,\n\n${next}\ndef g():\n    d\n`).at(-1)).toBe("\ndef g():\n    d\n");
  });

  it.each([
    "a = [\nb\nfor b in c\nif b\nelse d\n]\n",
    "a = [\nb\nasync for b in c\n]\n",
    "a = (\nb\n@ c\n@d\n)\n",
    "a = (yield\nfrom b\n)\n",
    "a = (\nreturned,\nwithout,\ndefine,\nimported\n)\n",
    "a = (\nlambda:\nnot\nb in\nc)\n",
  ])("does not end brackets at what may stand in them: %j", (text) => {
    expect(split(text)).toEqual([text]);
  });

  it("ends a replacement field that was not closed", () => {
    expectSplit("a = f'{b\n|def f():\n    c\n");
  });

  it("keeps what is before a triple quote that does not end", () => {
    const text = "def f():\n    a\n\nb = '''\ndef g():\n    c\n";
    expect(split(text)).toEqual(["def f():\n    a\n", "\nb = '''\ndef g():\n    c\n"]);
  });
});

describe("splitUnits of a long class", () => {
  const filler = Array.from(
    { length: 60 },
    (_, index) => `    def member_${index}(self, a):\n        return self.other(a, [1, 2, 3])\n\n`,
  );
  const members = filler.join("");

  function spans(text: string): readonly UnitSpan[] {
    return splitUnits(text);
  }

  it("makes units of its members", () => {
    const [span, after] = spans(
      `@d\nclass A(B):\n    '''Doc.'''\n\n    x = 1\n\n    # about the first\n${members}y\n`,
    );
    expect(span?.form).toBe("header");
    expect(span?.members).toHaveLength(60);
    expect(span?.members.every(({ form }) => form === "member")).toBe(true);
    expect(after?.form).toBe("plain");
  });

  it("leaves what is before the first member to the class", () => {
    const head = "@d\nclass A(\n    B\n):\n    '''Doc.'''\n\n    x = 1\n    y: int\n";
    const text = `${head}\n    # about the first\n${members}`;
    expect(split(text)[0]).toBe(head);
    expect(split(text)[1]).toBe(`\n    # about the first\n${filler[0]?.trimEnd()}\n`);
  });

  it("knows a class without statements of its own", () => {
    const [span] = spans(`class A:  # nothing\n\n${members}`);
    expect(span).toMatchObject({ form: "bare-header", start: 0, end: 20 });
  });

  it("cuts members as it cuts files", () => {
    const last =
      "    @property\n    def a(self):\n        b\n|    c = 1\n    d = 2\n|\n    if e:\n        f = 3\n    else:\n        f = 4\n|# about g\n\n    async def g(self): pass\n";
    const text = `class A:\n${members}${last.replaceAll("|", "")}`;
    expect(split(text).slice(-4).join("|")).toBe(`\n${last}`);
  });

  it("leaves a class without members whole", () => {
    const text = `class A:\n${"    x = 'a long line of text in a class'\n\n".repeat(200)}`;
    expect(spans(text)).toMatchObject([{ form: "plain", members: [] }]);
  });

  it("leaves a short class whole", () => {
    expect(spans(`class A:\n${filler[0]}`)).toMatchObject([{ form: "plain", members: [] }]);
  });

  it("works with tabs and CRLF", () => {
    const [span] = spans(
      `class A:\n${members}`
        .replaceAll("    ", "\t")
        .replaceAll("other", "another_member")
        .replaceAll("\n", "\r\n"),
    );
    expect(span?.members).toHaveLength(60);
  });
});

describe("splitUnits of a long run of statements", () => {
  const run = Array.from({ length: 3000 }, (_, index) => `name_${index} = value(${index * 7919})\n`);

  it("cuts it, and leaves its cuts where they are when a line is added", () => {
    const before = new Set(split(run.join("")));
    expect(before.size).toBeGreaterThan(20);
    const after = split(run.toSpliced(1500, 0, "added = 1\n").join(""));
    expect(after.filter((unit) => !before.has(unit)).length).toBeLessThanOrEqual(3);
  });

  it("cuts it although all lines are alike", () => {
    const units = split("a = b(1, 2)\n".repeat(20_000));
    expect(units.length).toBeGreaterThan(5);
    expect(Math.max(...units.map(({ length }) => length))).toBeLessThan(25_000);
  });
});
