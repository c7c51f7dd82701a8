import { describe, expect, it } from "vitest";
import { buildModel } from "../../../../src/core/lint/model/build-model.ts";
import type { FileModel, Loop } from "../../../../src/core/lint/model/file-model.ts";
import type { Call } from "../../../../src/core/lint/syntax/python.ts";
import { readPython } from "../../../support/parse-python.ts";

/** The kinds of the loops around the call of `here`, the innermost first. */
function kindsOf(code: string): readonly Loop["over"][] {
  const { model, call } = here(code);
  return model.loopsOf(call).map(({ over }) => over);
}

/** Which arguments of `here(…)` depend on the innermost loop, by their text. */
function dependentOf(code: string): readonly string[] {
  const { model, call } = here(code);
  const [loop] = model.loopsOf(call);
  if (!loop) throw new Error("there is no loop");
  return call.args
    .filter((argument) => model.dependsOn(argument, loop))
    .map((argument) => model.textOf(argument));
}

function here(code: string): { model: FileModel; call: Call } {
  const model = buildModel(readPython(code));
  const [call] = model.callsNamed("here");
  if (!call) throw new Error("there is no call of here()");
  return { model, call };
}

describe("the loops around a node", () => {
  it("are those of its function, the innermost first", () => {
    expect(kindsOf("for a in rows:\n    for b in range(0, n, 10):\n        here()\n")).toEqual([
      "chunks",
      "rows",
    ]);
    expect(kindsOf("for a in rows:\n    def f():\n        here()\n")).toEqual([]);
    expect(kindsOf("for a in rows:\n    f = lambda: here()\n")).toEqual([]);
  });

  it("do not hold a loop's iterable and its else", () => {
    expect(kindsOf("for a in here():\n    pass\n")).toEqual([]);
    expect(kindsOf("for a in rows:\n    pass\nelse:\n    here()\n")).toEqual([]);
    expect(kindsOf("while here():\n    i = i + 1\n")).toHaveLength(1);
  });

  it("are the clauses of a comprehension as far as they stand before", () => {
    expect(kindsOf("x = [here() for a in rows for b in a]\n")).toEqual(["rows", "rows"]);
    expect(kindsOf("x = [b for a in rows for b in here()]\n")).toEqual(["rows"]);
    expect(kindsOf("x = [a for a in here() for b in a]\n")).toEqual([]);
    expect(kindsOf("x = [a for a in rows if here() for b in a]\n")).toEqual(["rows"]);
  });
});

