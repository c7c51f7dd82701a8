import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { describe, expect, it } from "vitest";
import { defaultLintConfig } from "../../../../src/core/lint/config.ts";
import { lintSource } from "../../../../src/core/lint/lint-source.ts";
import { buildModel } from "../../../../src/core/lint/model/build-model.ts";
import { ModelMemory } from "../../../../src/core/lint/model/model-memory.ts";
import { alone } from "../../../../src/core/lint/model/surroundings.ts";
import { rules } from "../../../../src/core/lint/rules/index.ts";
import type { Source } from "../../../../src/core/lint/source.ts";
import { readPython } from "../../../support/parse-python.ts";

const program = `import sqlite3
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from flask import Flask
from sqlalchemy import create_engine, insert, select
from sqlalchemy.orm import Session, declarative_base, relationship, scoped_session, sessionmaker

engine = create_engine("postgresql://host/db")
Base = declarative_base()
Local = sessionmaker(bind=engine)
Registry = scoped_session(Local)
session = Local()
app = Flask(__name__)


class User(Base):
    __tablename__ = "users"
    posts = relationship("Post")


def make():
    return Local()


@contextmanager
def scope():
    s = make()
    try:
        yield s
        s.commit()
    finally:
        s.close()


def save(db, row):
    db.add(User(name=row))
    db.commit()


def work(rows):
    for row in rows:
        session.execute(insert(User), {"name": row})
        session.commit()


def start(chunks):
    with ThreadPoolExecutor(4) as pool:
        pool.map(work, chunks)
    for chunk in chunks:
        threading.Thread(target=work, args=(chunk,)).start()


@app.route("/")
def index():
    with scope() as s:
        for user in s.query(User).all():
            print(user.posts)
            s.execute(select(User).where(User.id == user.id))
    for row in [1, 2, 3]:
        save(make(), row)
    return "ok"


class Store:
    ${"# a class that is long enough to be split into units\n    ".repeat(100)}
    def __init__(self, path):
        self.conn = sqlite3.connect(path, check_same_thread=False)
        self.cur = self.conn.cursor()

    def put(self, rows):
        for row in rows:
            self.cur.execute("INSERT INTO t VALUES (?)", row)
            self.conn.commit()

    def get(self, keys):
        return [self.cur.execute("SELECT * FROM t WHERE k = ?", (key,)).fetchone() for key in keys]

    def run(self):
        threading.Thread(target=self.put, args=([1],)).start()
        try:
            self.conn.commit()
        except Exception as error:
            print(error)


store = Store("x.db")
`;

/** Marsaglia's xorshift, so that a failing edit can be found again by its seed. */
function randomFrom(seed: number): (below: number) => number {
  let state = seed * 2654435761 + 1;
  return (below) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % below;
  };
}

const words = [
  "session",
  "make()",
  "row",
  "work",
  "save",
  "self.conn",
  "Local",
  "Session(engine)",
  "None",
  "\n",
  "\n\n",
  "    ",
  "(",
  ")",
  ":",
  "commit",
  "for x in rows:",
  "return ",
  "def extra(): pass\n",
  "import json\n",
  "s",
  ".",
  "#",
  '"',
  "'''",
];

function edited(text: string, random: (below: number) => number): string {
  const at = random(text.length);
  switch (random(4)) {
    case 0:
      return text.slice(0, at) + words[random(words.length)] + text.slice(at);
    case 1:
      return text.slice(0, at) + text.slice(at + 1 + random(6));
    case 2: {
      // A name becomes another.
      const names = [...text.matchAll(/\b[a-z]\w+\b/gi)];
      const one = names[random(names.length)];
      const other = names[random(names.length)]?.[0] ?? "x";
      return one ? text.slice(0, one.index) + other + text.slice(one.index + one[0].length) : text;
    }
    default: {
      const lines = text.split("\n");
      const [line = ""] = lines.splice(random(lines.length), 1);
      lines.splice(random(lines.length), 0, line);
      return lines.join("\n");
    }
  }
}

function answers(source: Source, memory?: ModelMemory) {
  const model = buildModel(source, alone, memory ?? new ModelMemory());
  const operations = model.operations.map(
    ({ call, action, receiver, session: owner, weak }) =>
      `${model.rangeOf(call).start} ${action} ${receiver.kind} ${receiver.library} ${weak} ${owner.kind} ${owner.origin.range.start}`,
  );
  const { findings } = lintSource({ source, rules, config: defaultLintConfig, ...(memory && { memory }) });
  return { operations, findings };
}

describe("an edited file", () => {
  it.each(Array.from({ length: 15 }, (_, index) => index + 1))(
    "has the findings of a fresh one after each of 20 random edits, seed %i",
    (seed) => {
      const random = randomFrom(seed);
      const memory = new ModelMemory();
      let text = program;
      let source = readPython(text);
      for (let edit = 0; edit < 20; edit++) {
        expect(answers(source, memory), `edit ${edit}`).toEqual(answers(readPython(text)));
        // Now and then all comes back, as by undo.
        text = random(6) === 0 ? program : edited(text, random);
        source = readPython(text, { previous: source });
      }
    },
  );

  it("lets go of its earlier versions", async () => {
    setFlagsFromString("--expose-gc");
    const collectGarbage: () => void = runInNewContext("gc");
    const memory = new ModelMemory();
    const versions: WeakRef<object>[] = [];
    let source = readPython(program);
    for (let edit = 0; edit < 10; edit++) {
      answers(source, memory);
      versions.push(new WeakRef(memory.functions));
      const text = program.replace('return "ok"', `return "${edit}"`);
      source = readPython(text, { previous: source });
      // A WeakRef's object lives until the turn ends.
      await new Promise((resolve) => setTimeout(resolve));
    }
    collectGarbage();
    // The engine itself may still hold the last ones; a version that held the one before it would keep all.
    expect(versions.slice(0, 5).filter((version) => version.deref() !== undefined)).toEqual([]);
  });
});
