import { describe, expect, it } from "vitest";
import { lastValue } from "./last-value.ts";

const session = "session sqlalchemy";

describe("what an expression holds", () => {
  it.each<[string, string, readonly string[]]>([
    ["a constructor", "from sqlalchemy.orm import Session\nSession(engine)", [session]],
    ["an import under another name", "from sqlalchemy.orm import Session as S\ns = S(engine)\ns", [session]],
    ["a module under another name", "import sqlalchemy.orm as orm\norm.Session(e)", [session]],
    ["a dotted module", "import sqlalchemy.orm\nsqlalchemy.orm.Session(e)", [session]],
    [
      "a factory's product",
      "from sqlalchemy.orm import sessionmaker\nMake = sessionmaker(bind=e)\nMake()",
      [session],
    ],
    [
      "a registry's product",
      "from sqlalchemy.orm import scoped_session, sessionmaker\nS = scoped_session(sessionmaker())\nS()",
      [session],
    ],
    [
      "a registry itself",
      "from sqlalchemy.orm import scoped_session\nS = scoped_session(make)\nS",
      ["session-registry sqlalchemy"],
    ],
    [
      "an async session by its factory",
      "from sqlalchemy.ext.asyncio import async_sessionmaker\nM = async_sessionmaker(e)\nM()",
      ["async session sqlalchemy"],
    ],
    [
      "a session in a with",
      "from sqlmodel import Session\ndef f():\n    with Session(engine) as s:\n        s",
      ["session sqlmodel"],
    ],
    [
      "a factory's begin in a with",
      "from sqlalchemy.orm import sessionmaker\nM = sessionmaker()\nwith M.begin() as s:\n    s",
      [session],
    ],
    [
      "a connection of an engine",
      "from sqlalchemy import create_engine\ne = create_engine('sqlite://')\nwith e.begin() as c:\n    c",
      ["connection sqlalchemy"],
    ],
    [
      "a cursor",
      "import sqlite3\nconn = sqlite3.connect('x.db')\ncur = conn.cursor()\ncur",
      ["cursor sqlite3"],
    ],
    [
      "a cursor in contextlib.closing",
      "import sqlite3\nfrom contextlib import closing\nwith closing(sqlite3.connect('x')) as c:\n    c",
      ["connection sqlite3"],
    ],
    ["an annotated parameter", "from sqlalchemy.orm import Session\ndef f(s: Session):\n    s", [session]],
    [
      "an optional parameter",
      "from sqlalchemy.orm import Session\ndef f(s: Session | None = None):\n    s",
      [session],
    ],
    ["a quoted annotation", "from sqlalchemy.orm import Session\ndef f(s: 'Session'):\n    s", [session]],
    [
      "what FastAPI hands in",
      "from fastapi import Depends\nfrom sqlalchemy.orm import sessionmaker\nM = sessionmaker()\ndef get_db():\n    db = M()\n    try:\n        yield db\n    finally:\n        db.close()\ndef route(db=Depends(get_db)):\n    db",
      [session],
    ],
    [
      "an annotated dependency under a name",
      "from typing import Annotated\nfrom fastapi import Depends\nfrom sqlmodel import Session\ndef get():\n    with Session(e) as s:\n        yield s\nDb = Annotated[Session, Depends(get)]\ndef route(db: Db):\n    db",
      ["session sqlmodel"],
    ],
    [
      "what a local function returns",
      "import psycopg2\ndef connect():\n    return psycopg2.connect(dsn)\nc = connect()\nc",
      ["connection psycopg2"],
    ],
    [
      "what a context manager yields",
      "from contextlib import contextmanager\nfrom sqlalchemy.orm import Session\n@contextmanager\ndef scope():\n    s = Session(e)\n    yield s\nwith scope() as s:\n    s",
      [session],
    ],
    [
      "an attribute of self",
      "import sqlite3\nclass Store:\n    def __init__(self):\n        self.db = sqlite3.connect('x')\n    def read(self):\n        self.db",
      ["connection sqlite3"],
    ],
    [
      "an attribute that is None at first",
      "import sqlite3\nclass Store:\n    db = None\n    def open(self):\n        self.db = sqlite3.connect('x')\n    def read(self):\n        self.db",
      ["connection sqlite3"],
    ],
    [
      "an attribute that a base class sets",
      "import pymysql\nclass Base:\n    def __init__(self):\n        self.conn = pymysql.connect()\nclass Store(Base):\n    def read(self):\n        self.conn.cursor()",
      ["cursor pymysql"],
    ],
    [
      "what callers pass",
      "from sqlalchemy.orm import Session\ndef save(target):\n    target\nsave(Session(e))\ndef last(x):\n    save(x)\n    target",
      [],
    ],
    [
      "Flask-SQLAlchemy's session",
      "from flask_sqlalchemy import SQLAlchemy\ndb = SQLAlchemy()\ndb.session",
      ["session-registry flask_sqlalchemy"],
    ],
    [
      "the session of a local subclass of SQLAlchemy",
      "from flask_sqlalchemy import SQLAlchemy\nclass DB(SQLAlchemy):\n    def store(self, row): pass\ndb = DB()\ndb.session",
      ["session-registry flask_sqlalchemy"],
    ],
    [
      "what a method of a local subclass of SQLAlchemy gives back",
      "from flask_sqlalchemy import SQLAlchemy as Base\nclass SQLAlchemy(Base):\n    def fresh(self):\n        return self.session()\ndb = SQLAlchemy()\ndb.fresh()",
      ["session flask_sqlalchemy"],
    ],
    [
      "the session of an annotated subclass of SQLAlchemy",
      "from flask_sqlalchemy import SQLAlchemy\nclass DB(SQLAlchemy):\n    def fresh(self):\n        return self.session()\ndef load(db: DB):\n    db.fresh()",
      ["session flask_sqlalchemy"],
    ],
    [
      "a model's query",
      "from flask_sqlalchemy import SQLAlchemy\ndb = SQLAlchemy()\nclass User(db.Model):\n    id = db.Column()\nUser.query.filter_by(id=1).first()",
      ["model-object flask_sqlalchemy of User"],
    ],
    [
      "a mapped class",
      "from sqlalchemy.orm import declarative_base\nBase = declarative_base()\nclass User(Base):\n    __tablename__ = 'u'\nUser()",
      ["model-object sqlalchemy of User", "instance User"],
    ],
    [
      "Django's objects",
      "from django.db import models\nclass User(models.Model):\n    pass\nUser.objects.filter(a=1).first()",
      ["model-object django of User"],
    ],
    [
      "an element of a query",
      "from sqlalchemy.orm import Session\ndef f(s: Session):\n    for user in s.query(User):\n        user",
      ["model-object sqlalchemy of User"],
    ],
    [
      "a pool",
      "from concurrent.futures import ThreadPoolExecutor\nThreadPoolExecutor(4)",
      ["executor of thread"],
    ],
    [
      "requests' session",
      "import requests\nsession = requests.Session()\nsession",
      ["external requests.Session()"],
    ],
    [
      "aiohttp's session in a with",
      "import aiohttp\nasync def f():\n    async with aiohttp.ClientSession() as session:\n        session",
      ["external aiohttp.ClientSession()"],
    ],
    ["a set that is called session", "session = set()\nsession", ["weak session unknown"]],
    ["a parameter that nothing is known of", "def f(cursor):\n    cursor", ["weak cursor unknown"]],
    ["Django's request.session", "def view(request):\n    request.session", []],
  ])("knows %s", (_name, code, values) => {
    expect(lastValue(code)).toEqual(values);
  });
});

