import { describe, expect, it } from "vitest";
import { defaultLintConfig } from "../../../src/core/lint/config.ts";
import { lintSource } from "../../../src/core/lint/lint-source.ts";
import type { FilePart } from "../../../src/core/lint/model/file-model.ts";
import { ModelMemory } from "../../../src/core/lint/model/model-memory.ts";
import { defineRule, type Rule } from "../../../src/core/lint/rule.ts";
import { rules } from "../../../src/core/lint/rules/index.ts";
import type { Source } from "../../../src/core/lint/source.ts";
import { readPython } from "../../support/parse-python.ts";

const program = `import psycopg2


def fetch(url):
    return url


def save(rows):
    conn = psycopg2.connect("host=db")
    cur = conn.cursor()
    for row in rows:
        cur.execute("INSERT INTO t VALUES (%s)", row)
`;

/** Looks at the parts as a rule does, and tells which. */
function watching(looked: string[]): Rule {
  return defineRule({
    ...(rules[0] as Rule),
    id: "watching",
    severity: "warning",
    check: {
      pythonPart: ({ unit }: FilePart) => {
        looked.push(/def (\w+)/.exec(unit.text)?.[1] ?? "module");
      },
    },
  });
}

function open(all: readonly Rule[], config = defaultLintConfig) {
  const memory = new ModelMemory();
  let source: Source | undefined;
  return {
    lint(text: string) {
      source = readPython(text, source && { previous: source });
      const found = lintSource({ source, rules: all, config, memory }).findings;
      const fresh = lintSource({ source: readPython(text), rules: all, config }).findings;
      expect(found).toEqual(fresh);
      return found;
    },
    configure(changed: typeof config) {
      config = changed;
    },
  };
}

describe("what was found in a unit", () => {
  it("is not looked for again when another one changes", () => {
    const looked: string[] = [];
    const rule = watching(looked);
    const memory = new ModelMemory();
    const lint = (text: string, previous?: Source) => {
      const source = readPython(text, previous && { previous });
      lintSource({ source, rules: [rule], config: defaultLintConfig, memory });
      return source;
    };
    const before = lint(program);
    looked.length = 0;
    lint(program.replace("return url", "return url + url"), before);
    expect(looked).toEqual(["fetch"]);
  });

  it("moves with its unit, with all places that belong to it", () => {
    const file = open(rules);
    const [before] = file.lint(program);
    const [after] = file.lint(program.replace("return url\n", "log(url)\n    return url\n"));
    expect(after?.range.start).toBe((before?.range.start ?? 0) + "log(url)\n    ".length);
  });

  it("goes when the function that it rests on changes", () => {
    const made = `from sqlalchemy.orm import Session


def make():
    return Session()


def save(rows):
    box = make()
    for row in rows:
        box.execute("INSERT INTO t VALUES (1)")
    box.close()
`;
    const file = open(rules);
    const found = file.lint(made).map(({ rule }) => rule);
    expect(found).toContain("per-row-write");
    expect(file.lint(made.replace("return Session()", "return None"))).toEqual([]);
    expect(file.lint(made).map(({ rule }) => rule)).toEqual(found);
  });

  it("follows what starts its function", () => {
    const made = `import threading
from sqlalchemy.orm import Session


def work(row):
    with Session() as db:
        db.execute("INSERT INTO t VALUES (1)")
        db.commit()


def start(rows):
    for row in rows:
        threading.Thread(target=work, args=(row,)).start()
`;
    const file = open(rules);
    expect(file.lint(made).map(({ rule }) => rule)).toContain("per-row-write");
    const alone = file.lint(
      made.replace("    for row in rows:\n        threading", "    if rows:\n        threading"),
    );
    expect(alone.map(({ rule }) => rule)).not.toContain("per-row-write");
  });

  it("is told with the severity that the settings say now", () => {
    const file = open(rules);
    expect(file.lint(program).some(({ severity }) => severity === "error")).toBe(false);
    file.configure({ ...defaultLintConfig, rules: { "per-row-write": "error" } });
    expect(file.lint(program).some(({ severity }) => severity === "error")).toBe(true);
  });
});
