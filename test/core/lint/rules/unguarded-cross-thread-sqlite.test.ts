import { unguardedCrossThreadSqlite } from "../../../../src/core/lint/rules/unguarded-cross-thread-sqlite.ts";
import { checkRule } from "../../../support/check-rule.ts";

checkRule(unguardedCrossThreadSqlite, {
  finds: [
    {
      name: "a module's connection under a threaded bot's handlers",
      code: `
import sqlite3
import telebot

bot = telebot.TeleBot("token")
db = «sqlite3.connect("users.db", check_same_thread=False)»
sql = db.cursor()

@bot.message_handler(commands=["start"])
def welcome(message):
    sql.execute("SELECT * FROM users WHERE id = ?", (message.chat.id,))
    db.commit()
`,
    },
    {
      name: "under Flask's routes",
      code: `
import sqlite3
from flask import Flask

app = Flask(__name__)
conn = «sqlite3.connect("app.db", check_same_thread=False)»

@app.route("/add")
def add():
    conn.execute("INSERT INTO t VALUES (1)")
    conn.commit()
    return "ok"
`,
    },
    {
      name: "in FastAPI's plain endpoints, which run in threads",
      code: `
from sqlite3 import connect
from fastapi import FastAPI

app = FastAPI()
conn = «connect("app.db", check_same_thread=False)»

@app.post("/add")
def add(name: str):
    conn.execute("INSERT INTO t VALUES (?)", (name,))
    conn.commit()
`,
    },
    {
      name: "used by threads",
      code: `
import sqlite3
import threading

conn = «sqlite3.connect("app.db", check_same_thread=False)»

def work(row):
    conn.execute("INSERT INTO t VALUES (?)", (row,))
    conn.commit()

for row in range(10):
    threading.Thread(target=work, args=(row,)).start()
`,
    },
    {
      name: "an attribute that a thread and its owner use",
      code: `
import sqlite3 as sq
import threading

class Store:
    def __init__(self, path):
        self.db = «sq.connect(path, check_same_thread=False)»
        threading.Thread(target=self.prune, daemon=True).start()

    def prune(self):
        while True:
            self.db.execute("DELETE FROM log WHERE age > 7")
            self.db.commit()

    def write(self, line):
        self.db.execute("INSERT INTO log VALUES (?)", (line,))
        self.db.commit()
`,
    },
    {
      name: "passed to a pool's workers",
      code: `
import sqlite3
from concurrent.futures import ThreadPoolExecutor

def work(conn, row):
    conn.execute("INSERT INTO t VALUES (?)", (row,))

def main(rows):
    conn = «sqlite3.connect("app.db", check_same_thread=False)»
    with ThreadPoolExecutor() as executor:
        for row in rows:
            executor.submit(work, conn, row)
    conn.commit()
`,
    },
    {
      name: "a lock around the writes of one worker alone",
      code: `
import sqlite3
import threading

conn = «sqlite3.connect("app.db", check_same_thread=False)»
lock = threading.Lock()

def write(row):
    with lock:
        conn.execute("INSERT INTO t VALUES (?)", (row,))
        conn.commit()

def read():
    conn.execute("SELECT * FROM t").fetchall()

for row in range(10):
    threading.Thread(target=write, args=(row,)).start()
    threading.Thread(target=read).start()
`,
    },
    {
      name: "StaticPool with threads",
      code: `
import threading
from sqlalchemy import create_engine, text
from sqlalchemy.pool import StaticPool

engine = «create_engine("sqlite://", connect_args={"check_same_thread": False}, poolclass=StaticPool)»

def work(row):
    with engine.begin() as conn:
        conn.execute(text("INSERT INTO t VALUES (1)"))

for row in range(10):
    threading.Thread(target=work, args=(row,)).start()
`,
    },
  ],
  leaves: [
    {
      name: "a lock around each use",
      code: `
import sqlite3
import threading

conn = sqlite3.connect("app.db", check_same_thread=False)
lock = threading.Lock()

def work(row):
    with lock:
        conn.execute("INSERT INTO t VALUES (?)", (row,))
        conn.commit()

for row in range(10):
    threading.Thread(target=work, args=(row,)).start()
`,
    },
    {
      name: "a lock that the owner holds in each method",
      code: `
import sqlite3
import threading

class Store:
    def __init__(self, path):
        self._lock = threading.RLock()
        self._db = sqlite3.connect(path, check_same_thread=False)
        threading.Thread(target=self.prune).start()

    def prune(self):
        with self._lock:
            self._db.execute("DELETE FROM log")
            self._db.commit()

    def write(self, line):
        with self._lock, self._db:
            self._db.execute("INSERT INTO log VALUES (?)", (line,))
`,
    },
    {
      name: "a program of one thread",
      code: `
import sqlite3

conn = sqlite3.connect("app.db", check_same_thread=False)
conn.execute("CREATE TABLE t (a)")
conn.commit()
conn.close()
`,
    },
    {
      name: "opened in the function that uses it",
      code: `
import sqlite3
from flask import Flask
app = Flask(__name__)

def connect():
    return sqlite3.connect("app.db", check_same_thread=False)

@app.route("/")
def home():
    conn = connect()
    rows = conn.execute("SELECT 1").fetchall()
    conn.close()
    return str(rows)
`,
    },
    {
      name: "SQLAlchemy's engine of a file",
      code: `
from fastapi import Depends, FastAPI
from sqlalchemy import create_engine, text
from sqlalchemy.orm import sessionmaker

engine = create_engine("sqlite:///./app.db", connect_args={"check_same_thread": False})
SessionLocal = sessionmaker(bind=engine)
app = FastAPI()

@app.get("/")
def home():
    with SessionLocal() as session:
        return session.execute(text("SELECT 1")).scalar()
`,
    },
    {
      name: "StaticPool in a test without threads",
      path: "tests/conftest.py",
      code: `
from sqlalchemy import create_engine
from sqlalchemy.orm import sessionmaker
from sqlalchemy.pool import StaticPool

engine = create_engine("sqlite://", connect_args={"check_same_thread": False}, poolclass=StaticPool)
TestingSession = sessionmaker(bind=engine)
`,
    },
    {
      name: "the default, which raises",
      code: `
import sqlite3
import threading
conn = sqlite3.connect("app.db")

def work(row):
    conn.execute("INSERT INTO t VALUES (?)", (row,))

threading.Thread(target=work, args=(1,)).start()
`,
    },
    {
      name: "async handlers, which share one thread",
      code: `
import sqlite3
from aiogram import Dispatcher

dp = Dispatcher()
conn = sqlite3.connect("app.db", check_same_thread=False)

@dp.message()
async def start(message):
    conn.execute("INSERT INTO users VALUES (?)", (message.from_user.id,))
    conn.commit()
`,
    },
    {
      name: "a connection per thread in threading.local",
      code: `
import sqlite3
import threading
local = threading.local()

def connection():
    if not hasattr(local, "conn"):
        local.conn = sqlite3.connect("app.db", check_same_thread=False)
    return local.conn

def work(row):
    connection().execute("INSERT INTO t VALUES (?)", (row,))

for row in range(10):
    threading.Thread(target=work, args=(row,)).start()
`,
    },
    {
      name: "only one thread uses it after it is handed over",
      code: `
import sqlite3
import threading

def writer(conn, queue):
    while True:
        conn.execute("INSERT INTO t VALUES (?)", (queue.get(),))
        conn.commit()

def main(queue):
    conn = sqlite3.connect("app.db", check_same_thread=False)
    threading.Thread(target=writer, args=(conn, queue), daemon=True).start()
`,
    },
    {
      name: "a class that no thread is seen to use",
      code: `
import sqlite3

class Store:
    def __init__(self, path):
        self.db = sqlite3.connect(path, check_same_thread=False)

    def write(self, line):
        self.db.execute("INSERT INTO log VALUES (?)", (line,))
        self.db.commit()
`,
    },
    {
      name: "check_same_thread=True",
      code: `
import sqlite3
from flask import Flask
app = Flask(__name__)
conn = sqlite3.connect("app.db", check_same_thread=True)

@app.route("/")
def home():
    return str(conn.execute("SELECT 1").fetchone())
`,
    },
  ],
});
