import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { searchEvidence } from "../../../src/core/lint/evidence.ts";
import { methodNames } from "../../../src/core/lint/model/libraries/actions.ts";
import { isSql } from "../../../src/core/lint/model/sql-text.ts";
import { rules } from "../../../src/core/lint/rules/index.ts";
import { lintPython } from "../../support/lint-python.ts";

const evidence = rules.flatMap((rule) => rule.evidence ?? []);

describe("searchEvidence", () => {
  it.each([
    "SELECT 1",
    "\n   select\n*",
    "\\n(SELECT 1)",
    "insert into t values (1)",
    "INSERT OR REPLACE INTO t",
    "INSERT IGNORE INTO t",
    "REPLACE INTO t",
    "UPDATE t SET a = 1",
    "DELETE FROM t",
    "CREATE TABLE t (a)",
    "create temporary table t (a)",
    "CREATE UNIQUE INDEX i",
    "DROP VIEW v",
    "ALTER TABLE t",
    "WITH a AS (SELECT 1)",
    "PRAGMA foreign_keys",
    "TRUNCATE t",
    "MERGE INTO t",
  ])("takes a call with %j for evidence, however the string is written", (statement) => {
    expect(isSql(statement)).toBe(true);
    const quote = '"""';
    const [first = "", ...rest] = statement.split(" ");
    for (const written of [
      quote + statement + quote,
      `f'''${statement} {x}'''`,
      `${quote}${first} ${quote} ${quote}${rest.join(" ")}${quote}`,
      `${quote}${first}${quote} + ${quote} ${rest.join(" ")}${quote}`,
      `${quote}${first}${quote}\n    ${quote} ${rest.join(" ")}${quote}`,
    ]) {
      const text = `q = ${written}\ncur.execute(q)\n`;
      expect(searchEvidence(text, []).hasEvidence, text).toBe(true);
    }
  });

  it.each([
    ["prose", 'run.execute("Create the thing", help="Merge the thing")'],
    ["a docstring", 'def f(x):\n    r"""Update the plan."""\n    x.execute()\n'],
    ["a query of something else", "frame.query(expression)"],
    ["a statement without a call", 'text = "SELECT 1"'],
    ["a call without a statement", "runner.execute(plan)"],
  ])("does not take %s for evidence", (_, text) => {
    expect(searchEvidence(text, []).hasEvidence).toBe(false);
  });

  it("leaves out no file in which something is found by names alone", () => {
    const files = { clean: 0, guilty: 0 };
    fc.assert(
      fc.property(programs(), (text) => {
        const found = lintPython(text, rules).map(({ rule }) => rule);
        if (found.length > 0) files.guilty++;
        if (searchEvidence(text, evidence).hasEvidence) return;
        files.clean++;
        expect(found, text).toEqual([]);
      }),
      { numRuns: 2000, seed: 11 },
    );
    expect(files.clean).toBeGreaterThan(300);
    expect(files.guilty).toBeGreaterThan(30);
  });
});

/** Programs that import no database's package. */
function programs() {
  const receiver = fc.constantFrom(
    ..."session session self.db conn conn cur cur self._cursor get_session() db.session User.query User.objects s x".split(
      " ",
    ),
  );
  const argument = fc.constantFrom(
    "stmt",
    "User",
    '"INSERT INTO t VALUES (1)"',
    '"""\n    SELECT * FROM t\n"""',
    '"(" "select" " 1"',
    'f"update t set a = {row}"',
    'r"\\nDELETE FROM t"',
    "SQL.format(row)",
    '"Create a thing with it"',
  );
  // Nobody gives a statement to a method that takes a key.
  const methods = [...methodNames].filter((name) => !/^(?:get|get_one)$/.test(name));
  const common = fc.constantFrom("execute", "executemany", "add", "commit", "query");
  const call = fc.oneof(
    fc
      .tuple(
        receiver,
        fc.oneof(common, fc.constantFrom(...methods)),
        fc.array(argument, { minLength: 1, maxLength: 2 }),
      )
      .map(([of, name, args]) => `${of}.${name}(${args.join(", ")})`),
    fc.tuple(receiver, fc.constantFrom("User, row", "row")).map(([of, args]) => `${of}.get(${args})`),
  );
  const line = fc
    .tuple(fc.constantFrom("", "x = ", "return ", "s = "), call)
    .map(([start, made]) => start + made);
  const head = fc.constantFrom(
    "",
    "SQL = 'DROP TABLE t'\n",
    "from x import User as user, stmt\n",
    "import app\n",
  );
  const end = fc.constantFrom("work(row)", "threading.Thread(target=work, args=(row,)).start()");
  return fc.tuple(head, fc.array(line, { minLength: 1, maxLength: 5 }), end).map(
    ([imports, lines, last]) => `import threading
${imports}def work(row, session, s=None):
    for one in row:
${lines.map((each) => `        ${each}\n`).join("")}for row in rows:
    ${last}
`,
  );
}
