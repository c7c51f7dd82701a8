import { describe, expect, it } from "vitest";
import { commitWithoutRollback } from "../../../../src/core/lint/rules/commit-without-rollback.ts";
import { english } from "../../../../src/core/text/text.ts";
import { checkRule } from "../../../support/check-rule.ts";
import { lintPython } from "../../../support/lint-python.ts";

const own = `
import logging
from sqlalchemy import create_engine
from sqlalchemy.exc import IntegrityError, OperationalError, SQLAlchemyError
from sqlalchemy.orm import Session, scoped_session, sessionmaker
from models import User
engine = create_engine("postgresql://db/app")
SessionLocal = sessionmaker(bind=engine)
log = logging.getLogger(__name__)
`;

const flask = `
from flask import Flask, flash, jsonify, redirect, request
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy.exc import IntegrityError
app = Flask(__name__)
db = SQLAlchemy(app)
`;

checkRule(commitWithoutRollback, {
  finds: [
    {
      name: "a handler in a loop that prints and goes on",
      code: `${own}
def store(rows):
    session = SessionLocal()
    for row in rows:
        try:
            session.add(User(name=row))
            session.commit()
        «except Exception as e:»
            print(f"cannot store {row}: {e}")
    session.close()
`,
      severity: "error",
    },
    {
      name: "a module's session in a function that logs",
      code: `${own}
session = SessionLocal()

def rename(user_id, name):
    try:
        session.get(User, user_id).name = name
        session.commit()
        return True
    «except SQLAlchemyError:»
        log.exception("rename failed")
        return False
`,
      severity: "error",
    },
    {
      name: "a session kept on self",
      code: `${own}
class Store:
    def __init__(self):
        self.session = SessionLocal()

    def save(self, user):
        try:
            self.session.add(user)
            self.session.commit()
        «except Exception as error:»
            log.error("not saved: %s", error)
`,
      severity: "error",
    },
    {
      name: "a scoped session, flush, and a bare except",
      code: `${own}
Registry = scoped_session(SessionLocal)

def touch(user):
    try:
        Registry.add(user)
        Registry.flush()
    «except:»
        pass
`,
      severity: "error",
    },
    {
      name: "a parameter's session, which its caller goes on with",
      code: `${own}
def create_user(db: Session, name: str):
    user = User(name=name)
    db.add(user)
    try:
        db.commit()
    «except IntegrityError:»
        return None
    return user
`,
      severity: "error",
    },
    {
      name: "only one of two handlers rolls back",
      code: `${own}
session = SessionLocal()

def save(user):
    try:
        session.add(user)
        session.commit()
    except IntegrityError:
        session.rollback()
    «except OperationalError as error:»
        log.warning(error)
`,
    },
    {
      name: "a retry that uses the broken session again",
      code: `${own}
import time

def save(session: Session, user):
    for attempt in range(3):
        try:
            session.add(user)
            session.commit()
            return True
        «except OperationalError:»
            time.sleep(attempt)
    return False
`,
      severity: "error",
    },
    {
      name: "a condition may keep the error",
      code: `${own}
session = SessionLocal()

def save(user):
    try:
        session.add(user)
        session.commit()
    «except IntegrityError as error:»
        if "duplicate" not in str(error):
            raise
`,
    },
    {
      name: "Flask: the handler returns at once",
      code: `${flask}
@app.route("/users", methods=["POST"])
def create():
    try:
        db.session.add(User(name=request.form["name"]))
        db.session.commit()
        return jsonify(ok=True)
    «except Exception as e:»
        return jsonify(error=str(e)), 500
`,
      severity: "information",
    },
    {
      name: "Flask: the request goes on with the session",
      code: `${flask}
@app.route("/users", methods=["POST"])
def create():
    try:
        db.session.add(User(name=request.form["name"]))
        db.session.commit()
    «except IntegrityError:»
        flash("taken")
    users = db.session.query(User).all()
    return jsonify([u.name for u in users])
`,
      severity: "error",
    },
    {
      name: "Flask: a script's loop over db.session",
      code: `${flask}
def seed(names):
    with app.app_context():
        for name in names:
            try:
                db.session.add(User(name=name))
                db.session.commit()
            «except IntegrityError as e:»
                print("skipped", name, e)
`,
      severity: "error",
    },
    {
      name: "local to a function that then returns",
      code: `${own}
def store(user):
    s = SessionLocal()
    try:
        s.add(user)
        s.commit()
    «except Exception as e:»
        print(e)
`,
      severity: "information",
    },
    {
      name: "an async session in a loop",
      code: `
from sqlalchemy.ext.asyncio import AsyncSession

async def store(db: AsyncSession, rows):
    for row in rows:
        try:
            db.add(row)
            await db.commit()
        «except Exception as e:»
            print(e)
`,
      severity: "error",
    },
    {
      name: "psycopg2: the connection goes on in the loop",
      code: `
import psycopg2

def load(rows):
    conn = psycopg2.connect("dbname=app")
    cur = conn.cursor()
    for row in rows:
        try:
            cur.execute("INSERT INTO users VALUES (%s)", (row,))
            conn.commit()
        «except psycopg2.Error as e:»
            print(e)
    conn.close()
`,
      severity: "error",
    },
    {
      name: "the inner try re-raises, the outer one swallows",
      code: `${own}
session = SessionLocal()

def save(user):
    try:
        try:
            session.add(user)
            session.commit()
        except IntegrityError:
            raise
    «except Exception:»
        log.exception("lost")
`,
    },
    {
      name: "a parameter that is added to and committed",
      code: `
from sqlalchemy.exc import IntegrityError

def create(db, user):
    db.add(user)
    try:
        db.commit()
    «except IntegrityError:»
        return None
    return user
`,
    },
    {
      name: "the session comes from another file",
      files: {
        "db.py": `${own}
session = SessionLocal()
`,
      },
      code: `
from db import session
from models import User

def save(name):
    try:
        session.add(User(name=name))
        session.commit()
    «except Exception as e:»
        print(e)
`,
    },
    {
      name: "another module's `db`, in a request handler",
      severity: "information",
      code: `
from flask import Blueprint
from shop import db
from shop.models import Basket

pages = Blueprint("pages", __name__)

@pages.post("/baskets")
def create_basket():
    try:
        db.session.add(Basket())
        db.session.commit()
        return "created"
    «except Exception:»
        return "failed"
`,
    },
    {
      name: "another module's `db` in a loop",
      severity: "error",
      code: `
from sqlalchemy.exc import IntegrityError
from shop import db
from shop.models import Basket

def store(owners):
    for owner in owners:
        try:
            db.session.add(Basket(owner=owner))
            db.session.commit()
        «except IntegrityError:»
            print(owner)
`,
    },
    {
      name: "a driver's connection by its annotation",
      code: `
import logging
import psycopg2

def keep(link: psycopg2.extensions.connection, reading):
    try:
        with link.cursor() as cursor:
            cursor.execute("INSERT INTO readings VALUES (%s)", (reading,))
        link.commit()
    «except Exception:»
        logging.exception("reading lost")
`,
      severity: "error",
      message: /PostgreSQL refuses every later statement/,
    },
    {
      name: "psycopg's connection by its annotation, asynchronous or not, and the connection of a cursor",
      code: `
import psycopg
from psycopg2.extras import RealDictCursor

def keep(link: "psycopg.Connection", reading):
    try:
        link.execute("INSERT INTO readings VALUES (%s)", (reading,))
        link.commit()
    «except psycopg.Error as problem:»
        print(problem)

async def keep_soon(link: psycopg.AsyncConnection | None, reading):
    try:
        await link.execute("INSERT INTO readings VALUES (%s)", (reading,))
        await link.commit()
    «except psycopg.Error as problem:»
        print(problem)

def keep_by(rows: RealDictCursor, reading):
    try:
        rows.execute("INSERT INTO readings VALUES (%s)", (reading,))
        rows.connection.commit()
    «except Exception as problem:»
        print(problem)
`,
      severity: "error",
    },
    ...["pymysql.connections.Connection", "sqlite3.Connection", "pyodbc.Connection"].map((type) => ({
      name: `two writes and a parameter that is a ${type}`,
      code: `
import pymysql, pyodbc, sqlite3

def move(link: ${type}, item, shelf):
    try:
        cursor = link.cursor()
        cursor.execute("DELETE FROM places WHERE item = 1")
        cursor.execute("INSERT INTO places VALUES (1, 2)")
        link.commit()
    «except Exception as problem:»
        print("not moved", problem)
`,
      severity: "warning" as const,
      message: /the next commit stores it/,
    })),
    {
      name: "writes of a loop inside the try, in a connection that is handed in",
      code: `
import sqlite3

def fill(link: sqlite3.Connection, items):
    try:
        for item in items:
            link.execute("INSERT INTO items VALUES (?)", (item,))
        link.commit()
    «except sqlite3.Error as problem:»
        print(problem)
`,
      severity: "warning",
    },
    {
      name: "a connection that the caller hands over in a loop",
      code: `
import psycopg2

def keep(conn, reading):
    try:
        conn.cursor().execute("INSERT INTO readings VALUES (%s)", (reading,))
        conn.commit()
    «except psycopg2.Error as problem:»
        print(problem)

def main():
    conn = psycopg2.connect("dbname=meter")
    for reading in open("readings.txt"):
        keep(conn, reading)
    conn.close()
`,
      severity: "error",
      related: ["conn.commit()"],
    },
    {
      name: "several writes in a connection that the caller commits later",
      code: `
import sqlite3

def keep(conn, readings):
    try:
        conn.executemany("INSERT INTO readings VALUES (?)", readings)
        conn.commit()
    «except sqlite3.Error as problem:»
        print(problem)

def note(conn, text):
    conn.execute("INSERT INTO notes VALUES (?)", (text,))
    conn.commit()

def main():
    conn = sqlite3.connect("meter.db")
    keep(conn, [("first",)])
    note(conn, "read")
    conn.close()
`,
      severity: "warning",
    },
    {
      name: "a connection that the caller's with-block hands over twice",
      code: `
import psycopg2

def keep(conn, reading):
    try:
        conn.cursor().execute("INSERT INTO readings VALUES (%s)", (reading,))
        conn.commit()
    «except psycopg2.Error as problem:»
        print(problem)

def main():
    with psycopg2.connect("dbname=meter") as conn:
        keep(conn, "first")
        keep(conn, "last")
`,
      severity: "error",
    },
    {
      name: "a connection that goes through a function in between, out of a loop",
      code: `
import sqlite3

def keep(conn, reading):
    try:
        conn.execute("INSERT INTO readings VALUES (?)", (reading,))
        conn.commit()
    «except sqlite3.Error as problem:»
        print(problem)

def note(conn, reading):
    keep(conn, reading.strip())

def main():
    conn = sqlite3.connect("meter.db")
    for reading in open("readings.txt"):
        note(conn, reading)
    conn.close()
`,
      severity: "warning",
    },
    {
      name: "a connection that a thread's function is given",
      code: `
import threading
import psycopg2

def keep(conn, reading):
    try:
        conn.cursor().execute("INSERT INTO readings VALUES (%s)", (reading,))
        conn.commit()
    «except Exception as problem:»
        print(problem)

def listen():
    conn = psycopg2.connect("dbname=meter")
    while reading := input():
        threading.Thread(target=keep, args=(conn, reading)).start()
`,
      severity: "error",
    },
  ],
  leaves: [
    ...[
      ["closes at once", "    conn.close()"],
      ["rolls back where it hears of it", "    conn.rollback()\n    conn.cursor().execute('SELECT 1')"],
      ["never uses again", "    print('done')"],
      ["gives back to a pool", "    pool.putconn(conn)"],
    ].map(([what, then]) => ({
      name: `a driver's connection that the only caller ${what}`,
      code: `
import psycopg2
from pools import pool

def keep(conn: psycopg2.extensions.connection, reading):
    try:
        conn.cursor().execute("INSERT INTO readings VALUES (%s)", (reading,))
        conn.commit()
    except psycopg2.Error as problem:
        print(problem)

def main():
    conn = psycopg2.connect("dbname=meter")
    keep(conn, "first")
${then}
`,
    })),
    {
      name: "what others than PostgreSQL keep of a failed attempt, where nothing commits it",
      code: `
import sqlite3

def keep(conn, readings):
    try:
        conn.executemany("INSERT INTO readings VALUES (?)", readings)
        conn.commit()
    except sqlite3.Error as problem:
        print(problem)

def show(conn):
    for reading in conn.execute("SELECT * FROM readings"):
        print(reading)

def main():
    conn = sqlite3.connect("meter.db")
    keep(conn, [("first",)])
    show(conn)
    print(conn.execute("SELECT count(*) FROM readings").fetchone())
    conn.close()
`,
    },
    {
      name: "a connection that each round of the caller's loop, or each thread, gets anew",
      code: `
import threading
import psycopg2

def keep(conn, reading):
    try:
        conn.cursor().execute("INSERT INTO readings VALUES (%s)", (reading,))
        conn.commit()
    except psycopg2.Error as problem:
        print(problem)

def main():
    for reading in open("readings.txt"):
        conn = psycopg2.connect("dbname=meter")
        keep(conn, reading)
        conn.close()
    for reading in open("readings.txt"):
        keep(psycopg2.connect("dbname=meter"), reading)
        threading.Thread(target=keep, args=(psycopg2.connect("dbname=meter"), reading)).start()
`,
    },
    {
      name: "one write in a connection that is handed in, where a failed statement leaves nothing behind",
      code: `
import sqlite3
from pymysql.cursors import Cursor

def keep(link: sqlite3.Connection, reading):
    try:
        link.execute("SELECT count(*) FROM readings")
        link.execute("INSERT INTO readings VALUES (?)", (reading,))
        link.commit()
    except sqlite3.Error as problem:
        print(problem)

def keep_by(rows: Cursor, reading):
    try:
        rows.execute("INSERT INTO readings VALUES (%s)", (reading,))
        rows.connection.commit()
    except Exception as problem:
        print(problem)
`,
    },
    {
      name: "a connection that is handed in and rolled back behind the try, or ended with the request",
      code: `
import psycopg2
from fastapi import Depends, FastAPI
from database import get_link
app = FastAPI()

def keep(link: psycopg2.extensions.connection, reading):
    try:
        link.cursor().execute("INSERT INTO readings VALUES (%s)", (reading,))
        link.commit()
        return True
    except psycopg2.Error as problem:
        print(problem)
    link.rollback()
    return False

@app.post("/readings")
def post(reading: str, link: psycopg2.extensions.connection = Depends(get_link)):
    try:
        link.cursor().execute("INSERT INTO readings VALUES (%s)", (reading,))
        link.commit()
    except psycopg2.Error as problem:
        return {"problem": str(problem)}
`,
    },
    {
      name: "a rollback in the handler",
      code: `${own}
session = SessionLocal()

def save(user):
    try:
        session.add(user)
        session.commit()
    except Exception:
        session.rollback()
        log.exception("not saved")
`,
    },
    {
      name: "a re-raise, and raising another exception",
      code: `${own}
session = SessionLocal()

def save(user):
    try:
        session.add(user)
        session.commit()
    except IntegrityError as error:
        raise ValueError("taken") from error
    except Exception:
        log.exception("not saved")
        raise
`,
    },
    {
      name: "a rollback or close in the finally",
      code: `${own}
def save(user):
    session = SessionLocal()
    try:
        session.add(user)
        session.commit()
    except Exception as e:
        log.error(e)
    finally:
        session.close()
`,
    },
    {
      name: "a session made and closed by with inside the try",
      code: `${own}
def save_all(users):
    for user in users:
        try:
            with SessionLocal() as session:
                session.add(user)
                session.commit()
        except Exception as e:
            log.error(e)
`,
    },
    {
      name: "a context manager of another file inside the try",
      code: `${own}
from app.database import managed_session

def save_all(users):
    for user in users:
        try:
            with managed_session() as session:
                session.add(user)
                session.commit()
        except Exception as e:
            log.error(e)
`,
    },
    {
      name: "a rollback with a handler of its own",
      code: `${own}
session = SessionLocal()

def save(user):
    try:
        session.add(user)
        session.commit()
    except Exception as e:
        log.error(e)
        try:
            session.rollback()
        except Exception:
            pass
`,
    },
    {
      name: "a savepoint or begin block in the try",
      code: `${own}
session = SessionLocal()

def save_all(users):
    for user in users:
        try:
            with session.begin_nested():
                session.add(user)
                session.flush()
        except IntegrityError:
            log.info("skipped")
    session.commit()
`,
    },
    {
      name: "a handler of errors that no database raises",
      code: `${own}
session = SessionLocal()

def save(form):
    try:
        session.add(User(name=form["name"]))
        session.commit()
    except KeyError:
        return "name missing"
    except (TypeError, ValueError):
        return "bad name"
`,
    },
    {
      name: "abort() and sys.exit() in the handler",
      code: `${flask}
import sys
from flask import abort

@app.route("/users", methods=["POST"])
def create():
    try:
        db.session.add(User(name="a"))
        db.session.commit()
    except Exception:
        abort(500)
    return "ok"

def seed():
    try:
        db.session.add(User(name="a"))
        db.session.commit()
    except Exception as e:
        print(e)
        sys.exit(1)
`,
    },
    {
      name: "the handler hands the session to a function",
      code: `${own}
from app.errors import undo
session = SessionLocal()

def save(user):
    try:
        session.add(user)
        session.commit()
    except Exception as e:
        undo(session, e)
`,
    },
    {
      name: "a method of the class that rolls back",
      code: `${own}
class Store:
    def __init__(self):
        self.session = SessionLocal()

    def _undo(self):
        self.session.rollback()

    def save(self, user):
        try:
            self.session.add(user)
            self.session.commit()
        except Exception:
            self._undo()
`,
    },
    {
      name: "a rollback that a condition guards",
      code: `${own}
session = SessionLocal()

def save(user):
    try:
        session.add(user)
        session.commit()
    except Exception as e:
        if session.is_active:
            session.rollback()
        print(e)
`,
    },
    {
      name: "the commit stands in the else branch or the handler",
      code: `${own}
session = SessionLocal()

def save(user):
    try:
        check(user)
    except Exception as e:
        session.add(Failure(text=str(e)))
        session.commit()
    else:
        session.add(user)
        session.commit()
`,
    },
    {
      name: "other things that commit",
      code: `${own}
import git

def publish(repo: git.Repo, event, transaction):
    try:
        repo.index.commit("publish")
        event.commit()
        transaction.commit()
    except Exception as e:
        print(e)
`,
    },
    {
      name: "a parameter of which only the name is known, and no more",
      code: `
def publish(session, event):
    try:
        session.commit()
    except Exception as e:
        print(e)

def load(conn, rows):
    for row in rows:
        try:
            conn.commit()
        except Exception as e:
            print(e)
`,
    },
    {
      name: "the inner handler rolls back and re-raises",
      code: `${own}
session = SessionLocal()

def save(user):
    try:
        try:
            session.add(user)
            session.commit()
        except Exception:
            session.rollback()
            raise
    except Exception:
        log.exception("not saved")
`,
    },
    {
      name: "a new session takes the broken one's place",
      code: `${own}
class Store:
    def __init__(self):
        self.session = SessionLocal()

    def save(self, user):
        try:
            self.session.add(user)
            self.session.commit()
        except Exception:
            self.session = SessionLocal()
`,
    },
    {
      name: "a commit in a function that the try only defines",
      code: `${own}
session = SessionLocal()

def make():
    try:
        def save(user):
            session.add(user)
            session.commit()
        return save
    except Exception:
        return None
`,
    },
    {
      name: "a connection of sqlite3 that its own with commits",
      code: `
import sqlite3
conn = sqlite3.connect("app.db")

def save(rows):
    for row in rows:
        try:
            with conn:
                conn.execute("INSERT INTO users VALUES (?)", row)
                conn.commit()
        except sqlite3.IntegrityError:
            print("skipped", row)
`,
    },
  ],
  fixes: [
    {
      name: "rolls back first, and keeps comments and indentation",
      before: `${own}
session = SessionLocal()

def save(user):
  try:
    session.add(user)
    session.commit()
  except Exception as e:  # the caller does not care
    # only a note
    print(e)
`,
      after: `${own}
session = SessionLocal()

def save(user):
  try:
    session.add(user)
    session.commit()
  except Exception as e:  # the caller does not care
    session.rollback()
    # only a note
    print(e)
`,
    },
    {
      name: "awaits an async session's rollback",
      before: `
from sqlalchemy.ext.asyncio import AsyncSession

async def store(db: AsyncSession, rows):
    for row in rows:
        try:
            db.add(row)
            await db.commit()
        except Exception: pass
`,
      after: `
from sqlalchemy.ext.asyncio import AsyncSession

async def store(db: AsyncSession, rows):
    for row in rows:
        try:
            db.add(row)
            await db.commit()
        except Exception: await db.rollback()
`,
    },
  ],
});

describe("what commit-without-rollback says of the place that it relates to", () => {
  const textOf = (head: string, session: string) => {
    const code = `${head}\nfor row in open("x"):\n    try:\n        ${session}.execute("INSERT INTO t VALUES (1)")\n        ${session}.commit()\n    except Exception:\n        pass\n`;
    return lintPython(code, [commitWithoutRollback]).map(({ related }) =>
      related.map(({ text }) => english(text)),
    );
  };
  it("is that a session's commit may fail, and that a driver's is skipped", () => {
    expect(textOf("from sqlalchemy.orm import Session\nsession = Session(engine)", "session")).toEqual([
      ["The commit() that may fail"],
    ]);
    expect(textOf("import sqlite3\nconn = sqlite3.connect('x.db')", "conn")).toEqual([
      ["An error before this commit() skips it"],
    ]);
  });
});
