import { describe, expect, it } from "vitest";
import { buildModel } from "../../../../src/core/lint/model/build-model.ts";
import { readPython } from "../../../support/parse-python.ts";

/** What `run(…)` at the end of the code sends: its text, a `…` behind it if that is not all, and what fills its fields. */
function sent(code: string): string | undefined {
  const file = buildModel(readPython(code));
  const statement = file.callsNamed("run").at(-1)?.args[0];
  const sql = statement && file.sqlTextOf(statement);
  return (
    sql && [sql.text + (sql.whole ? "" : "…"), ...sql.fields.map((field) => file.textOf(field))].join("|")
  );
}

describe("the text of a statement", () => {
  it.each([
    ["a literal", 'run("SELECT 1")', "SELECT 1"],
    ["adjoining literals", 'run("SELECT "\n  "1")', "SELECT 1"],
    ["an f-string", 'run(f"SELECT {a} FROM {b!r:>10}")', "SELECT {} FROM {}|a|b"],
    ["a percent", 'run("SELECT %s, %s" % (a, b))', "SELECT %s, %s|a|b"],
    ["a format", 'run("SELECT {}".format(a))', "SELECT {}|a"],
    ["a sum", 'run("SELECT " + a + " FROM t")', "SELECT {} FROM t|a"],
    ["joined literals", 'run("".join(("SELECT 1 ", "FROM t")))', "SELECT 1 FROM t"],
    ["a list joined with spaces", 'run(" ".join(["SELECT 1", "FROM t"]))', "SELECT 1 FROM t"],
    ["a list joined with line breaks", 'run("\\n".join(["SELECT 1", f"FROM {a}"]))', "SELECT 1\\nFROM {}|a"],
    ["a join of one text in parentheses", 'run("".join(("SELECT 1 "\n  "FROM t")))', "SELECT 1 FROM t"],
    ["names that are joined", 'cols = "a, b"\nrun(" ".join(["SELECT", cols]))', "SELECT a, b"],
    ["a join of what grows", 'a = "SELECT 1"\na += b\nrun(" ".join([a, "LIMIT 1"]))', "SELECT 1 LIMIT 1…"],
    ["what wraps it", 'run(sa.text(dedent("SELECT 1").strip()))', "SELECT 1"],
    ["a name", 'sql = "SELECT 1"\nrun(sql)', "SELECT 1"],
    ["the name's last value", 'sql = "SELECT 1"\nsql = "SELECT 2"\nrun(sql)', "SELECT 2"],
    ["a constant of a class", 'class A:\n    sql = "SELECT 1"\nrun(A.sql)', "SELECT 1"],
    ["one of two", 'run("SELECT 1" if a else "SELECT 2")', "SELECT 1…"],
    ["one of a name's two", 'sql = "SELECT 1"\nif a:\n    sql = "SELECT 2"\nrun(sql)', "SELECT 2…"],
    ["a name that grows", 'sql = "SELECT 1"\nsql += " FROM t"\nrun(sql)', "SELECT 1…"],
    ["a replacement", 'run("SELECT x".replace("x", a))', 'SELECT x…|"x"|a'],
    ["what is handed in", "def f(sql):\n    run(sql)", undefined],
    ["what a call makes", 'run(build("SELECT 1"))', undefined],
    ["a join of parts that are not known", 'run(" ".join(["SELECT", a, "FROM t"]))', undefined],
    ["a join of a list that is not written there", 'run(" ".join(parts))', undefined],
    ["a join of a comprehension", 'run(" ".join(["SELECT 1" for a in b]))', undefined],
    ["a join of more parts behind a star", 'run(" ".join(["SELECT 1", *more]))', undefined],
    ["a join of nothing", 'run(" ".join([]))', undefined],
    ["letters put apart", 'run(", ".join("SELECT 1"))', undefined],
    ["bytes put together", 'run(b"".join([b"SELECT 1"]))', undefined],
    ["a join of something else", 'run(path.join("SELECT 1"))', undefined],
    ["bytes", 'run(b"SELECT 1")', undefined],
    ["a product", 'run("SELECT 1" * 2)', undefined],
  ])("is read of %s", (_, code, expected) => {
    expect(sent(code)).toBe(expected);
  });
});
