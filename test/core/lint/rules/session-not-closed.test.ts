import { sessionNotClosed } from "../../../../src/core/lint/rules/session-not-closed.ts";
import { checkRule } from "../../../support/check-rule.ts";

const own = `
from sqlalchemy import create_engine, select, text
from sqlalchemy.orm import Session, scoped_session, sessionmaker
from models import User
engine = create_engine("postgresql://db/app")
SessionLocal = sessionmaker(bind=engine)
`;

checkRule(sessionNotClosed, {
  finds: [
    {
      name: "a session that only reads",
      code: `${own}
def names():
    session = «SessionLocal()»
    users = session.query(User).all()
    return [u.name for u in users]
`,
      severity: "warning",
    },
    {
      name: "one way out is not closed",
      code: `${own}
def find(user_id):
    db = «Session(engine)»
    user = db.get(User, user_id)
    if user is None:
        return None
    name = user.name
    db.close()
    return name
`,
    },
    {
      name: "refresh after the last commit",
      code: `${own}
def create(name):
    s = «SessionLocal()»
    user = User(name=name)
    s.add(user)
    s.commit()
    s.refresh(user)
    return user
`,
    },
    {
      name: "an async session",
      code: `
from sqlalchemy import select
from sqlalchemy.ext.asyncio import async_sessionmaker, create_async_engine
from models import User
make = async_sessionmaker(create_async_engine("postgresql+asyncpg://db/app"))

async def names():
    session = «make()»
    result = await session.execute(select(User))
    return [u.name for u in result.scalars()]
`,
    },
    {
      name: "an aliased import, in a method",
      code: `
from sqlalchemy.orm import Session as DbSession
from app import engine, User

class Report:
    def rows(self):
        db = «DbSession(bind=engine)»
        return [(u.id, u.name) for u in db.query(User)]
`,
    },
    {
      name: "a function that hands the session out",
      code: `${own}
def open_session():
    return SessionLocal()

def count():
    session = «open_session()»
    return session.query(User).count()
`,
    },
    {
      name: "the factory comes from another file",
      files: { "db.py": own },
      code: `
from db import SessionLocal
from models import User

def count():
    session = «SessionLocal()»
    return session.query(User).count()
`,
    },
    {
      name: "SessionLocal of a module that is not there",
      code: `
from sqlalchemy import select
from app.database import SessionLocal
from app.models import User

def count():
    db = «SessionLocal()»
    return db.query(User).count()
`,
    },
    {
      name: "a session without a name",
      code: `${own}
def count():
    return «Session(engine)».query(User).count()
`,
    },
    {
      name: "sqlite3: never closed",
      code: `
import sqlite3

def count(path):
    conn = «sqlite3.connect(path)»
    cur = conn.cursor()
    cur.execute("SELECT count(*) FROM users")
    return cur.fetchone()[0]
`,
      severity: "warning",
    },
    {
      name: "a function that makes the connection, one that forgets it",
      code: `
import psycopg2

def get_connection():
    conn = psycopg2.connect("dbname=app")
    conn.autocommit = True
    return conn

def rows():
    connection = «get_connection()»
    cursor = connection.cursor()
    cursor.execute("SELECT * FROM users")
    return cursor.fetchall()
`,
    },
    {
      name: "a method that makes the connection, a static one too",
      code: `
import sqlite3

class Store:
    def _connect(self):
        conn = sqlite3.connect(self.path)
        conn.row_factory = sqlite3.Row
        return conn

    @staticmethod
    def open(path):
        return sqlite3.connect(path)

    def rows(self):
        conn = «self._connect()»
        return [dict(r) for r in conn.execute("SELECT * FROM users")]

    def count(self):
        conn = «Store.open(self.path)»
        return conn.execute("SELECT count(*) FROM users").fetchone()[0]
`,
    },
    {
      name: "a function of the file that only uses the connection",
      code: `
import sqlite3

def insert(conn, name):
    cur = conn.cursor()
    cur.execute("INSERT INTO users VALUES (?)", (name,))

def add(names):
    conn = «sqlite3.connect("app.db")»
    for name in names:
        insert(conn, name)
    conn.commit()
`,
    },
    {
      name: "commit does not close a driver's connection",
      code: `
import pymysql

def add(name):
    db = «pymysql.connect(host="db", user="app")»
    with db.cursor() as cur:
        cur.execute("INSERT INTO users VALUES (%s)", (name,))
    db.commit()
`,
    },
    {
      name: "pandas borrows the connection",
      code: `
import pandas as pd
import sqlite3

def load(path):
    con = «sqlite3.connect(path)»
    return pd.read_sql_query("SELECT * FROM users", con)
`,
    },
    {
      name: "an engine's connection",
      code: `${own}
def count():
    conn = «engine.connect()»
    return conn.execute(text("SELECT count(*) FROM users")).scalar()
`,
    },
    {
      name: "with ends sqlite3's transaction, not the connection",
      code: `
import sqlite3

def add(path, name):
    with «sqlite3.connect(path)» as conn:
        conn.execute("INSERT INTO users VALUES (?)", (name,))
`,
      severity: "information",
    },
    {
      name: "with over psycopg2's connect",
      code: `
import psycopg2 as pg

class Store:
    def add(self, name):
        with «pg.connect("dbname=app")» as conn, conn.cursor() as cur:
            cur.execute("INSERT INTO users VALUES (%s)", (name,))
`,
      severity: "information",
    },
    {
      name: "next() on the dependency",
      code: `${own}
def get_db():
    db = SessionLocal()
    try:
        yield db
    finally:
        db.close()

def job():
    db = «next(get_db())»
    return db.query(User).count()
`,
      severity: "information",
    },
    {
      name: "no_autoflush of a session made there",
      code: `${own}
def count():
    with «Session(engine).no_autoflush» as session:
        return session.query(User).count()
`,
      severity: "information",
    },
    {
      name: "next() of another module's dependency",
      severity: "information",
      code: `
from sqlalchemy import select
from shop.db import get_db
from shop.models import Offer

def first_offer():
    db = «next(get_db())»
    return db.scalars(select(Offer)).first()
`,
    },
    {
      name: "a with of sqlite3 in a function whose name ends in test",
      severity: "information",
      code: `
import sqlite3

def speed_test(path):
    with «sqlite3.connect(path)» as conn:
        return conn.execute("SELECT count(*) FROM log").fetchone()
`,
    },
  ],
  leaves: [
    {
      name: "with, try and finally, contextlib.closing",
      code: `${own}
from contextlib import closing

def one():
    with SessionLocal() as session:
        return session.query(User).count()

def two():
    session = SessionLocal()
    try:
        return session.query(User).count()
    finally:
        session.close()

def three():
    with closing(SessionLocal()) as session:
        return session.query(User).count()

def four():
    session = SessionLocal()
    with session:
        return session.query(User).count()
`,
    },
    {
      name: "the last word is commit or rollback",
      code: `${own}
def add(name):
    session = SessionLocal()
    session.add(User(name=name))
    session.commit()

def peek():
    session = SessionLocal()
    count = session.query(User).count()
    session.rollback()
    return count
`,
    },
    {
      name: "a session that is returned, yielded, stored or handed on",
      code: `${own}
from app import Service

def open_session():
    session = SessionLocal()
    session.execute(text("SET search_path TO app"))
    return session

def get_db():
    db = SessionLocal()
    try:
        yield db
    finally:
        db.close()

class Store:
    def open(self):
        session = SessionLocal()
        session.execute(text("SELECT 1"))
        self.session = session

def service():
    session = SessionLocal()
    session.execute(text("SELECT 1"))
    return Service(session)
`,
    },
    {
      name: "scripts, main, commands and tests",
      code: `${own}
import click
from django.core.management.base import BaseCommand

session = SessionLocal()
print(session.query(User).count())

def main():
    session = SessionLocal()
    print(session.query(User).count())

@click.command()
def report():
    session = SessionLocal()
    print(session.query(User).count())

class Command(BaseCommand):
    def handle(self, *args, **options):
        session = SessionLocal()
        print(session.query(User).count())

def test_count():
    session = SessionLocal()
    assert session.query(User).count() == 0
`,
    },
    {
      name: "a factory of an unknown module that may be a registry",
      code: `
from sqlalchemy import select
from app.database import DBSession, Session
from app.models import User

def one():
    session = DBSession()
    return session.query(User).count()

def two():
    session = Session()
    return session.query(User).count()
`,
    },
    {
      name: "scoped sessions and Flask-SQLAlchemy",
      code: `${own}
from flask_sqlalchemy import SQLAlchemy
db = SQLAlchemy()
Registry = scoped_session(SessionLocal)

def one():
    session = Registry()
    return session.query(User).count()

def two():
    session = db.session
    return session.query(User).count()
`,
    },
    {
      name: "sessions that are none of a database",
      code: `
import aiohttp
import boto3
import requests

def one(url):
    session = requests.Session()
    return session.get(url).json()

def two():
    session = boto3.Session()
    return session.client("s3").list_buckets()

async def three(url):
    session = aiohttp.ClientSession()
    return await session.get(url)
`,
    },
    {
      name: "driver connections that are closed somewhere",
      code: `
import sqlite3
from contextlib import closing

def one(path):
    conn = sqlite3.connect(path)
    row = conn.execute("SELECT 1").fetchone()
    conn.close()
    return row

def two(path):
    conn = None
    try:
        conn = sqlite3.connect(path)
        return conn.execute("SELECT 1").fetchone()
    except sqlite3.Error as e:
        print(e)
    finally:
        if conn:
            conn.close()

def three(path):
    with closing(sqlite3.connect(path)) as conn:
        return conn.execute("SELECT 1").fetchone()
`,
    },
    {
      name: "drivers whose with closes",
      code: `
import psycopg
import aiosqlite

def one():
    with psycopg.connect("dbname=app") as conn:
        return conn.execute("SELECT 1").fetchone()

async def two(path):
    async with aiosqlite.connect(path) as db:
        cursor = await db.execute("SELECT 1")
        return await cursor.fetchone()
`,
    },
    {
      name: "a connection that Flask's g keeps",
      code: `
import sqlite3
from flask import g

def get_db():
    db = getattr(g, "_database", None)
    if db is None:
        db = g._database = sqlite3.connect("app.db")
    return db

def rows():
    db = get_db()
    return db.execute("SELECT * FROM users").fetchall()
`,
    },
    {
      name: "a connection kept in a global or on self",
      code: `
import sqlite3
_conn = None

def connection():
    global _conn
    if _conn is None:
        _conn = sqlite3.connect("app.db")
    return _conn

def rows():
    conn = connection()
    return conn.execute("SELECT * FROM users").fetchall()

class Store:
    def __init__(self, path):
        self.conn = sqlite3.connect(path)

    def rows(self):
        conn = self.conn
        return conn.execute("SELECT * FROM users").fetchall()
`,
    },
    {
      name: "pools, exit stacks and atexit",
      code: `
import atexit
import sqlite3
from contextlib import ExitStack, closing
from psycopg2.pool import ThreadedConnectionPool
pool = ThreadedConnectionPool(1, 10, "dbname=app")

def one():
    conn = pool.getconn()
    cur = conn.cursor()
    cur.execute("SELECT 1")
    pool.putconn(conn)

def two(path):
    conn = sqlite3.connect(path)
    atexit.register(conn.close)
    conn.execute("SELECT 1")

def three(path):
    with ExitStack() as stack:
        conn = stack.enter_context(closing(sqlite3.connect(path)))
        conn.execute("SELECT 1")
`,
    },
    {
      name: "a cursor or query that leaves takes the connection along",
      code: `${own}
import sqlite3

def cursor(path):
    conn = sqlite3.connect(path)
    return conn.cursor()

def users():
    session = SessionLocal()
    session.execute(text("SELECT 1"))
    return session.query(User)

def both(path):
    conn = sqlite3.connect(path)
    cur = conn.cursor()
    return conn, cur
`,
    },
    {
      name: "a session that belongs to the caller, closed if it is our own",
      code: `${own}
def count(session=None):
    own = session is None
    if own:
        session = SessionLocal()
    try:
        return session.query(User).count()
    finally:
        if own:
            session.close()
`,
    },
    {
      name: "a worker that never comes to its end",
      code: `${own}
import time

def poll():
    session = SessionLocal()
    while True:
        session.query(User).count()
        time.sleep(5)
`,
    },
    {
      name: "next() on the dependency, closed afterwards",
      code: `${own}
def get_db():
    db = SessionLocal()
    try:
        yield db
    finally:
        db.close()

def job():
    db = next(get_db())
    try:
        return db.query(User).count()
    finally:
        db.close()
`,
    },
    {
      name: "next() of what another module names like a session, without SQLAlchemy",
      code: `
from training.data import get_session

def first_batch():
    batch = next(get_session())
    return batch.rows
`,
    },
  ],
  fixes: [
    {
      name: "opens the session with `with` and indents the rest",
      before: `${own}
def names():
    session = SessionLocal()  # one per call

    users = session.query(User).all()
    return [u.name for u in users]
`,
      after: `${own}
def names():
    with SessionLocal() as session:  # one per call

        users = session.query(User).all()
        return [u.name for u in users]
`,
    },
    {
      name: "closes a driver's connection, and leaves strings over several lines alone",
      before: `
import sqlite3

def count(path):
  conn = sqlite3.connect(path)
  return conn.execute("""
SELECT count(*)
  FROM users
""").fetchone()[0]
`,
      after: `
from contextlib import closing
import sqlite3

def count(path):
  with closing(sqlite3.connect(path)) as conn:
    return conn.execute("""
SELECT count(*)
  FROM users
""").fetchone()[0]
`,
    },
  ],
});