describe("the flow of values", () => {
  const imports = "import sqlite3\nfrom sqlalchemy.orm import Session\n";

  it("sees the last assignment", () => {
    expect(lastValue(`${imports}x = Session(e)\nx = sqlite3.connect('a')\nx`)).toEqual([
      "connection sqlite3",
    ]);
  });

  it("joins the arms of an if", () => {
    expect(
      lastValue(
        `${imports}def f(a):\n    if a:\n        x = Session(e)\n    else:\n        x = sqlite3.connect('a')\n    x`,
      ),
    ).toEqual(["connection sqlite3", session]);
  });

  it("does not see the other arm of an if", () => {
    expect(
      lastValue(
        `${imports}def f(a):\n    if a:\n        x = Session(e)\n    else:\n        x = sqlite3.connect('a')\n        x`,
      ),
    ).toEqual(["connection sqlite3"]);
  });

  it("does not see an arm that leaves", () => {
    expect(
      lastValue(
        `${imports}def f(a):\n    x = Session(e)\n    if a:\n        x = sqlite3.connect('a')\n        return\n    x`,
      ),
    ).toEqual([session]);
  });

  it("keeps what was there before a try", () => {
    expect(
      lastValue(
        `${imports}def f():\n    x = None\n    try:\n        x = Session(e)\n    finally:\n        x`,
      ),
    ).toEqual([session, "constant null"]);
  });

  it("brings what a loop assigns into its next round", () => {
    expect(
      lastValue(
        `${imports}def f(rows):\n    x = Session(e)\n    for r in rows:\n        use(x)\n        x = sqlite3.connect('a')\n    x`,
      ),
    ).toEqual(["connection sqlite3", session]);
  });

  it("sees all assignments of a module's name in a function", () => {
    expect(lastValue(`${imports}x = Session(e)\ndef f():\n    x`)).toEqual([session]);
  });

  it("follows global", () => {
    expect(
      lastValue(`${imports}x = None\ndef open():\n    global x\n    x = Session(e)\ndef f():\n    x`),
    ).toEqual(["constant null", session]);
  });

  it("ends with a name that depends on itself", () => {
    expect(lastValue("x = x or x()\nx")).toEqual([]);
  });

  it("unpacks tuples", () => {
    expect(lastValue(`${imports}a, (b, c) = 1, (2, Session(e))\nc`)).toEqual([session]);
  });
});
