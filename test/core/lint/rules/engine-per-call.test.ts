import { enginePerCall } from "../../../../src/core/lint/rules/engine-per-call.ts";
import { checkRule } from "../../../support/check-rule.ts";

checkRule(enginePerCall, {
  finds: [
    {
      name: "an engine in a Flask route",
      code: `
from flask import Flask
from sqlalchemy import create_engine, text
app = Flask(__name__)

@app.route("/users")
def users():
    engine = «create_engine("postgresql://db/app")»
    with engine.connect() as conn:
        return str(conn.execute(text("SELECT 1")).all())
`,
      severity: "warning",
    },
    {
      name: "an engine in a FastAPI dependency",
      code: `
from fastapi import Depends, FastAPI
from sqlalchemy import create_engine
from sqlalchemy.orm import sessionmaker
app = FastAPI()

def get_db():
    engine = «create_engine("postgresql://db/app")»
    db = sessionmaker(bind=engine)()
    try:
        yield db
    finally:
        db.close()

@app.get("/users")
def users(db=Depends(get_db)):
    return []
`,
    },
    {
      name: "an engine in a loop, the module aliased",
      code: `
import sqlalchemy as sa

def load(tables):
    for table in tables:
        eng = «sa.create_engine("sqlite:///app.db")»
        with eng.begin() as conn:
            conn.execute(sa.text("DELETE FROM " + table))
`,
    },
    {
      name: "a helper that routes call",
      code: `
from flask import Blueprint
from sqlalchemy import create_engine
from sqlalchemy.orm import sessionmaker
bp = Blueprint("users", __name__)

def make_session():
    engine = «create_engine("postgresql://db/app")»
    return sessionmaker(bind=engine)()

@bp.route("/users")
def users():
    session = make_session()
    return str(session)
`,
    },
    {
      name: "a class that each request makes",
      code: `
from fastapi import APIRouter
from sqlalchemy import create_engine
router = APIRouter()

class Store:
    def __init__(self):
        self.engine = «create_engine("postgresql://db/app")»

@router.get("/users")
def users():
    store = Store()
    return store.engine.name
`,
    },
    {
      name: "a thread per row",
      code: `
import threading
from sqlalchemy import create_engine

def work(row):
    engine = «create_engine("postgresql://db/app")»
    with engine.begin() as conn:
        conn.exec_driver_sql("SELECT 1")

def run(rows):
    for row in rows:
        threading.Thread(target=work, args=(row,)).start()
`,
    },
    {
      name: "the function that a pool maps over rows",
      code: `
from concurrent.futures import ThreadPoolExecutor
from sqlalchemy import create_engine

def work(row):
    engine = «create_engine("postgresql://db/app")»
    with engine.begin() as conn:
        conn.exec_driver_sql("SELECT 1")

def run(rows):
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(work, rows))
`,
    },
    {
      name: "a celery task and a Lambda function",
      code: `
from celery import shared_task
from sqlalchemy import create_engine

@shared_task
def refresh():
    engine = «create_engine("postgresql://db/app")»
    engine.dispose()

def lambda_handler(event, context):
    engine = «create_engine("postgresql://db/app")»
    return str(engine)
`,
    },
    {
      name: "a connection in a loop",
      code: `
import sqlite3

def store(rows):
    for row in rows:
        conn = «sqlite3.connect("app.db")»
        conn.execute("INSERT INTO users VALUES (?)", row)
        conn.commit()
        conn.close()
`,
      severity: "warning",
    },
    {
      name: "a helper's connection in a loop",
      code: `
import pymysql

def store(row):
    conn = «pymysql.connect(host="db")»
    conn.cursor().execute("INSERT INTO users VALUES (%s)", (row,))
    conn.commit()
    conn.close()

def store_all(rows):
    for row in rows:
        store(row)
`,
    },
    {
      name: "a server connection per request",
      code: `
import psycopg2
from flask import Flask
app = Flask(__name__)

@app.route("/users")
def users():
    conn = «psycopg2.connect("dbname=app")»
    cur = conn.cursor()
    cur.execute("SELECT name FROM users")
    return str(cur.fetchall())
`,
      severity: "information",
    },
    {
      name: "a function that makes an engine for every session it hands out",
      code: `
from sqlalchemy import create_engine
from sqlalchemy.orm import sessionmaker
from models import User

def get_session():
    engine = «create_engine("postgresql://db/app")»
    Session = sessionmaker(bind=engine)
    return Session()

def names():
    session = get_session()
    return [u.name for u in session.query(User)]

class Store:
    def count(self):
        session = get_session()
        return session.query(User).count()
`,
      related: ["get_session()", "get_session()"],
    },
    {
      name: "an async engine per request",
      code: `
from fastapi import FastAPI
from sqlalchemy.ext.asyncio import create_async_engine as make_engine
app = FastAPI()

@app.get("/")
async def index():
    engine = «make_engine("postgresql+asyncpg://db/app")»
    async with engine.connect() as conn:
        return str(conn)
`,
    },
    {
      name: "sqlite3 per request, and through a helper: information",
      severity: "information",
      message: /^Opens the database's file for every request/,
      code: `
import sqlite3
from flask import Flask
app = Flask(__name__)

def connect():
    conn = «sqlite3.connect("app.db")»
    conn.row_factory = sqlite3.Row
    return conn

@app.route("/users")
def users():
    conn = «sqlite3.connect("app.db")»
    rows = conn.execute("SELECT name FROM users").fetchall()
    conn.close()
    return str(rows)

@app.route("/orders")
def orders():
    with connect() as conn:
        return str(conn.execute("SELECT id FROM orders").fetchall())
`,
    },
    {
      name: "aiosqlite per message of a bot: information",
      severity: "information",
      message: /^Opens the database's file for every message/,
      code: `
import aiosqlite
from discord.ext import commands
bot = commands.Bot(command_prefix="!")

@bot.command()
async def score(ctx):
    async with «aiosqlite.connect("bot.db")» as db:
        await db.execute("UPDATE scores SET points = points + 1")
        await db.commit()
`,
    },
  ],
  leaves: [
    {
      name: "module level",
      code: `
from sqlalchemy import create_engine
import sqlite3
engine = create_engine("postgresql://db/app")
conn = sqlite3.connect("app.db")
`,
    },
    {
      name: "a memoised function",
      code: `
from functools import lru_cache
from flask import Flask
from sqlalchemy import create_engine
app = Flask(__name__)

@lru_cache(maxsize=None)
def engine():
    return create_engine("postgresql://db/app")

@app.route("/")
def index():
    return str(engine())
`,
    },
    {
      name: "a global that is made once",
      code: `
from flask import Flask
from sqlalchemy import create_engine
app = Flask(__name__)
_engine = None

def engine():
    global _engine
    if _engine is None:
        _engine = create_engine("postgresql://db/app")
    return _engine

@app.route("/")
def index():
    return str(engine())
`,
    },
    {
      name: "a dictionary of engines",
      code: `
from fastapi import FastAPI
from sqlalchemy import create_engine
app = FastAPI()
engines = {}

def engine_for(tenant):
    if tenant not in engines:
        engines[tenant] = create_engine("postgresql://db/" + tenant)
    return engines[tenant]

@app.get("/{tenant}")
def index(tenant: str):
    return str(engine_for(tenant))
`,
    },
    {
      name: "an application factory, main and a constructor",
      code: `
from flask import Flask
from sqlalchemy import create_engine

def create_app():
    app = Flask(__name__)
    app.engine = create_engine("postgresql://db/app")
    return app

def main():
    engine = create_engine("postgresql://db/app")
    for row in engine.connect().exec_driver_sql("SELECT 1"):
        print(row)

class Store:
    def __init__(self, url):
        self.engine = create_engine(url)

store = Store("postgresql://db/app")
`,
    },
    {
      name: "a session for a script's one use, and an engine that is handed out itself",
      code: `
from sqlalchemy import create_engine
from sqlalchemy.orm import sessionmaker
from models import User

def get_session():
    engine = create_engine("postgresql://db/app")
    return sessionmaker(bind=engine)()

def get_engine(url):
    return create_engine(url)

def main():
    session = get_session()
    print(session.query(User).count())

def one():
    return get_engine("sqlite:///a.db").connect()

def two():
    return get_engine("sqlite:///b.db").connect()

main()
session = get_session()
`,
    },
    {
      name: "another database in every round",
      code: `
import sqlite3
from sqlalchemy import create_engine

def copy(urls, paths):
    for url in urls:
        engine = create_engine(url)
        engine.dispose()
    for path in paths:
        conn = sqlite3.connect(path)
        conn.close()
`,
    },
    {
      name: "the request names the database",
      code: `
from flask import Flask, request
from sqlalchemy import create_engine
app = Flask(__name__)

@app.route("/test", methods=["POST"])
def test():
    data = request.get_json()
    engine = create_engine(data["url"])
    return str(engine.connect())
`,
    },
    {
      name: "NullPool on purpose",
      code: `
from celery import shared_task
from sqlalchemy import create_engine
from sqlalchemy.pool import NullPool

@shared_task
def refresh():
    engine = create_engine("postgresql://db/app", poolclass=NullPool)
    return str(engine)
`,
    },
    {
      name: "a bounded retry",
      code: `
import time
import psycopg2

def connect():
    for attempt in range(5):
        try:
            return psycopg2.connect("dbname=app")
        except psycopg2.OperationalError:
            time.sleep(1)
    raise RuntimeError("no database")
`,
    },
    {
      name: "a loop that waits for the database",
      code: `
import time
import psycopg2

def wait():
    while True:
        try:
            conn = psycopg2.connect("dbname=app")
            conn.close()
            break
        except psycopg2.OperationalError:
            time.sleep(1)
`,
    },
    {
      name: "a connection per thread, an engine per process",
      code: `
import multiprocessing
import sqlite3
import threading
from sqlalchemy import create_engine

def work(number):
    conn = sqlite3.connect("app.db")
    conn.close()

def child(number):
    engine = create_engine("postgresql://db/app")
    engine.dispose()

def run():
    for number in range(4):
        threading.Thread(target=work, args=(number,)).start()
        multiprocessing.Process(target=child, args=(number,)).start()
`,
    },
    {
      name: "sqlite3 kept for the request, by what Flask keeps for it",
      code: `
import sqlite3
from flask import Flask, g
app = Flask(__name__)

def get_db():
    db = getattr(g, "_database", None)
    if db is None:
        db = g._database = sqlite3.connect("app.db")
    return db

def other_db():
    if "other" not in g:
        g.other = sqlite3.connect("other.db")
    return g.other

@app.before_request
def before_request():
    g.db = sqlite3.connect("app.db")

@app.route("/users")
def users():
    return str(get_db().execute("SELECT name FROM users").fetchall())
`,
    },
    {
      name: "sqlite3 in a thread of a socket server, in a command, and a database per user",
      code: `
import socketserver
import sqlite3
from flask import Flask
app = Flask(__name__)

class Handler(socketserver.BaseRequestHandler):
    def handle(self):
        conn = sqlite3.connect("app.db")
        conn.execute("DELETE FROM users")
        conn.close()

@app.cli.command("init-db")
def init_db():
    conn = sqlite3.connect("app.db")
    conn.executescript("CREATE TABLE users (name TEXT)")
    conn.close()

@app.route("/users/<user>")
def notes(user):
    conn = sqlite3.connect(f"/data/{user}.db")
    rows = conn.execute("SELECT text FROM notes").fetchall()
    conn.close()
    return str(rows)
`,
    },
    {
      name: "other things that connect in a loop",
      code: `
import socket
import paramiko

def probe(hosts):
    for host in hosts:
        s = socket.create_connection((host, 22))
        client = paramiko.SSHClient()
        client.connect("gateway")
        signal.connect(s)
`,
    },
    {
      name: "a connection for each thread that the loop starts",
      code: `
import threading
import psycopg2
from concurrent.futures import ThreadPoolExecutor

def start(work, count):
    threads = []
    for number in range(count):
        conn = psycopg2.connect("dbname=shop")
        cur = conn.cursor()
        threads.append(threading.Thread(target=work, args=(cur, conn)))
        threads[number].start()

def submit(work, parts):
    with ThreadPoolExecutor(4) as pool:
        for part in parts:
            pool.submit(work, psycopg2.connect("dbname=shop"), part)
`,
    },
    {
      name: "attempts of tenacity that hand the connection on",
      code: `
from contextlib import asynccontextmanager
import psycopg

class Store:
    @asynccontextmanager
    async def connected(self):
        async for attempt in self._policy():
            with attempt:
                conn = await psycopg.AsyncConnection.connect("dbname=shop")
                try:
                    yield conn
                finally:
                    await conn.close()
`,
    },
    {
      name: "reconnecting when the connection broke",
      code: `
import pymysql

def store(rows):
    conn = pymysql.connect(host="db")
    for row in rows:
        try:
            conn.cursor().execute("INSERT INTO users VALUES (%s)", (row,))
        except pymysql.OperationalError:
            conn = pymysql.connect(host="db")
`,
    },
  ],
});
