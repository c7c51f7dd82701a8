import { sessionSharedAcrossThreads } from "../../../../src/core/lint/rules/session-shared-across-threads.ts";
import { checkRule } from "../../../support/check-rule.ts";

const sqlalchemy = `
from sqlalchemy import create_engine, text
from sqlalchemy.orm import Session, scoped_session, sessionmaker
from models import User
engine = create_engine("postgresql://db/app")
SessionLocal = sessionmaker(bind=engine)
`;

/** A module's cursor and executor. */
const left = `
import pymysql
from concurrent.futures import ThreadPoolExecutor

link = pymysql.connect(host="db")
pen = link.cursor()
helpers = ThreadPoolExecutor(4)
`;

checkRule(sessionSharedAcrossThreads, {
  finds: [
    {
      name: "a cursor's method that a module's executor runs whenever it likes, and a function that others call",
      code: `${left}
def visited(page):
    helpers.submit(«pen.execute», "UPDATE pages SET visits = visits + 1")

def visits(page):
    pen.execute("SELECT visits FROM pages WHERE name = %s", (page,))
    return pen.fetchone()
`,
      severity: "error",
      message: /while other code of this file may do so/,
      related: ['pymysql.connect(host="db")', "pen"],
    },
    {
      name: "one session for a thread per row",
      code: `${sqlalchemy}
import threading

def store(session, row):
    session.add(User(name=row))
    session.commit()

def main(rows):
    session = SessionLocal()
    threads = []
    for row in rows:
        t = threading.Thread(target=store, args=(«session», row))
        t.start()
        threads.append(t)
    for t in threads:
        t.join()
`,
    },
    {
      name: "one session in a comprehension of submits",
      code: `${sqlalchemy}
from concurrent.futures import ThreadPoolExecutor, as_completed

def load(db, user_id):
    return db.get(User, user_id)

def load_all(ids):
    with SessionLocal() as db:
        with ThreadPoolExecutor(max_workers=8) as pool:
            futures = [pool.submit(load, «db», i) for i in ids]
            return [f.result() for f in as_completed(futures)]
`,
    },
    {
      name: "a session as a keyword argument, the module's names aliased",
      code: `${sqlalchemy}
import threading as th

def store(row, s=None):
    s.add(User(name=row))
    s.commit()

s = Session(engine)
workers = [th.Thread(target=store, kwargs={"row": r, "s": «s»}) for r in range(20)]
for w in workers:
    w.start()
`,
    },
    {
      name: "an annotated parameter that a loop hands to every worker",
      code: `
from concurrent.futures import ThreadPoolExecutor
from sqlalchemy.orm import Session

def refresh(db: Session, key):
    db.execute(text("refresh"), {"key": key})

def refresh_all(db: Session, keys):
    with ThreadPoolExecutor() as executor:
        for key in keys:
            executor.submit(refresh, «db», key)
`,
    },
    {
      name: "a cursor's bound method mapped over statements",
      code: `
import psycopg2
from concurrent.futures import ThreadPoolExecutor

connection = psycopg2.connect("dbname=app")
cursor = connection.cursor()
statements = ["DELETE FROM a", "DELETE FROM b"]
with ThreadPoolExecutor(4) as executor:
    executor.map(«cursor.execute», statements)
connection.commit()
`,
    },
    {
      name: "a global session that mapped workers read, once for the worker",
      code: `${sqlalchemy}
from multiprocessing.dummy import Pool

session = SessionLocal()

def handle(row):
    user = «session».query(User).filter_by(name=row).first()
    if user is None:
        session.add(User(name=row))
    session.commit()

pool = Pool(4)
pool.map(handle, ["a", "b", "c"])
`,
    },
    {
      name: "a helper of the worker that reads the global session",
      code: `${sqlalchemy}
from multiprocessing.pool import ThreadPool

db = SessionLocal()

def save(user):
    «db».add(user)
    db.commit()

def work(name):
    save(User(name=name))

def run(names):
    with ThreadPool(8) as pool:
        pool.map(work, names)
`,
    },
    {
      name: "a closure over the session",
      code: `${sqlalchemy}
from concurrent.futures import ThreadPoolExecutor

def import_rows(rows):
    session = SessionLocal()

    def one(row):
        «session».merge(User(name=row))

    with ThreadPoolExecutor() as executor:
        list(executor.map(one, rows))
    session.commit()
`,
    },
    {
      name: "a lambda around the session",
      code: `${sqlalchemy}
from concurrent.futures import ThreadPoolExecutor

def import_rows(rows):
    session = SessionLocal()
    with ThreadPoolExecutor() as executor:
        executor.map(lambda row: «session».merge(User(name=row)), rows)
`,
    },
    {
      name: "an attribute made in __init__ that the methods' threads use",
      code: `${sqlalchemy}
import threading

class Importer:
    def __init__(self):
        self.session = SessionLocal()

    def work(self, row):
        «self.session».add(User(name=row))
        self.session.commit()

    def run(self, rows):
        for row in rows:
            threading.Thread(target=self.work, args=(row,)).start()
`,
    },
    {
      name: "a Thread subclass that is given the session",
      code: `${sqlalchemy}
from threading import Thread

class Worker(Thread):
    def __init__(self, session, row):
        super().__init__()
        self.session = session
        self.row = row

    def run(self):
        self.session.add(User(name=self.row))
        self.session.commit()

def main(rows):
    session = SessionLocal()
    for row in rows:
        Worker(«session», row).start()
`,
    },
    {
      name: "functools.partial that holds the session",
      code: `${sqlalchemy}
from functools import partial
from concurrent.futures import ThreadPoolExecutor

def load(session, user_id):
    return session.get(User, user_id)

def main(ids):
    session = SessionLocal()
    with ThreadPoolExecutor() as executor:
        return list(executor.map(partial(load, «session»), ids))
`,
    },
    {
      name: "two threads, each started by name",
      code: `${sqlalchemy}
import threading

def read(session):
    session.execute(text("SELECT 1"))

def write(session):
    session.add(User())

session = SessionLocal()
reader = threading.Thread(target=read, args=(«session»,))
writer = threading.Thread(target=write, args=(«session»,))
reader.start()
writer.start()
`,
    },
    {
      name: "a parent that goes on with the session before it joins",
      code: `${sqlalchemy}
import threading

def audit(session):
    session.execute(text("INSERT INTO audit VALUES (1)"))

def main():
    session = SessionLocal()
    t = threading.Thread(target=audit, args=(«session»,))
    t.start()
    session.add(User())
    session.commit()
    t.join()
`,
    },
    {
      name: "a function handed to the thread's target and called there",
      code: `${sqlalchemy}
import queue
import threading

def fetch(session):
    return session.execute(text("select * from files")).fetchall()

def put(q, func, kwargs):
    q.put(func(**kwargs))

session = SessionLocal()
q = queue.Queue()
for i in range(1, 4):
    threading.Thread(target=put, args=(q, fetch, {"session": «session»})).start()
`,
    },
    {
      name: "a sqlite3 connection used by one other thread: it always raises",
      code: `
import sqlite3
import threading

conn = sqlite3.connect("app.db")

def flush():
    «conn».execute("DELETE FROM log")
    conn.commit()

t = threading.Thread(target=flush)
t.start()
t.join()
`,
    },
    {
      name: "a bound method handed to another thread: what raises is its cursor",
      message:
        "`cur` was made in another thread: sqlite3 raises ProgrammingError for every use in this one. Connect in the thread that uses it.",
      code: `
import sqlite3
import threading

conn = sqlite3.connect("app.db")
cur = conn.cursor()
threading.Thread(target=«cur.execute», args=("VACUUM",)).start()
`,
    },
    {
      name: "a bound method handed to a thread, while its object is used on",
      message:
        "`cur` is one cursor: the thread uses it while the code that started it goes on with it. Give the thread its own.",
      code: `
import threading
import pymysql

def refresh(statement):
    conn = pymysql.connect(host="db")
    cur = conn.cursor()
    threading.Thread(target=«cur.execute», args=(statement,)).start()
    cur.execute("SELECT 1")
`,
    },
    {
      name: "a Thread subclass that opens sqlite3 in __init__ and uses it in run",
      code: `
import sqlite3
from threading import Thread

class Logger(Thread):
    def __init__(self, path):
        Thread.__init__(self)
        self.conn = sqlite3.connect(path)
        self.cursor = self.conn.cursor()

    def run(self):
        «self.cursor».execute("INSERT INTO log VALUES (1)")
        self.conn.commit()
`,
    },
    {
      name: "a psycopg2 connection is one shared transaction: a warning",
      severity: "warning",
      code: `
import psycopg2
from threading import Thread

def insert(conn, row):
    with conn.cursor() as cur:
        cur.execute("INSERT INTO t VALUES (%s)", (row,))
    conn.commit()

conn = psycopg2.connect("dbname=app")
for row in range(10):
    Thread(target=insert, args=(«conn», row)).start()
`,
    },
    {
      name: "every use inside one lock: information",
      severity: "information",
      code: `${sqlalchemy}
import threading

session = SessionLocal()
lock = threading.Lock()

def work(row):
    with lock:
        «session».add(User(name=row))
        session.commit()

for row in range(10):
    threading.Thread(target=work, args=(row,)).start()
`,
    },
    {
      name: "what a registry gave, handed to several threads",
      code: `${sqlalchemy}
import threading

Registry = scoped_session(SessionLocal)

def work(session, row):
    session.add(User(name=row))

def main(rows):
    session = Registry()
    for row in rows:
        threading.Thread(target=work, args=(«session», row)).start()
`,
    },
    {
      name: "run_in_executor for every item with one session",
      code: `${sqlalchemy}
import asyncio

def store(session, row):
    session.add(User(name=row))

async def main(rows):
    loop = asyncio.get_running_loop()
    session = SessionLocal()
    jobs = [loop.run_in_executor(None, store, «session», row) for row in rows]
    await asyncio.gather(*jobs)
`,
    },
    {
      name: "a thread per client of a socket server, the session made beside it",
      code: `${sqlalchemy}
import socketserver

session = SessionLocal()

class Handler(socketserver.StreamRequestHandler):
    def handle(self):
        name = self.rfile.readline().decode()
        «session».add(User(name=name))
        session.commit()

with socketserver.ThreadingTCPServer(("", 9999), Handler) as server:
    server.serve_forever()
`,
    },
    {
      name: "a session imported from another file of the workspace",
      files: {
        "db.py": `
from sqlalchemy import create_engine
from sqlalchemy.orm import sessionmaker
SessionLocal = sessionmaker(bind=create_engine("postgresql://db/app"))
session = SessionLocal()
`,
      },
      code: `
import threading
from db import session
from models import User

def work(row):
    «session».add(User(name=row))
    session.commit()

for row in range(10):
    threading.Thread(target=work, args=(row,)).start()
`,
    },
    {
      name: "a target imported from another file that reads its own module's session",
      files: {
        "jobs.py": `
from sqlalchemy import create_engine
from sqlalchemy.orm import Session
from models import User
session = Session(create_engine("postgresql://db/app"))

def work(row):
    session.add(User(name=row))
    session.commit()
`,
      },
      code: `
from concurrent.futures import ThreadPoolExecutor
from jobs import work

with ThreadPoolExecutor() as executor:
    executor.map(«work», range(10))
`,
    },
    {
      name: "a session handed to joblib's threads",
      code: `${sqlalchemy}
from joblib import Parallel, delayed

def store(session, row):
    session.add(User(name=row))
    session.commit()

def store_all(rows):
    session = SessionLocal()
    Parallel(n_jobs=8, prefer="threads")(delayed(store)(«session», row) for row in rows)
`,
    },
    {
      name: "a session handed to greenlets",
      code: `${sqlalchemy}
import gevent

def store(session, row):
    session.add(User(name=row))
    session.commit()

def store_all(rows):
    session = SessionLocal()
    gevent.joinall([gevent.spawn(store, «session», row) for row in rows])
`,
    },
    {
      name: "a connection that greenlets of a pool read",
      code: `
import eventlet
import pymysql

connection = pymysql.connect(host="db")

def count(table):
    cursor = «connection».cursor()
    cursor.execute("SELECT count(*) FROM " + table)

pool = eventlet.GreenPool(20)
for table in tables:
    pool.spawn(count, table)
`,
    },
    {
      name: "a greenlet beside the code that started it",
      message: /the thread uses it while the code that started it goes on/,
      code: `${sqlalchemy}
from gevent import Greenlet

def store(session, rows):
    for row in rows:
        session.add(User(name=row))
    session.commit()

def refresh(rows):
    session = SessionLocal()
    greenlet = Greenlet(store, «session», rows)
    greenlet.start()
    session.execute(text("SELECT 1"))
    greenlet.join()
`,
    },
    {
      name: "an executor imported from another file",
      files: {
        "app/pools.py": `
from concurrent.futures import ThreadPoolExecutor

executor = ThreadPoolExecutor(8)
`,
      },
      path: "app/store.py",
      code: `
from sqlalchemy.orm import Session
from .models import Track, engine
from .pools import executor

def store(session, title):
    session.add(Track(title=title))
    session.commit()

def store_all(titles):
    session = Session(engine)
    for title in titles:
        executor.submit(store, «session», title)
`,
    },
    {
      name: "a with block that closes the session while the thread may still use it",
      message: /is closed while the thread may still be using it/,
      code: `${sqlalchemy}
import threading

def save(session, row):
    session.add(User(name=row))
    session.commit()

def start(row):
    with SessionLocal() as session:
        threading.Thread(target=save, args=(«session», row)).start()
`,
    },
    {
      name: "a request's session, handed to a thread that outlives the request",
      code: `
import threading
from fastapi import Depends, FastAPI
from sqlalchemy.orm import Session
from database import get_db
from models import User

app = FastAPI()

def save(db, row):
    db.add(User(name=row))
    db.commit()

@app.post("/users")
def create(row: str, db: Session = Depends(get_db)):
    threading.Thread(target=save, args=(«db», row)).start()
    return "accepted"
`,
    },
    {
      name: "a global that a function sets",
      code: `${sqlalchemy}
import threading

session = None

def connect():
    global session
    session = SessionLocal()

def work(row):
    «session».add(User(name=row))
    session.commit()

def main(rows):
    connect()
    for row in rows:
        threading.Thread(target=work, args=(row,)).start()
`,
    },
    {
      name: "an object of the module that holds the connection",
      code: `
import threading
import mysql.connector

class Database:
    def __init__(self):
        self.conn = mysql.connector.connect(host="localhost")
        self.cursor = self.conn.cursor()

    def insert(self, row):
        «self.cursor».execute("INSERT INTO t VALUES (%s)", (row,))
        self.conn.commit()

db = Database()

def work(row):
    db.insert(row)

threads = [threading.Thread(target=work, args=(row,)) for row in range(4)]
`,
    },
    {
      name: "tuples of arguments for starmap",
      code: `
import pymysql
from itertools import repeat
from multiprocessing.pool import ThreadPool

def work(conn, row):
    with conn.cursor() as cursor:
        cursor.execute("INSERT INTO t VALUES (%s)", (row,))

def main(rows):
    conn = pymysql.connect(host="localhost")
    pool = ThreadPool(4)
    pool.starmap(work, [(«conn», row) for row in rows])
`,
    },
    {
      name: "a submit in a lambda that map calls",
      code: `
import pymysql
from concurrent.futures import ThreadPoolExecutor

def work(conn, row):
    with conn.cursor() as cursor:
        cursor.execute("INSERT INTO t VALUES (%s)", (row,))

def main(rows):
    conn = pymysql.connect(host="localhost")
    with ThreadPoolExecutor() as executor:
        list(map(lambda row: executor.submit(work, «conn», row), rows))
`,
    },
    {
      name: "a decorator that runs the function in a thread",
      code: `${sqlalchemy}
import functools
import threading

session = SessionLocal()

def in_background(function):
    @functools.wraps(function)
    def wrapper(*args, **kwargs):
        thread = threading.Thread(target=function, args=args, kwargs=kwargs)
        thread.start()
        return thread
    return wrapper

@in_background
def save(row):
    «session».add(User(name=row))
    session.commit()

def main(rows):
    for row in rows:
        save(row)
`,
    },
    {
      name: "a helper that starts its parameter",
      code: `${sqlalchemy}
import threading

def background(function, *args):
    threading.Thread(target=function, args=args, daemon=True).start()

def save(session, row):
    session.add(User(name=row))
    session.commit()

def main(rows):
    session = SessionLocal()
    for row in rows:
        background(save, «session», row)
`,
    },
    {
      name: "Thread objects that ask the registry in __init__, which runs in one thread",
      code: `${sqlalchemy}
import threading

Registry = scoped_session(SessionLocal)

class Worker(threading.Thread):
    def __init__(self, row):
        super().__init__()
        self.row = row
        self.session = Registry()

    def run(self):
        «self.session».add(User(name=self.row))
        self.session.commit()

for row in range(4):
    Worker(row).start()
`,
    },
  ],
  leaves: [
    ...[
      [
        "asks for its result",
        "    future = helpers.submit(pen.execute, 'UPDATE pages SET visits = 1')\\n    future.result()",
      ],
      ["keeps the future", "    return helpers.submit(pen.execute, 'UPDATE pages SET visits = 1')"],
      [
        "shuts the executor down",
        "    helpers.submit(pen.execute, 'UPDATE pages SET visits = 1')\\n    helpers.shutdown()",
      ],
      [
        "hands the executor on",
        "    helpers.submit(pen.execute, 'UPDATE pages SET visits = 1')\\n    settle(helpers)",
      ],
    ].map(([what, code]) => ({
      name: `a cursor's method in a module's executor, where the code ${what}`,
      code: `${left}
from pages import settle

def visited():
${code}

def visits(page):
    pen.execute("SELECT visits FROM pages WHERE name = %s", (page,))
    return pen.fetchone()
`,
    })),
    {
      name: "a cursor's method in a module's executor, and other uses only before it, after it, or in an own cursor",
      code: `${left}
def create_tables():
    pen.execute("CREATE TABLE pages (name TEXT, visits INT)")

def _count():
    pen.execute("SELECT count(*) FROM pages")

def close_all():
    pen.execute("DROP TABLE pages")

def visits(page):
    own = pymysql.connect(host="db").cursor()
    own.execute("SELECT visits FROM pages WHERE name = %s", (page,))

def fill():
    pen.execute("INSERT INTO pages VALUES ('a', 0)")

def visited():
    helpers.submit(pen.execute, "UPDATE pages SET visits = visits + 1")

fill()
visited()
`,
    },
    {
      name: "Thread objects that each make a session in __init__",
      code: `${sqlalchemy}
import threading

class Worker(threading.Thread):
    def __init__(self, row):
        super().__init__()
        self.row = row
        self.session = SessionLocal()

    def run(self):
        self.session.add(User(name=self.row))
        self.session.commit()
        self.session.close()

for row in range(4):
    Worker(row).start()
`,
    },
    {
      name: "a worker object for each thread",
      code: `${sqlalchemy}
import threading

class Importer:
    def __init__(self):
        self.session = SessionLocal()

    def work(self, row):
        self.session.add(User(name=row))
        self.session.commit()

for row in range(4):
    importer = Importer()
    threading.Thread(target=importer.work, args=(row,)).start()
`,
    },
    {
      name: "a with block that waits for the thread",
      code: `${sqlalchemy}
import threading

def save(session, row):
    session.add(User(name=row))
    session.commit()

def run(row):
    with SessionLocal() as session:
        thread = threading.Thread(target=save, args=(session, row))
        thread.start()
        thread.join()
`,
    },
    {
      name: "a session that is handed to a writer for good",
      code: `${sqlalchemy}
import queue
import threading

rows = queue.Queue()

def write(session):
    while True:
        session.add(User(name=rows.get()))
        session.commit()

def main():
    session = SessionLocal()
    threading.Thread(target=write, args=(session,)).start()
    for line in open("rows.txt"):
        rows.put(line)
`,
    },
    {
      name: "an executor with one worker",
      code: `${sqlalchemy}
from concurrent.futures import ThreadPoolExecutor

def save(session, row):
    session.add(User(name=row))
    session.commit()

def main(rows):
    session = SessionLocal()
    with ThreadPoolExecutor(max_workers=1) as executor:
        for row in rows:
            executor.submit(save, session, row)
`,
    },
    {
      name: "a timer that starts itself again, one at a time",
      code: `${sqlalchemy}
import threading

session = SessionLocal()

def tick():
    threading.Timer(60, tick).start()
    session.execute(text("DELETE FROM old"))
    session.commit()

tick()
`,
    },
    {
      name: "the branch that is not taken",
      code: `${sqlalchemy}
import threading

def save(session):
    session.add(User())
    session.commit()

def main(background):
    session = SessionLocal()
    if background:
        threading.Thread(target=save, args=(session,)).start()
    else:
        session.execute(text("SELECT 1"))
`,
    },
    {
      name: "a session made in the target",
      code: `${sqlalchemy}
import threading

def work(row):
    with SessionLocal() as session:
        session.add(User(name=row))
        session.commit()

for row in range(10):
    threading.Thread(target=work, args=(row,)).start()
`,
    },
    {
      name: "one session per spawn, made in the same loop body",
      code: `${sqlalchemy}
from concurrent.futures import ThreadPoolExecutor

def work(session, row):
    session.add(User(name=row))
    session.commit()
    session.close()

def main(rows):
    with ThreadPoolExecutor() as executor:
        for row in rows:
            session = SessionLocal()
            executor.submit(work, session, row)
`,
    },
    {
      name: "a new session in the arguments of each spawn",
      code: `${sqlalchemy}
from threading import Thread

def work(session, row):
    session.add(User(name=row))

for row in range(10):
    Thread(target=work, args=(SessionLocal(), row)).start()
`,
    },
    {
      name: "the factory, the engine and the registry",
      code: `${sqlalchemy}
from concurrent.futures import ThreadPoolExecutor

Registry = scoped_session(SessionLocal)

def work(factory, registry, engine, row):
    with factory() as session:
        session.add(User(name=row))
        session.commit()
    registry.execute(text("SELECT 1"))
    registry.remove()
    with engine.begin() as connection:
        connection.execute(text("SELECT 1"))

with ThreadPoolExecutor() as executor:
    for row in range(10):
        executor.submit(work, SessionLocal, Registry, engine, row)
`,
    },
    {
      name: "the registry, read as a global",
      code: `${sqlalchemy}
import threading

Session = scoped_session(SessionLocal)

def work(row):
    Session.add(User(name=row))
    Session.commit()
    Session.remove()

for row in range(10):
    threading.Thread(target=work, args=(row,)).start()
`,
    },
    {
      name: "one awaited hop after another",
      code: `${sqlalchemy}
import asyncio

async def save(user):
    session = SessionLocal()
    session.add(user)
    await asyncio.to_thread(session.commit)
    await asyncio.to_thread(session.close)
`,
    },
    {
      name: "one thread that is joined at once",
      code: `${sqlalchemy}
import threading

def work(session):
    session.add(User())
    session.commit()

def main():
    session = SessionLocal()
    t = threading.Thread(target=work, args=(session,))
    t.start()
    t.join()
`,
    },
    {
      name: "one submit whose result is asked for at once",
      code: `${sqlalchemy}
from concurrent.futures import ThreadPoolExecutor

def work(session):
    session.commit()

def main(rows):
    session = SessionLocal()
    with ThreadPoolExecutor(1) as executor:
        for row in rows:
            executor.submit(work, session).result(timeout=5)
`,
    },
    {
      name: "sessions of other libraries",
      code: `
import boto3
import requests
from concurrent.futures import ThreadPoolExecutor
from requests import Session

def fetch(session, url):
    return session.get(url)

def main(urls):
    session = requests.Session()
    other = Session()
    aws = boto3.Session()
    with ThreadPoolExecutor() as executor:
        for url in urls:
            executor.submit(fetch, session, url)
            executor.submit(fetch, other, url)
            executor.submit(fetch, aws, url)
`,
    },
    {
      name: "cassandra's session",
      code: `
from cassandra.cluster import Cluster
from concurrent.futures import ThreadPoolExecutor

session = Cluster().connect("app")
with ThreadPoolExecutor() as executor:
    executor.map(session.execute, ["SELECT 1", "SELECT 2"])
`,
    },
    {
      name: "a name alone",
      code: `
import threading
from unknown_library import session

def work(row):
    session.add(row)
    session.commit()

for row in range(10):
    threading.Thread(target=work, args=(row,)).start()
`,
    },
    {
      name: "an untyped parameter",
      code: `
import threading

def work(session, row):
    session.add(row)

def main(session, rows):
    for row in rows:
        threading.Thread(target=work, args=(session, row)).start()
`,
    },
    {
      name: "sockets called conn",
      code: `
import socket
import threading

def handle(conn, addr):
    conn.send(b"hello")

server = socket.socket()
while True:
    conn, addr = server.accept()
    threading.Thread(target=handle, args=(conn, addr)).start()
`,
    },
    {
      name: "the worker opens its own connection under the global's name",
      code: `
import sqlite3
import threading

conn = sqlite3.connect("app.db")

def work(row):
    conn = sqlite3.connect("app.db")
    conn.execute("INSERT INTO t VALUES (?)", (row,))
    conn.commit()
    conn.close()

for row in range(10):
    threading.Thread(target=work, args=(row,)).start()
`,
    },
    {
      name: "a Thread subclass that opens its connection in run",
      code: `
import sqlite3
from threading import Thread

class Logger(Thread):
    def __init__(self, path):
        super().__init__()
        self.path = path

    def run(self):
        self.conn = sqlite3.connect(self.path)
        self.write("started")

    def write(self, line):
        self.conn.execute("INSERT INTO log VALUES (?)", (line,))
`,
    },
    {
      name: "threading.local",
      code: `${sqlalchemy}
import threading
from concurrent.futures import ThreadPoolExecutor

local = threading.local()

def get_session():
    if not hasattr(local, "session"):
        local.session = SessionLocal()
    return local.session

def work(row):
    get_session().add(User(name=row))
    get_session().commit()

with ThreadPoolExecutor() as executor:
    executor.map(work, range(10))
`,
    },
    {
      name: "joblib's threads with a session each, and one job at a time",
      code: `${sqlalchemy}
from joblib import Parallel, delayed

def store(session, row):
    session.add(User(name=row))
    session.commit()

def fresh(row):
    with SessionLocal() as session:
        store(session, row)

def store_all(rows):
    Parallel(n_jobs=8, prefer="threads")(delayed(fresh)(row) for row in rows)
    session = SessionLocal()
    Parallel(n_jobs=1, prefer="threads")(delayed(store)(session, row) for row in rows)
`,
    },
    {
      name: "sqlite3 in greenlets, which one thread runs",
      code: `
import gevent
import sqlite3

conn = sqlite3.connect("app.db")

def count(table):
    print(conn.execute("SELECT count(*) FROM " + table).fetchone())

gevent.joinall([gevent.spawn(count, table) for table in tables])
`,
    },
    {
      name: "a session for each greenlet, and one greenlet that is waited for",
      code: `${sqlalchemy}
import gevent

def store(session, row):
    session.add(User(name=row))
    session.commit()

def fresh(row):
    with SessionLocal() as session:
        store(session, row)

def store_all(rows):
    gevent.joinall([gevent.spawn(fresh, row) for row in rows])
    gevent.joinall([gevent.spawn(store, SessionLocal(), row) for row in rows])
    session = SessionLocal()
    gevent.spawn(store, session, rows[0]).join()
    session.close()
`,
    },
    {
      name: "an imported pool of another kind, and the factory for an imported executor",
      files: {
        "pools.py": `
from concurrent.futures import ThreadPoolExecutor
from workers import Executor

executor = ThreadPoolExecutor(8)
other = Executor()
`,
      },
      code: `
from sqlalchemy import create_engine
from sqlalchemy.orm import Session, sessionmaker
from pools import executor, other

engine = create_engine("postgresql://db/app")
SessionLocal = sessionmaker(engine)

def store(make, title):
    with make() as session:
        session.add(title)
        session.commit()

def store_all(titles):
    session = Session(engine)
    for title in titles:
        executor.submit(store, SessionLocal, title)
        other.submit(store, session, title)
        session.map(store, title)
`,
    },
    {
      name: "a connection of a pool, taken in the worker",
      code: `
from concurrent.futures import ThreadPoolExecutor
from psycopg2.pool import ThreadedConnectionPool

pool = ThreadedConnectionPool(1, 10, "dbname=app")

def work(row):
    conn = pool.getconn()
    conn.cursor().execute("SELECT 1")
    pool.putconn(conn)

with ThreadPoolExecutor() as executor:
    executor.map(work, range(10))
`,
    },
    {
      name: "the rows that the session read, not the session",
      code: `${sqlalchemy}
from concurrent.futures import ThreadPoolExecutor

def render(name):
    return name.upper()

def main():
    with SessionLocal() as session:
        names = session.scalars(text("SELECT name FROM users")).all()
    with ThreadPoolExecutor() as executor:
        return list(executor.map(render, names))
`,
    },
    {
      name: "threads that fetch, a parent that writes with its session",
      code: `${sqlalchemy}
import requests
from concurrent.futures import ThreadPoolExecutor

def fetch(url):
    return requests.get(url).json()

def main(urls):
    session = SessionLocal()
    with ThreadPoolExecutor() as executor:
        for body in executor.map(fetch, urls):
            session.add(User(name=body["name"]))
    session.commit()
`,
    },
    {
      name: "peewee and Django, which keep a connection per thread",
      code: `
from concurrent.futures import ThreadPoolExecutor
from django.db import connection
from peewee import SqliteDatabase

db = SqliteDatabase("app.db")

def work(row):
    db.execute_sql("SELECT 1")
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")

with ThreadPoolExecutor() as executor:
    executor.map(work, range(10))
`,
    },
    {
      name: "Flask-SQLAlchemy's db.session, a proxy",
      code: `
import threading
from flask import Flask
from flask_sqlalchemy import SQLAlchemy

app = Flask(__name__)
db = SQLAlchemy(app)

def work(session, row):
    with app.app_context():
        session.execute(row)
        db.session.commit()

for row in range(10):
    threading.Thread(target=work, args=(db.session, row)).start()
`,
    },
    {
      name: "a watchdog that interrupts a sqlite3 connection, which is what interrupt is for",
      code: `
import sqlite3
import threading

def run(sql):
    conn = sqlite3.connect("app.db")
    timer = threading.Timer(5, conn.interrupt)
    timer.start()
    rows = conn.execute(sql).fetchall()
    timer.cancel()
    return rows
`,
    },
  ],
  fixes: [
    {
      name: "hands over the factory",
      safe: false,
      before: `${sqlalchemy}
import threading

def store(session, row):
    """Stores a row."""
    session.add(User(name=row))

    session.execute(text("""
      SELECT 1
    """))  # twice
    session.commit()

def main(rows):
    session = SessionLocal()
    for row in rows:
        threading.Thread(target=store, args=(session, row)).start()
`,
      after: `${sqlalchemy}
import threading

def store(make_session, row):
    """Stores a row."""
    with make_session() as session:
        session.add(User(name=row))

        session.execute(text("""
      SELECT 1
    """))  # twice
        session.commit()

def main(rows):
    session = SessionLocal()
    for row in rows:
        threading.Thread(target=store, args=(SessionLocal, row)).start()
`,
    },
  ],
});