describe("a loop goes over", () => {
  it.each([
    "for a in rows:",
    "for i in range(1000):",
    "for i in range(n):",
    "for i in range(10, 0, -1):",
    "for i, a in enumerate(rows):",
    "for a in rows[1:]:",
    "for i, a in enumerate(rows[2:], start=1):",
    "for a in Model.objects.iterator(chunk_size=100):",
    "for batch in session.query(Batch):",
    "for key, group in groupby(rows):",
    "async for a in rows:",
    "while (row := cursor.fetchone()):",
  ])("rows: %s", (head) => {
    expect(kindsOf(`from sqlalchemy.orm import Session\nsession = Session()\n${head}\n    here()\n`)).toEqual(
      ["rows"],
    );
  });

  it.each([
    "while i < len(rows):\n    here()\n    i += 1",
    "while row:\n    here()\n    row = cursor.fetchone()",
    "while stack:\n    a = stack.pop()\n    here()",
    "while not queue.empty():\n    a = queue.get()\n    here()",
    "while True:\n    try:\n        a = next(it)\n    except StopIteration:\n        break\n    here()",
    "while True:\n    row = cursor.fetchone()\n    if row is None:\n        break\n    here()",
  ])("rows: %s", (code) => {
    expect(kindsOf(`${code}\n`)).toEqual(["rows"]);
  });

  it.each([
    "for part in chunks(rows, 100):",
    "for i in range(0, len(rows), size):",
    "for part in more_itertools.chunked(rows, 100):",
    "for i, part in enumerate(batched(rows, 100)):",
    "for chunk in split(rows):",
    "for frame in pandas.read_csv(path, chunksize=1000):",
    "for part in [rows[i:i + 10] for i in range(0, len(rows), 10)]:",
    "while (rows := cursor.fetchmany(100)):",
    "while (part := list(islice(it, 100))):",
  ])("chunks: %s", (head) => {
    expect(kindsOf(`${head}\n    here()\n`)).toEqual(["chunks"]);
  });

  it.each([
    "while True:\n    rows = cursor.fetchmany(100)\n    if not rows:\n        break\n    here()",
    "while True:\n    rows = q.limit(100).all()\n    if len(rows) == 0:\n        break\n    here()",
    "while offset < total:\n    here()\n    offset += 100",
  ])("chunks: %s", (code) => {
    expect(kindsOf(`${code}\n`)).toEqual(["chunks"]);
  });

  it.each([
    'for a in ["x", "y"]:',
    'for a, b in {"x": 1}.items():',
    "for i in range(9):",
    "for i in range(LIMIT):",
    "for a in NAMES:",
    "for a in sorted(NAMES):",
    "for a, b in zip(NAMES, rows):",
    "for a in rows[:5]:",
    'for a in "x y z".split():',
  ])("few constants: %s", (head) => {
    expect(kindsOf(`NAMES = ("x", "y")\nLIMIT = 3\n${head}\n    here()\n`)).toEqual(["few-constants"]);
  });

  it("rows, if a list is filled after it was written out", () => {
    expect(kindsOf("def f():\n    a = [1, 2]\n    a.append(3)\n    for b in a:\n        here()\n")).toEqual([
      "rows",
    ]);
    expect(kindsOf("def f():\n    a = []\n    a += rows\n    for b in a:\n        here()\n")).toEqual([
      "rows",
    ]);
  });

  it.each([
    "while True:\n    a = queue.get()\n    here()",
    "while queue:\n    a = queue.get()\n    here()",
    "while True:\n    here()\n    time.sleep(5)",
    "while True:\n    a = r.brpop('x')\n    here()",
    "while not stop.is_set():\n    here()\n    stop.wait(1)",
    "while self.running:\n    here()",
    "for message in consumer:\n    here()",
    "for message in pubsub.listen():\n    here()",
    "for a in iter(queue.get, None):\n    here()",
  ])("work that it waits for: %s", (code) => {
    expect(kindsOf(`${code}\n`)).toEqual(["poll"]);
  });

  it.each([
    "for attempt in range(50):\n    here()",
    "for i in range(50):\n    try:\n        here()\n        break\n    except Error:\n        pass",
    "while True:\n    try:\n        here()\n        break\n    except Error:\n        pass",
    "while retries < 50:\n    here()\n    retries += 1",
  ])("attempts: %s", (code) => {
    expect(kindsOf(`${code}\n`)).toEqual(["retries"]);
  });
});

describe("an expression depends on a loop", () => {
  it("through its variables and what is computed from them", () => {
    expect(
      dependentOf(
        "for a, (b, c) in rows:\n    d = f(c)\n    e = {}\n    e['x'] = d\n    here(a, d, e, x, 1)\n",
      ),
    ).toEqual(["a", "d", "e"]);
  });

  it("through lists that are filled, inner loops, `with` and walrus", () => {
    expect(
      dependentOf(
        "for a in rows:\n    l = []\n    l.append(a)\n    for b in l:\n        pass\n    with open(a) as f:\n        pass\n    if (w := a.x):\n        here(l, b, f, w, rows)\n",
      ),
    ).toEqual(["l", "b", "f", "w"]);
  });

  it("through attributes of self, each by itself", () => {
    expect(
      dependentOf(
        "def m(self):\n    for a in self.rows:\n        self.a = a\n        here(self.a, self.b)\n",
      ),
    ).toEqual(["self.a"]);
  });

  it("in a `while` through what it moves on, and not through what is random", () => {
    expect(
      dependentOf(
        "def f():\n    i = 0\n    while i < n:\n        a = rows[i]\n        r = random()\n        here(i, a, r)\n        i += 1\n",
      ),
    ).toEqual(["i", "a"]);
    expect(dependentOf("while True:\n    a = next(it)\n    here(a, it)\n")).toEqual(["a"]);
  });

  it("in a comprehension through its clauses", () => {
    expect(dependentOf("x = [here(a, b, c) for a in rows for b in a]\n")).toEqual(["b"]);
  });
});
